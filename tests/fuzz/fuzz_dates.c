/* Any text in any of seven languages names dates of the calendar, or none. */
#include "text/dates.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const languages[] = { "en", "ar", "es", "fr", "pt", "ru", "zh" };
  if (size == 0)
    return 0;
  g_autofree char *text = g_strndup ((const char *)data + 1, size - 1);
  g_autoptr (GPtrArray) found =
      dates_find (text, languages[data[0] % G_N_ELEMENTS (languages)], (CivilDate){ 2026, 11, 26 });

  for (guint i = 0; i < found->len; i++)
    {
      const NamedDate *named = found->pdata[i];
      g_autofree char *written = civil_date_format (named->date);
      CivilDate date;
      g_assert_true (civil_date_parse (written, &date));
      g_assert_cmpint (named->weekday, >=, 0);
      g_assert_cmpint (named->weekday, <=, 7);
    }
  return 0;
}

/* Any two texts (parted by a NUL) have a difference, empty for a text and itself. */
#include "text/difference.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *both = g_strndup ((const char *)data, size);
  gsize first = strlen (both);
  const uint8_t *nul = size == 0 ? NULL : memchr (data, 0, size);
  g_autofree char *second =
      nul == NULL ? g_strdup ("") : g_strndup ((const char *)nul + 1, size - 1 - (gsize)(nul - data));
  g_autofree char *html = difference_html (both, second, "en");
  g_autofree char *same = difference_html (both, both, "en");

  g_assert_cmpstr (same, ==, "");
  g_assert_true (g_utf8_validate (html, -1, NULL));
  g_assert_true (first <= size);
  return 0;
}

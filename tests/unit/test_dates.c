/* Dates that a text names in words. */
#include "text/dates.h"

#include <string.h>

static const CivilDate near = { 2026, 11, 26 };

/* EXPECTED: "2026-11-27/5 …", the weekday named after the slash. */
static void
assert_dates (const char *language, const char *text, const char *expected)
{
  g_autoptr (GPtrArray) found = dates_find (text, language, near);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const NamedDate *named = found->pdata[i];
      g_autofree char *date = civil_date_format (named->date);
      g_assert_nonnull (strstr (text, named->text));
      g_string_append_printf (all, "%s%s/%d", i > 0 ? " " : "", date, named->weekday);
    }
  g_assert_cmpstr (all->str, ==, expected);
}

static void
test_languages (void)
{
  assert_dates ("en", "On Friday, 27 November 2026, and on November 28th; Friday the 27th.",
                "2026-11-27/5 2026-11-28/0");
  assert_dates ("en", "Monday 30 November", "2026-11-30/1");
  assert_dates ("fr", "le vendredi 27 novembre 2026, puis le 1er décembre", "2026-11-27/5 2026-12-01/0");
  assert_dates ("es", "el viernes, 27 de noviembre de 2026", "2026-11-27/5");
  assert_dates ("pt", "na sexta-feira, 27 de novembro de 2026", "2026-11-27/5");
  assert_dates ("ru", "в пятницу, 27 ноября 2026 года, и в среду 2 декабря", "2026-11-27/5 2026-12-02/3");
  assert_dates ("ar", "يوم الجمعة، 27 نوفمبر 2026، والسبت ٢٨ نوفمبر", "2026-11-27/5 2026-11-28/0");
  assert_dates ("zh", "2026年11月27日（星期五）和11月29日周日", "2026-11-27/5 2026-11-29/7");
}

static void
test_years (void)
{
  assert_dates ("en", "Saturday, 2 January", "2027-01-02/6");
  assert_dates ("en", "30 February 2026, 29 February 2028, 31 June", "2028-02-29/0");
}

static void
test_no_dates (void)
{
  assert_dates ("en", "They may 3 times; 12 Marching men; Sunday service.", "");
  assert_dates ("xx", "27", "");
  assert_dates ("en", "", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dates/as-each-language-writes-them", test_languages);
  g_test_add_func ("/dates/without-a-year-the-nearest-is-meant", test_years);
  g_test_add_func ("/dates/not-everything-is-one", test_no_dates);
  return g_test_run ();
}

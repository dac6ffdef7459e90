/* Dates, numbers and names in seven languages, and which language a reader gets. */
#include "text/locale.h"

#include <string.h>

static const CivilTime monday = {
  .date = { 2026, 11, 23 }, .hour = 14, .minute = 5, .weekday = 1, .offset_minutes = 0
};

typedef struct
{
  const char *language;
  DateStyle style;
  const char *expected;
} DateCase;

static void
assert_date (const DateCase *item, const CivilTime *time, const char *pattern)
{
  g_autofree char *text = locale_date (item->language, time, item->style, pattern);
  g_assert_cmpstr (text, ==, item->expected);
}

static void
test_dates (void)
{
  static const DateCase cases[] = {
    { "en", DATE_LONG, "23 November 2026" },
    { "en", DATE_FULL, "Monday, 23 November 2026" },
    { "en", DATE_MEDIUM, "23 Nov 2026" },
    { "en", DATE_MONTH, "November 2026" },
    { "en", DATE_MONTH_NAME, "November" },
    { "en", DATE_TIME, "14:05" },
    { "en", DATE_LONG_TIME, "23 November 2026, 14:05" },
    { "en", DATE_WEEKDAY, "Monday" },
    { "en-US", DATE_LONG, "November 23, 2026" },
    { "en-US", DATE_TIME, "14:05" },
    { "fr", DATE_FULL, "lundi 23 novembre 2026" },
    { "fr", DATE_MEDIUM, "23 nov. 2026" },
    { "fr", DATE_MONTH, "Novembre 2026" },
    { "es", DATE_LONG, "23 de noviembre de 2026" },
    { "es", DATE_MEDIUM, "23 nov 2026" },
    { "ru", DATE_LONG, "23 ноября 2026\u202fг." },
    { "ru", DATE_MEDIUM, "23 нояб. 2026\u202fг." },
    { "ru", DATE_MONTH, "Ноябрь 2026\u202fг." },
    { "ru", DATE_WEEKDAY, "понедельник" },
    { "ar", DATE_LONG, "٢٣ نوفمبر ٢٠٢٦" },
    { "ar", DATE_FULL, "الاثنين، ٢٣ نوفمبر ٢٠٢٦" },
    { "ar", DATE_LONG_TIME, "٢٣ نوفمبر ٢٠٢٦، ١٤:٠٥" },
    { "ar-AE", DATE_LONG, "23 نوفمبر 2026" },
    { "zh", DATE_FULL, "2026年11月23日星期一" },
    { "zh", DATE_LONG_TIME, "2026年11月23日 14:05" },
    { "pt", DATE_FULL, "segunda-feira, 23 de novembro de 2026" },
    { "pt", DATE_MONTH, "Novembro de 2026" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_date (&cases[i], &monday, NULL);
}

static void
test_gregorian (void)
{
  static const DateCase cases[] = { { "th", DATE_MEDIUM, "23 พ.ย. 2026" }, { "fa", DATE_MEDIUM, "۲۳ نوامبر ۲۰۲۶" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_date (&cases[i], &monday, NULL);
}

static void
test_proleptic (void)
{
  CivilTime time = { .date = { 1066, 10, 14 }, .weekday = civil_weekday ((CivilDate){ 1066, 10, 14 }) };
  CivilTime skipped = { .date = { 1582, 10, 10 }, .weekday = 7 };

  g_assert_cmpint (time.weekday, ==, 7);
  assert_date (&(DateCase){ "en", DATE_FULL, "Sunday, 14 October 1066" }, &time, NULL);
  assert_date (&(DateCase){ "en", DATE_LONG, "10 October 1582" }, &skipped, NULL);
}

/* A language unknown to CLDR must not take the language of the process's environment. */
static void
test_unknown (void)
{
  g_autofree char *name = locale_language_name ("tlh");

  assert_date (&(DateCase){ "tlh", DATE_LONG, "23 November 2026" }, &monday, NULL);
  assert_date (&(DateCase){ "", DATE_LONG, "23 November 2026" }, &monday, NULL);
  assert_date (&(DateCase){ "not a tag at all", DATE_LONG, "23 November 2026" }, &monday, NULL);
  g_assert_cmpstr (locale_direction ("tlh"), ==, "ltr");
  g_assert_true (g_utf8_validate (name, -1, NULL));
}

static void
test_pattern (void)
{
  assert_date (&(DateCase){ "en", DATE_MEDIUM, "23.11.2026" }, &monday, "dd.MM.yyyy");
  assert_date (&(DateCase){ "ar", DATE_MEDIUM, "٢٣.١١.٢٠٢٦" }, &monday, "dd.MM.yyyy");
  assert_date (&(DateCase){ "fr", DATE_MEDIUM, "le 23 novembre" }, &monday, "'le' d MMMM");
  /* One that ICU does not take gives way to the language's own. */
  assert_date (&(DateCase){ "en", DATE_MEDIUM, "23 Nov 2026" }, &monday, "jj PP");
}

static void
test_pattern_valid (void)
{
  static const char *const valid[] = { "dd.MM.yyyy", "d MMMM y", "'le' d MMMM", "y年M月d日", "EEEE" };
  static const char *const invalid[] = { "", "...", "'d'", "dd 'of", "jj", "P", "d MMMM y zzzz", "d\xff" };
  g_autofree char *endless = g_strnfill (5000, 'd');

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    g_assert_true (locale_pattern_valid (valid[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    g_assert_false (locale_pattern_valid (invalid[i]));
  g_assert_false (locale_pattern_valid (endless));
}

static void
assert_size (const char *language, guint64 bytes, const char *expected)
{
  g_autofree char *text = locale_size (language, bytes);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_sizes (void)
{
  assert_size ("en", 0, "0 bytes");
  assert_size ("en", 1, "1 byte");
  assert_size ("en", 999, "999 bytes");
  assert_size ("en", 1000, "1 kB");
  assert_size ("en", 9940, "9.9 kB");
  assert_size ("en", 9960, "10 kB");
  assert_size ("en", 240250, "240 kB");
  assert_size ("en", 999499, "999 kB");
  assert_size ("en", 999600, "1 MB");
  assert_size ("en", 1450000, "1.4 MB");
  assert_size ("fr", 1500000, "1,5\u202fMo");
  assert_size ("ru", 240000, "240 кБ");
  assert_size ("ar", 240000, "٢٤٠ كيلوبايت");
  assert_size ("en", G_MAXUINT64, "18,446,744,074 GB");
}

static void
assert_number (const char *language, gint64 number, const char *expected)
{
  g_autofree char *text = locale_number (language, number);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_numbers (void)
{
  assert_number ("en", 1417, "1,417");
  assert_number ("fr", 1417, "1\u202f417");
  assert_number ("es", 1417, "1.417");
  assert_number ("es", 21417, "21.417");
  assert_number ("ru", 1417, "1\u00a0417");
  assert_number ("ar", 1417, "١٬٤١٧");
  assert_number ("zh", 1417, "1,417");
  assert_number ("en", G_MININT64, "-9,223,372,036,854,775,808");
}

static void
test_lists (void)
{
  static const char *const items[] = { "a", "b", "c", NULL };
  static const char *const none[] = { NULL };
  g_autofree char *english = locale_list ("en", items);
  g_autofree char *russian = locale_list ("ru", items);
  g_autofree char *one = locale_list ("en", items + 2);
  g_autofree char *empty = locale_list ("en", none);

  g_assert_cmpstr (english, ==, "a, b and c");
  g_assert_cmpstr (russian, ==, "a, b и c");
  g_assert_cmpstr (one, ==, "c");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_names (void)
{
  static const char *const names[][3] = {
    { "en", "English", "ltr" },
    { "fr", "français", "ltr" },
    { "es", "español", "ltr" },
    { "ru", "русский", "ltr" },
    { "ar", "العربية", "rtl" },
    { "zh", "中文", "ltr" },
    { "pt", "português", "ltr" },
    { "zh-Hans", "简体中文", "ltr" },
    { "he", "עברית", "rtl" },
    { "fa", "فارسی", "rtl" },
    { "uz-Arab", "اوزبیک (عربی)", "rtl" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = locale_language_name (names[i][0]);
      g_assert_cmpstr (name, ==, names[i][1]);
      g_assert_cmpstr (locale_direction (names[i][0]), ==, names[i][2]);
    }
}

static void
test_order (void)
{
  g_assert_cmpint (locale_compare ("fr", "écran", "zèbre"), <, 0);
  g_assert_cmpint (locale_compare ("es", "ñandú", "nube"), >, 0);
  g_assert_cmpint (locale_compare ("es", "ñandú", "oso"), <, 0);
  g_assert_cmpint (locale_compare ("ru", "ёлка", "жук"), <, 0);
  g_assert_cmpint (locale_compare ("en", "same", "same"), ==, 0);
}

/* ---- Negotiation ---- */

static const char *const offered[] = { "en", "fr", "pt-BR", "zh-Hans", "ar", NULL };

typedef struct
{
  const char *header, *expected;
} NegotiationCase;

static void
assert_negotiated (const NegotiationCase *cases, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      const char *tag = locale_negotiate (cases[i].header, offered);
      g_autofree char *shown = g_strescape (cases[i].header != NULL ? cases[i].header : "(none)", NULL);
      g_test_message ("%s", shown);
      g_assert_cmpstr (tag, ==, cases[i].expected);
    }
}

static void
test_negotiation (void)
{
  static const NegotiationCase cases[] = {
    { NULL, "en" },
    { "", "en" },
    { "fr", "fr" },
    { "FR", "fr" },
    { "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr" },
    { "en-US,en;q=0.5", "en" },
    { "de", "en" },
    { "de, fr;q=0.1", "fr" },
    { "ar-EG", "ar" },
    { "pt", "pt-BR" },
    { "pt-PT", "pt-BR" },
    { "zh-CN", "zh-Hans" },
    { "zh-Hans-CN", "zh-Hans" },
    { "en;q=0.3, fr;q=0.7", "fr" },
    { "en;q=0.5, fr;q=0.5", "en" },
    { "fr;q=0.5, en;q=0.5", "fr" },
    { "fr ; q=0.2 , ar; q=0.9", "ar" },
    { "fr;Q=0.2, ar;Q=0.9", "ar" },
    { "*", "en" },
    { "en;q=0, *", "fr" },
    { "*, en;q=0", "fr" },
    { "de, *;q=0", "en" },
    { "fr;q=0", "en" },
    { "en;q=0, fr;q=0.000, *;q=0.001", "pt-BR" },
    { "fr;q=1.000, en;q=0.999", "fr" },
    { "zh-Hans-x-private-y, fr;q=0.5", "zh-Hans" },
  };

  assert_negotiated (cases, G_N_ELEMENTS (cases));
}

static void
test_negotiation_hostile (void)
{
  static const NegotiationCase cases[] = {
    { ",,,,", "en" },
    { ";;;q=", "en" },
    { "fr;q=2, ar;q=0.1", "ar" },
    { "fr;q=1.001, ar;q=0.1", "ar" },
    { "fr;q=-1, ar;q=0.1", "ar" },
    { "fr;q=nan, ar;q=0.1", "ar" },
    { "fr;q=0.5555, ar;q=0.1", "ar" },
    { "fr;q=, ar;q=0.1", "ar" },
    { "fr;level=1, ar;q=0.1", "ar" },
    { "-fr, fr-, f--r, ar;q=0.1", "ar" },
    { "francophone-and-more, ar;q=0.1", "ar" },
    { "french, ar;q=0.1", "ar" },
    { "f, ar;q=0.1", "ar" },
    { "../../etc/passwd", "en" },
    { "\xff\xfe\x01, ar", "ar" },
    { "%s%n{0}'", "en" },
    { "fr\r\nX: y", "en" },
    { "*-*-*", "en" },
    { "fr*", "en" },
  };

  assert_negotiated (cases, G_N_ELEMENTS (cases));
}

static void
test_negotiation_endless (void)
{
  static const char *const none[] = { NULL };
  g_autofree char *commas = g_strnfill (1000000, ',');
  g_autofree char *hyphens = g_strnfill (1000000, '-');
  g_autoptr (GString) ranges = g_string_new (NULL);

  for (int i = 0; i < 100000; i++)
    g_string_append (ranges, "de-x-a;q=0.5,");
  g_string_append (ranges, "fr");
  g_assert_cmpstr (locale_negotiate (commas, offered), ==, "en");
  g_assert_cmpstr (locale_negotiate (hyphens, offered), ==, "en");
  g_assert_cmpstr (locale_negotiate (ranges->str, offered), ==, "en");
  g_assert_null (locale_negotiate ("fr", none));
}

/* ---- Threads ---- */

static gpointer
write_dates (gpointer data)
{
  for (int i = 0; i < 2000; i++)
    assert_date (&(DateCase){ "fr", DATE_LONG, "23 novembre 2026" }, &monday, NULL);
  return data;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("dates", write_dates, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* More patterns than a thread keeps formatters for. */
static void
test_many_patterns (void)
{
  for (int i = 0; i < 1200; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("'%d' d", i);
      g_autofree char *expected = g_strdup_printf ("%d 23", i);
      assert_date (&(DateCase){ "en", DATE_LONG, expected }, &monday, pattern);
    }
}

static void
test_speed (void)
{
  enum
  {
    ROUNDS = 100000
  };
  if (!g_test_perf ())
    {
      g_test_skip ("run with -m perf");
      return;
    }
  gint64 start = g_get_monotonic_time ();
  for (int i = 0; i < ROUNDS; i++)
    g_free (locale_date (offered[i % 3], &monday, DATE_MEDIUM, NULL));
  double microseconds = (double)(g_get_monotonic_time () - start) / ROUNDS;
  g_test_minimized_result (microseconds, "%.2f µs a date", microseconds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locale/each-language-writes-its-dates", test_dates);
  g_test_add_func ("/locale/the-calendar-is-gregorian-in-every-language", test_gregorian);
  g_test_add_func ("/locale/the-calendar-is-gregorian-at-all-times", test_proleptic);
  g_test_add_func ("/locale/an-unknown-language-is-written-as-english", test_unknown);
  g_test_add_func ("/locale/an-office-may-set-its-own-pattern", test_pattern);
  g_test_add_func ("/locale/a-pattern-writes-a-field-and-no-zone", test_pattern_valid);
  g_test_add_func ("/locale/sizes-count-in-thousands", test_sizes);
  g_test_add_func ("/locale/numbers-are-grouped", test_numbers);
  g_test_add_func ("/locale/lists-end-with-and", test_lists);
  g_test_add_func ("/locale/languages-name-themselves", test_names);
  g_test_add_func ("/locale/each-language-has-its-order", test_order);
  g_test_add_func ("/negotiate/the-best-offered-language-is-chosen", test_negotiation);
  g_test_add_func ("/negotiate/what-is-no-range-is-passed-over", test_negotiation_hostile);
  g_test_add_func ("/negotiate/no-header-is-too-long", test_negotiation_endless);
  g_test_add_func ("/locale/threads-keep-their-own-formatters", test_threads);
  g_test_add_func ("/locale/more-patterns-than-are-kept", test_many_patterns);
  g_test_add_func ("/locale/a-date-takes-two-microseconds", test_speed);
  return g_test_run ();
}

/* Instants: RFC 3339 read and written. */
#include "record/instant.h"

#include <string.h>

static void
check_same (const char *text, const char *formatted)
{
  g_autoptr (GError) error = NULL;
  Instant instant;

  g_assert_true (instant_parse (text, &instant, &error));
  g_assert_no_error (error);
  g_autofree char *found = instant_format (instant);
  g_assert_cmpstr (found, ==, formatted);
}

static void
check_refused (const char *text, InstantError code)
{
  g_autoptr (GError) error = NULL;
  Instant instant;

  g_assert_false (instant_parse (text, &instant, &error));
  g_assert_error (error, INSTANT_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, text));
}

static void
test_forms (void)
{
  check_same ("2026-11-23T13:24:48+01:00", "2026-11-23T12:24:48Z");
  check_same ("2026-11-23T13:24:48Z", "2026-11-23T13:24:48Z");
  check_same ("2026-11-23t13:24:48z", "2026-11-23T13:24:48Z");
  check_same ("2026-11-23 13:24:48 -0330", "2026-11-23T16:54:48Z");
  check_same ("2026-11-23T13:24+0100", "2026-11-23T12:24:00Z");
  check_same ("2024-02-29T23:59:59-00:01", "2024-03-01T00:00:59Z");
}

static void
test_fraction (void)
{
  check_same ("2026-11-23T13:24:48.5Z", "2026-11-23T13:24:48.5Z");
  check_same ("2026-11-23T13:24:48.000001Z", "2026-11-23T13:24:48.000001Z");
  check_same ("2026-11-23T13:24:48.1234569999999999999999Z", "2026-11-23T13:24:48.123456Z");
  check_same ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z");
}

static void
test_syntax (void)
{
  static const char *const wrong[] = { "",
                                       "yesterday",
                                       "2026-11-23",
                                       "2026-11-23T13:24:48",
                                       "2026-11-23T13:24:48+1",
                                       "26-11-23T1",
                                       "2026-11-23T13:24:48Zz",
                                       "2026-11-23T13:24:48.Z",
                                       "2026-11-23T13Z",
                                       "2026-11-23T13:24:48+24:00",
                                       " 2026-11-23T13:24:48Z" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    check_refused (wrong[i], INSTANT_ERROR_SYNTAX);
}

static void
test_range (void)
{
  static const char *const wrong[] = { "2026-02-30T00:00:00Z",     "2025-02-29T00:00:00Z",
                                       "2026-13-01T00:00:00Z",     "2026-11-23T24:00:00Z",
                                       "2026-11-23T23:60:00Z",     "2026-12-31T23:59:60Z",
                                       "0000-01-01T00:00:00Z",     "0001-01-01T00:00:00+01:00",
                                       "9999-12-31T23:59:59-01:00" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    check_refused (wrong[i], INSTANT_ERROR_RANGE);
}

static void
test_edges (void)
{
  g_autofree char *first = instant_format (INSTANT_MIN);
  g_autofree char *last = instant_format (INSTANT_MAX);

  g_assert_cmpstr (first, ==, "0001-01-01T00:00:00Z");
  g_assert_cmpstr (last, ==, "9999-12-31T23:59:59.999999Z");
  check_same ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
  check_same ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z");
}

static void
test_http (void)
{
  Instant instant;

  g_assert_true (instant_parse ("1994-11-06T08:49:37.9Z", &instant, NULL));
  g_autofree char *text = instant_format_http (instant);
  g_autofree char *epoch = instant_format_http (0);
  g_assert_cmpstr (text, ==, "Sun, 06 Nov 1994 08:49:37 GMT");
  g_assert_cmpstr (epoch, ==, "Thu, 01 Jan 1970 00:00:00 GMT");
}

static void
test_round (void)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 seconds = (gint64)(g_test_rand_double_range (-62135596800.0, 253402300799.0));
      Instant instant = seconds * INSTANT_SECOND + g_test_rand_int_range (0, 1000000);
      Instant again;
      g_autofree char *text = instant_format (instant);
      g_assert_true (instant_parse (text, &again, NULL));
      g_assert_cmpint (instant, ==, again);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instant/an-offset-is-taken-into-account", test_forms);
  g_test_add_func ("/instant/a-fraction-is-kept-to-the-microsecond", test_fraction);
  g_test_add_func ("/instant/a-time-without-an-offset-is-none", test_syntax);
  g_test_add_func ("/instant/what-is-not-on-the-calendar-is-refused", test_range);
  g_test_add_func ("/instant/before-everything-and-never-can-be-written", test_edges);
  g_test_add_func ("/instant/http-has-its-own-form", test_http);
  g_test_add_func ("/instant/what-is-written-is-read-again", test_round);
  return g_test_run ();
}

/* Civil time and counters: calendars, zones and their clock changes. */
#include "record/civil.h"
#include "record/counter.h"

#include <string.h>

static CivilDate
date_of (const char *text)
{
  CivilDate date = { 0 };
  g_assert_true (civil_date_parse (text, &date));
  return date;
}

static Instant
instant_of (const char *text)
{
  Instant instant = 0;
  g_assert_true (instant_parse (text, &instant, NULL));
  return instant;
}

static void
check_civil (const char *zone_name, const char *instant, const char *shown)
{
  g_autoptr (GTimeZone) zone = zone_find (zone_name);
  CivilTime time = civil_time_at (instant_of (instant), zone);
  g_autofree char *date = civil_date_format (time.date);
  g_autofree char *found = g_strdup_printf ("%s %02d:%02d:%02d %d %+d", date, time.hour, time.minute, time.second,
                                            time.weekday, time.offset_minutes);
  g_assert_cmpstr (found, ==, shown);
}

static void
check_instant (const char *zone_name, const char *date, int hour, int minute, const char *instant)
{
  g_autoptr (GTimeZone) zone = zone_find (zone_name);
  g_autofree char *found = instant_format (civil_instant (date_of (date), hour, minute, 0, zone));
  g_assert_cmpstr (found, ==, instant);
}

static void
test_dates (void)
{
  CivilDate date;
  static const char *const wrong[] = { "",           "2018-3-4",   "2018-02-30",  "2100-02-29", "2018-13-01",
                                       "0000-01-01", "2018-00-01", "2018-03-04 ", "20180304",   "+018-03-04" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (civil_date_parse (wrong[i], &date));
  g_assert_true (civil_date_parse ("2000-02-29", &date));
  g_assert_cmpint (civil_date_compare (date, date_of ("2000-03-01")), <, 0);
}

static void
test_numbers (void)
{
  g_assert_cmpint (civil_date_number (date_of ("1970-01-01")), ==, 0);
  g_assert_cmpint (civil_date_number (date_of ("1969-12-31")), ==, -1);
  g_assert_cmpint (civil_date_number (date_of ("2000-03-01")), ==, 11017);
  g_assert_cmpint (civil_date_number (date_of ("0001-01-01")), ==, -719162);
  g_assert_cmpint (civil_date_number (date_of ("9999-12-31")), ==, 2932896);
  for (gint64 day = -719162; day <= 2932896; day += 97)
    g_assert_cmpint (civil_date_number (civil_date_from_number (day)), ==, day);
}

static void
test_weekdays (void)
{
  g_assert_cmpint (civil_weekday (date_of ("2026-11-23")), ==, 1);
  g_assert_cmpint (civil_weekday (date_of ("1970-01-01")), ==, 4);
  g_assert_cmpint (civil_weekday (date_of ("1969-12-28")), ==, 7);
  g_assert_cmpint (civil_weekday (date_of ("0001-01-01")), ==, 1);
}

static void
test_zones (void)
{
  static const char *const none[] = { "",
                                      "Europe/Londn",
                                      "europe/lisbon",
                                      "../etc/passwd",
                                      "/etc/localtime",
                                      "CET-1CEST",
                                      "+01:00",
                                      "posix/Europe/London",
                                      "PST" };

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (zone_find (none[i]));
  for (const char *const *name = (const char *const[]){ "UTC", "Asia/Tbilisi", "America/Argentina/Ushuaia", NULL };
       *name; name++)
    {
      g_autoptr (GTimeZone) zone = zone_find (*name);
      g_assert_nonnull (zone);
    }
}

static void
test_suggestions (void)
{
  static const char *const pairs[][2] = { { "Europe/Londn", "Europe/London" },
                                          { "Lisbon", "Europe/Lisbon" },
                                          { "asia/tbilisi", "Asia/Tbilisi" },
                                          { "Tiblisi", "Asia/Tbilisi" },
                                          { "Nowhere/At_All_In_The_World", NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *found = zone_suggest (pairs[i][0]);
      g_assert_cmpstr (found, ==, pairs[i][1]);
    }
}

static void
test_changes (void)
{
  check_civil ("Europe/Lisbon", "2026-03-29T00:59:59Z", "2026-03-29 00:59:59 7 +0");
  check_civil ("Europe/Lisbon", "2026-03-29T01:00:00Z", "2026-03-29 02:00:00 7 +60");
  check_civil ("Europe/Lisbon", "2026-10-25T00:59:59Z", "2026-10-25 01:59:59 7 +60");
  check_civil ("Europe/Lisbon", "2026-10-25T01:00:00Z", "2026-10-25 01:00:00 7 +0");
  check_civil ("Asia/Tbilisi", "2026-11-23T20:00:00Z", "2026-11-24 00:00:00 2 +240");
  check_civil ("Asia/Kathmandu", "1969-12-31T18:29:59.5Z", "1969-12-31 23:59:59 3 +330");
}

static void
test_gap (void)
{
  check_instant ("Europe/Lisbon", "2026-03-29", 1, 0, "2026-03-29T01:00:00Z");
  check_instant ("Europe/Lisbon", "2026-03-29", 1, 30, "2026-03-29T01:00:00Z");
  check_instant ("Europe/Lisbon", "2026-03-29", 2, 0, "2026-03-29T01:00:00Z");
  check_instant ("Europe/Lisbon", "2026-03-29", 2, 1, "2026-03-29T01:01:00Z");
  check_instant ("Europe/Lisbon", "2026-03-29", 0, 59, "2026-03-29T00:59:00Z");
}

static void
test_overlap (void)
{
  check_instant ("Europe/Lisbon", "2026-10-25", 1, 30, "2026-10-25T00:30:00Z");
  check_instant ("Europe/Lisbon", "2026-10-25", 2, 0, "2026-10-25T02:00:00Z");
  check_instant ("Europe/Lisbon", "2026-10-25", 0, 30, "2026-10-24T23:30:00Z");
}

static void
test_day_start (void)
{
  check_instant ("Pacific/Apia", "2011-12-30", 0, 0, "2011-12-30T10:00:00Z"); /* a day that Samoa left out */
  check_instant ("Pacific/Apia", "2011-12-30", 18, 0, "2011-12-30T10:00:00Z");
  check_instant ("Pacific/Apia", "2011-12-31", 0, 0, "2011-12-30T10:00:00Z");
  check_instant ("Pacific/Apia", "2011-12-29", 23, 59, "2011-12-30T09:59:00Z");
  check_instant ("America/Sao_Paulo", "2018-11-04", 0, 0, "2018-11-04T03:00:00Z"); /* began at one o'clock */
  check_instant ("America/Asuncion", "2019-03-24", 0, 0, "2019-03-24T04:00:00Z");  /* after 23:00 came twice */
  check_instant ("America/Havana", "2024-11-03", 0, 0, "2024-11-03T04:00:00Z");    /* midnight came twice */
}

static void
test_there_and_back (void)
{
  static const char *const names[] = { "Europe/Lisbon", "Asia/Tbilisi", "Pacific/Apia", "America/St_Johns",
                                       "Asia/Kathmandu" };

  for (gsize z = 0; z < G_N_ELEMENTS (names); z++)
    {
      g_autoptr (GTimeZone) zone = zone_find (names[z]);
      for (int i = 0; i < 3000; i++)
        {
          Instant instant = (gint64)g_test_rand_int_range (315532800, 2082758400) * INSTANT_SECOND;
          CivilTime time = civil_time_at (instant, zone);
          Instant back = civil_instant (time.date, time.hour, time.minute, time.second, zone);
          g_assert_cmpint (back, <=, instant);                        /* the first, where a time comes twice */
          g_assert_cmpint (instant - back, <=, 120 * INSTANT_MINUTE); /* St John's, in 1988: a double summer time */
        }
    }
}

/* ---- Counters ---- */

static void
check_since (const char *zone_name, const char *since, const char *at, gint64 days)
{
  g_autoptr (GTimeZone) zone = zone_find (zone_name);

  g_assert_cmpint (counter_days_since (date_of (since), instant_of (at), zone), ==, days);
  g_assert_cmpint (counter_days_until (date_of (since), instant_of (at), zone), ==, -days);
}

static void
test_counter_civil (void)
{
  check_since ("Europe/Lisbon", "2018-03-04", "2018-03-04T00:00:00Z", 0);
  check_since ("Europe/Lisbon", "2018-03-04", "2018-03-04T23:59:59Z", 0);
  check_since ("Europe/Lisbon", "2018-03-04", "2018-03-05T00:00:00Z", 1);
  check_since ("Asia/Tbilisi", "2018-03-04", "2018-03-04T20:00:00Z", 1);
  check_since ("America/New_York", "2018-03-04", "2018-03-05T04:59:59Z", 0);
}

static void
test_counter_changes (void)
{
  check_since ("Europe/Lisbon", "2026-03-28", "2026-03-29T23:00:00Z", 2); /* 23 hours long was the 29th */
  check_since ("Europe/Lisbon", "2026-10-25", "2026-10-25T23:59:59Z", 0); /* 25 hours long */
  check_since ("Europe/Lisbon", "2026-10-25", "2026-10-26T00:00:00Z", 1);
  check_since ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z", 2); /* the 30th is a date all the same */
}

static void
test_counter_leap (void)
{
  check_since ("UTC", "2024-02-28", "2024-03-01T12:00:00Z", 2);
  check_since ("UTC", "2023-02-28", "2023-03-01T12:00:00Z", 1);
  check_since ("UTC", "1900-02-28", "1900-03-01T12:00:00Z", 1);
  check_since ("UTC", "2026-12-25", "2026-11-23T12:00:00Z", -32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/civil/only-dates-of-the-calendar-are-dates", test_dates);
  g_test_add_func ("/civil/days-are-numbered-from-1970", test_numbers);
  g_test_add_func ("/civil/a-week-begins-on-monday", test_weekdays);
  g_test_add_func ("/civil/only-iana-names-are-zones", test_zones);
  g_test_add_func ("/civil/a-misspelt-zone-has-a-neighbour", test_suggestions);
  g_test_add_func ("/civil/clocks-follow-their-zone", test_changes);
  g_test_add_func ("/civil/in-a-skipped-hour-the-instant-of-the-change", test_gap);
  g_test_add_func ("/civil/in-a-repeated-hour-the-first", test_overlap);
  g_test_add_func ("/civil/a-day-begins-where-its-zone-lets-it", test_day_start);
  g_test_add_func ("/civil/civil-time-leads-back-to-its-instant", test_there_and_back);
  g_test_add_func ("/counter/a-day-is-a-civil-day-of-the-office", test_counter_civil);
  g_test_add_func ("/counter/a-day-of-23-or-25-hours-is-one-day", test_counter_changes);
  g_test_add_func ("/counter/leap-days-count", test_counter_leap);
  return g_test_run ();
}

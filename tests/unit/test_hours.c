/* Opening hours: the forms they are written in, and whether the door is open. */
#include "record/hours.h"

#include <string.h>

static Profile *
parse (const char *hours, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("name: x\nlanguages: [en]\nhost_zone: Europe/Lisbon\ncontacts:\n  - label: x\n"
                       "    hours: %s\n",
                       hours);
  return profile_parse (text, strlen (text), "profile.yaml", error);
}

static const Hours *
hours_of (const Profile *profile)
{
  return ((const Contact *)profile->contacts->pdata[0])->hours;
}

static CivilDate
date_of (const char *text)
{
  CivilDate date = { 0 };
  g_assert_true (civil_date_parse (text, &date));
  return date;
}

/* "540-750 840-1020" */
static char *
written (const GArray *intervals)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; intervals != NULL && i < intervals->len; i++)
    {
      const Interval *interval = &g_array_index (intervals, Interval, i);
      g_string_append_printf (text, "%s%d-%d", i > 0 ? " " : "", interval->from, interval->to);
    }
  return g_string_free (text, FALSE);
}

static void
check_day (const char *hours, const char *date, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Profile) profile = parse (hours, &error);
  g_assert_no_error (error);
  g_autofree char *found = written (hours_on (hours_of (profile), date_of (date), NULL));
  g_assert_cmpstr (found, ==, expected);
}

static void
check_refused (const char *hours, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Profile) profile = parse (hours, &error);

  g_assert_null (profile);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

/* What hours_state says: "open 2026-11-23T17:00:00Z". */
static void
check_state (const char *hours, const char *zone_name, const char *at, const char *expected)
{
  g_autoptr (Profile) profile = parse (hours, NULL);
  g_autoptr (GTimeZone) zone = zone_find (zone_name);
  Instant instant = 0;

  g_assert_true (instant_parse (at, &instant, NULL));
  OpenState state = hours_state (hours_of (profile), instant, zone);
  g_autofree char *changes = state.known ? instant_format (state.changes) : g_strdup ("never");
  g_autofree char *found = g_strdup_printf ("%s %s", state.open ? "open" : "closed", changes);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_lines (void)
{
  check_day ("mon-fri 09:00-12:30, 14:00-17:00", "2026-11-27", "540-750 840-1020");
  check_day ("mon-fri 09:00-12:30, 14:00-17:00", "2026-11-28", "");
  check_day ("\"Monday to Thursday: 9-17; Fri 9.00 – 13h00\"", "2026-11-27", "540-780");
  check_day ("sat-mon 10:00-11:00", "2026-11-29", "600-660");
  check_day ("[mo-fr 09:00-17:00, 2026-11-27 closed (Feast)]", "2026-11-27", "");
  check_day ("|\n      mon 09:00-10:00\n      2026-11-23 10:00-24:00", "2026-11-23", "600-1440");
}

static void
test_maps (void)
{
  check_day ("{mon-fri: \"09:00-12:30, 14:00-17:00\", sat: 10:00-12:00}", "2026-11-28", "600-720");
  check_day ("{mon: [09:00-12:00, 12:00-13:00]}", "2026-11-23", "540-780");
  check_day ("{mon: [[\"09:00\", \"12:00\"], [\"13:00\", \"14:00\"]]}", "2026-11-23", "540-720 780-840");
  check_day ("{mon: [{from: \"09:00\", to: \"12:00\"}]}", "2026-11-23", "540-720");
  check_day ("{weekly: {daily: 9-10}, exceptions: {2026-11-23: closed}}", "2026-11-23", "");
  check_day ("{daily: 9-10, exceptions: [{from: 2026-11-20, to: 2026-11-25, hours: 11-12}]}", "2026-11-23",
             "660-720");
  check_day ("{daily: 9-10, exceptions: [{date: 2026-11-23, note: Feast}]}", "2026-11-23", "");
  check_day ("[{days: [mon, tue], hours: 9-10}, {date: 2026-11-24, closed: true}]", "2026-11-23", "540-600");
}

static void
test_mistakes (void)
{
  check_refused ("by appointment",
                 "profile.yaml:6: contacts[0].hours: “by appointment” is not understood; write for instance");
  check_refused ("{mon: 9-25}", "contacts[0].hours.mon: “9-25” are no hours");
  check_refused ("{mon: 17:00-09:00}", "are no hours");
  check_refused ("{moonday: 9-10}", "“moonday” names no days");
  check_refused ("{mon-wed: 9-12, tue: 9-10}", "contacts[0].hours.tue: Tuesday has hours already");
  check_refused ("{2026-02-30: closed}", "“2026-02-30” names no days");
  check_refused ("[{hours: 9-10}]", "say which days");
  check_refused ("[{date: 2026-11-23, hous: 9-10}]", "hous: there is no such key (did you mean “hours”?)");
}

static void
test_open (void)
{
  const char *hours = "mon-fri 09:00-12:30, 14:00-17:00";

  check_state (hours, "Europe/Lisbon", "2026-11-23T08:59:59Z", "closed 2026-11-23T09:00:00Z");
  check_state (hours, "Europe/Lisbon", "2026-11-23T09:00:00Z", "open 2026-11-23T12:30:00Z");
  check_state (hours, "Europe/Lisbon", "2026-11-23T12:30:00Z", "closed 2026-11-23T14:00:00Z");
  check_state (hours, "Europe/Lisbon", "2026-11-27T17:00:00Z", "closed 2026-11-30T09:00:00Z");
  check_state (hours, "Asia/Tbilisi", "2026-11-23T05:00:00Z", "open 2026-11-23T08:30:00Z");
}

static void
test_exceptions (void)
{
  const char *hours = "{mon-fri: 09:00-17:00, exceptions: {2026-12-24..2026-12-31: closed, 2026-12-28: 10:00-11:00}}";
  g_autoptr (Profile) profile = parse (hours, NULL);
  const HoursException *exception;

  check_state (hours, "Europe/Lisbon", "2026-12-23T17:00:00Z", "closed 2026-12-28T10:00:00Z");
  check_state (hours, "Europe/Lisbon", "2026-12-28T10:30:00Z", "open 2026-12-28T11:00:00Z");
  check_state (hours, "Europe/Lisbon", "2026-12-28T11:00:00Z", "closed 2027-01-01T09:00:00Z");
  hours_on (hours_of (profile), date_of ("2026-12-28"), &exception);
  g_assert_cmpint (civil_date_compare (exception->from, exception->to), ==, 0);
  hours_on (hours_of (profile), date_of ("2027-01-01"), &exception);
  g_assert_null (exception);
}

static void
test_changes (void)
{
  check_state ("sun 00:30-03:00", "Europe/Lisbon", "2026-03-29T00:45:00Z", "open 2026-03-29T02:00:00Z");
  check_state ("sun 01:15-01:45", "Europe/Lisbon", "2026-03-28T12:00:00Z", "closed 2026-04-05T00:15:00Z");
  check_state ("sun 01:30-03:00", "Europe/Lisbon", "2026-10-25T00:30:00Z", "open 2026-10-25T03:00:00Z");
  check_state ("daily 09:00-17:00", "Europe/Lisbon", "2026-03-29T00:00:00Z", "closed 2026-03-29T08:00:00Z");
}

static void
test_midnight (void)
{
  check_state ("{fri: 20:00-24:00, sat: 00:00-02:00}", "Europe/Lisbon", "2026-11-27T21:00:00Z",
               "open 2026-11-28T02:00:00Z");
  check_state ("fri 20:00-24:00", "Europe/Lisbon", "2026-11-27T21:00:00Z", "open 2026-11-28T00:00:00Z");
}

static void
test_never (void)
{
  check_state ("daily 00:00-24:00", "Europe/Lisbon", "2026-11-27T21:00:00Z", "open never");
  check_state ("{exceptions: {2027-06-01: 9-10}}", "Europe/Lisbon", "2026-11-27T21:00:00Z", "closed never");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/a-line-names-days-and-intervals", test_lines);
  g_test_add_func ("/hours/a-map-says-the-same", test_maps);
  g_test_add_func ("/hours/a-mistake-is-named", test_mistakes);
  g_test_add_func ("/hours/open-from-the-first-instant-to-the-last", test_open);
  g_test_add_func ("/hours/the-shortest-exception-rules", test_exceptions);
  g_test_add_func ("/hours/a-clock-change-moves-the-door", test_changes);
  g_test_add_func ("/hours/intervals-meet-at-midnight", test_midnight);
  g_test_add_func ("/hours/what-never-changes-says-so", test_never);
  return g_test_run ();
}

/* Counters: days as people count them, by the leaves of the office's calendar.
 *
 * Nothing is divided by 86,400: both ends are civil days, so that a day of 23 or 25 hours is one day like any other.
 */
#include "record/counter.h"

static gint64
today (Instant at, GTimeZone *zone)
{
  return civil_date_number (civil_time_at (at, zone).date);
}

gint64
counter_days_since (CivilDate since, Instant at, GTimeZone *zone)
{
  return today (at, zone) - civil_date_number (since);
}

gint64
counter_days_until (CivilDate until, Instant at, GTimeZone *zone)
{
  return civil_date_number (until) - today (at, zone);
}

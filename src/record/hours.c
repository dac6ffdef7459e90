/* Opening hours: from what an office wrote to whether its door is open.
 *
 * Intervals are civil time: each day's are turned into instants by the zone's own rules, so that a day with a clock
 * change needs no special case. Intervals that meet, also at midnight, are one. Of the exceptions that hold on a day
 * the shortest rules. */
#include "record/hours.h"

#define HORIZON 60 /* days */
#define MINUTES_A_DAY 1440

static void
exception_free (HoursException *exception)
{
  g_array_unref (exception->intervals);
  g_clear_pointer (&exception->note, g_hash_table_unref);
  g_free (exception);
}

Hours *
hours_new (void)
{
  Hours *hours = g_new0 (Hours, 1);
  hours->exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify)exception_free);
  return hours;
}

void
hours_free (Hours *hours)
{
  if (hours == NULL)
    return;
  for (int day = 1; day <= 7; day++)
    g_clear_pointer (&hours->weekly[day], g_array_unref);
  g_ptr_array_unref (hours->exceptions);
  g_free (hours);
}

static gint64
exception_length (const HoursException *exception)
{
  return civil_date_number (exception->to) - civil_date_number (exception->from);
}

static const HoursException *
exception_on (const Hours *hours, CivilDate date)
{
  const HoursException *ruling = NULL;

  for (guint i = 0; i < hours->exceptions->len; i++)
    {
      const HoursException *exception = hours->exceptions->pdata[i];
      if (civil_date_compare (exception->from, date) <= 0 && civil_date_compare (date, exception->to) <= 0
          && (ruling == NULL || exception_length (exception) < exception_length (ruling)))
        ruling = exception;
    }
  return ruling;
}

const GArray *
hours_on (const Hours *hours, CivilDate date, const HoursException **exception)
{
  const HoursException *ruling = exception_on (hours, date);

  if (exception != NULL)
    *exception = ruling;
  return ruling != NULL ? ruling->intervals : hours->weekly[civil_weekday (date)];
}

static Instant
minute_of_day (CivilDate date, int minute, GTimeZone *zone)
{
  if (minute < MINUTES_A_DAY)
    return civil_instant (date, minute / 60, minute % 60, 0, zone);
  return civil_day_start (civil_date_from_number (civil_date_number (date) + 1), zone);
}

/* Take in the next span of opening, in order of time. FALSE once it is clear when the state changes. */
static gboolean
take_span (OpenState *state, Instant at, Instant opens, Instant closes)
{
  if (closes <= at || opens >= closes)
    return TRUE;
  if (opens <= at || (state->open && opens <= state->changes))
    {
      state->changes = state->open ? MAX (state->changes, closes) : closes;
      state->open = TRUE;
      return TRUE;
    }
  if (!state->open)
    state->changes = opens;
  state->known = TRUE;
  return FALSE;
}

static gboolean
take_day (OpenState *state, const Hours *hours, CivilDate date, Instant at, GTimeZone *zone)
{
  const GArray *intervals = hours_on (hours, date, NULL);

  for (guint i = 0; intervals != NULL && i < intervals->len; i++)
    {
      const Interval *interval = &g_array_index (intervals, Interval, i);
      if (!take_span (state, at, minute_of_day (date, interval->from, zone),
                      minute_of_day (date, interval->to, zone)))
        return FALSE;
    }
  return TRUE;
}

OpenState
hours_state (const Hours *hours, Instant at, GTimeZone *zone)
{
  OpenState state = { .changes = INSTANT_MAX };
  CivilDate date = civil_time_at (at, zone).date;
  gint64 today = civil_date_number (date);

  hours_on (hours, date, &state.exception);
  for (gint64 day = today; day <= today + HORIZON && !state.known; day++)
    if (take_day (&state, hours, civil_date_from_number (day), at, zone) && state.open
        && state.changes < civil_day_start (civil_date_from_number (day + 1), zone))
      state.known = TRUE;
  return state;
}

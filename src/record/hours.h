/* hours.h: whether an office is open, and until when.
 *
 * Hours are written as text, one line a day or range, OpenStreetMap's opening_hours in its simplest form:
 * weekly "mon-fri 09:00-12:30, 14:00-17:00", dated "2026-12-25" closed or with intervals of its own. */
#pragma once

#include "record/profile.h"

typedef struct
{
  gboolean open;
  gboolean known;                  /* FALSE if it does not change within 60 days */
  Instant changes;                 /* when it closes if open, opens if closed */
  const HoursException *exception; /* the exception that rules today, or NULL; borrowed */
} OpenState;

OpenState hours_state (const Hours *hours, Instant at, GTimeZone *zone);
/* The intervals of one day, exceptions counted; borrowed, NULL or empty if closed. */
const GArray *hours_on (const Hours *hours, CivilDate date, const HoursException **exception);
Hours *hours_new (void);
void hours_free (Hours *hours);

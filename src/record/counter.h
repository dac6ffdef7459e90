/* counter.h: whole civil days between a date and an instant, as an office's people count them. */
#pragma once

#include "record/civil.h"

/* Days from SINCE to the civil day of AT in ZONE; negative if SINCE lies ahead. */
gint64 counter_days_since (CivilDate since, Instant at, GTimeZone *zone);
/* Days from the civil day of AT in ZONE to UNTIL; negative once it has passed. */
gint64 counter_days_until (CivilDate until, Instant at, GTimeZone *zone);

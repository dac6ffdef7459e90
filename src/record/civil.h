/* civil.h: dates and times of day as people of a place count them.
 *
 * Zones are IANA zones by way of GTimeZone; its rules, not ICU's, decide what time it is anywhere. */
#pragma once

#include "record/instant.h"

typedef struct
{
  int year;  /* 1 to 9999, proleptic Gregorian */
  int month; /* 1 to 12 */
  int day;   /* 1 to 31 */
} CivilDate;

typedef struct
{
  CivilDate date;
  int hour;           /* 0 to 23 */
  int minute;         /* 0 to 59 */
  int second;         /* 0 to 59 */
  int weekday;        /* 1 Monday to 7 Sunday (ISO 8601) */
  int offset_minutes; /* east of UTC */
} CivilTime;

/* "2018-03-04", exactly; FALSE if it is no date of the calendar. */
gboolean civil_date_parse (const char *text, CivilDate *date);
char *civil_date_format (CivilDate date); /* "2018-03-04"; transfer full */
int civil_date_compare (CivilDate a, CivilDate b);
/* Days since 1970-01-01, negative before. */
gint64 civil_date_number (CivilDate date);
CivilDate civil_date_from_number (gint64 days);
int civil_weekday (CivilDate date); /* 1 Monday to 7 Sunday */

/* The zone of an IANA name, NULL if there is none. Transfer full. */
GTimeZone *zone_find (const char *iana);
/* The IANA name nearest in spelling to NAME, or NULL: "did you mean …?". Transfer full. */
char *zone_suggest (const char *name);
/* All that name a place, "Africa/Abidjan" first. Transfer full. */
char **zone_names (void);

CivilTime civil_time_at (Instant instant, GTimeZone *zone);
/* The first instant of the civil day (which is not midnight where a clock change skips it). */
Instant civil_day_start (CivilDate date, GTimeZone *zone);
/* The instant at which the zone's clocks show this date and time; in a skipped hour the instant of the change, in a
 * repeated hour the first. */
Instant civil_instant (CivilDate date, int hour, int minute, int second, GTimeZone *zone);

/* Civil time: what calendars and clocks show in a place.
 *
 * GLib's calendar counts the days and GTimeZone, from the system's IANA data, knows the offsets; a name is a zone
 * only if ICU lists it too, so that neither a path nor a POSIX rule passes for one. GTimeZone tells an offset for an
 * instant but not where changes lie, so the way back from civil time tries the offsets of the day before and the day
 * after. */
#include "record/civil.h"

#include "base/nearest.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#define SECONDS_A_DAY G_GINT64_CONSTANT (86400)
#define EPOCH_JULIAN G_GINT64_CONSTANT (719163) /* GLib's day number of 1970-01-01; that of 0001-01-01 is 1 */
#define LAST_JULIAN G_GINT64_CONSTANT (3652059) /* 9999-12-31 */

/* ---- Dates ---- */

gboolean
civil_date_parse (const char *text, CivilDate *date)
{
  int value[3] = { 0 };
  int field = 0;

  if (strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (int i = 0; i < 10; i++)
    if (i == 4 || i == 7)
      field++;
    else if (!g_ascii_isdigit (text[i]))
      return FALSE;
    else
      value[field] = value[field] * 10 + (text[i] - '0');
  if (value[0] < 1 || !g_date_valid_dmy ((GDateDay)value[2], (GDateMonth)value[1], (GDateYear)value[0]))
    return FALSE;
  *date = (CivilDate){ value[0], value[1], value[2] };
  return TRUE;
}

char *
civil_date_format (CivilDate date)
{
  return g_strdup_printf ("%04d-%02d-%02d", date.year, date.month, date.day);
}

int
civil_date_compare (CivilDate a, CivilDate b)
{
  int left = (a.year * 100 + a.month) * 100 + a.day;
  int right = (b.year * 100 + b.month) * 100 + b.day;

  return (left > right) - (left < right);
}

gint64
civil_date_number (CivilDate date)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay)date.day, (GDateMonth)date.month, (GDateYear)date.year);
  return (gint64)g_date_get_julian (&day) - EPOCH_JULIAN;
}

/* Days outside the years 1 to 9999 are moved to their edge. */
CivilDate
civil_date_from_number (gint64 days)
{
  GDate day;
  gint64 held = CLAMP (days, 1 - EPOCH_JULIAN, LAST_JULIAN - EPOCH_JULIAN);

  g_date_clear (&day, 1);
  g_date_set_julian (&day, (guint32)(held + EPOCH_JULIAN));
  return (CivilDate){ g_date_get_year (&day), (int)g_date_get_month (&day), g_date_get_day (&day) };
}

int
civil_weekday (CivilDate date)
{
  gint64 since_monday = (civil_date_number (date) + 3) % 7; /* 1970-01-01 was a Thursday */
  return (int)((since_monday + 7) % 7) + 1;
}

/* ---- Zones ---- */

static gboolean
zone_listed (const char *iana)
{
  UChar name[64], canonical[64];
  UBool system = FALSE;
  UErrorCode status = U_ZERO_ERROR;
  int32_t length;

  if (strlen (iana) >= G_N_ELEMENTS (name) || !g_str_is_ascii (iana))
    return FALSE;
  u_strFromUTF8 (name, G_N_ELEMENTS (name), &length, iana, -1, &status);
  ucal_getCanonicalTimeZoneID (name, length, canonical, G_N_ELEMENTS (canonical), &system, &status);
  return U_SUCCESS (status) && system;
}

GTimeZone *
zone_find (const char *iana)
{
  return zone_listed (iana) ? g_time_zone_new_identifier (iana) : NULL;
}

/* "Lisbon" is near to "Europe/Lisbon" by its last segment alone. */
static unsigned
zone_distance (const char *name, const char *candidate)
{
  const char *slash = strrchr (candidate, '/');
  unsigned whole = nearest_distance (name, candidate);
  unsigned city = slash != NULL ? nearest_distance (name, slash + 1) : G_MAXUINT;

  return MIN (whole, city != G_MAXUINT ? city + 1 : G_MAXUINT);
}

char *
zone_suggest (const char *name)
{
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *zones = ucal_openTimeZoneIDEnumeration (UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &status);
  unsigned best = nearest_limit (name) + 1;
  g_autofree char *nearest = NULL;
  const char *candidate;

  while (U_SUCCESS (status) && (candidate = uenum_next (zones, NULL, &status)) != NULL)
    {
      unsigned distance = zone_distance (name, candidate);
      if (distance < best)
        {
          best = distance;
          g_free (nearest);
          nearest = g_strdup (candidate);
        }
    }
  uenum_close (zones);
  return g_steal_pointer (&nearest);
}

char **
zone_names (void)
{
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *zones = ucal_openTimeZoneIDEnumeration (UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &status);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const char *name;

  while (U_SUCCESS (status) && (name = uenum_next (zones, NULL, &status)) != NULL)
    g_strv_builder_add (names, name);
  uenum_close (zones);
  return g_strv_builder_end (names);
}

/* ---- Between instants and civil time ---- */

static gint64
offset_at (gint64 seconds, GTimeZone *zone)
{
  return g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds));
}

static gint64
floor_div (gint64 value, gint64 unit)
{
  gint64 quotient = value / unit;
  return value % unit < 0 ? quotient - 1 : quotient;
}

CivilTime
civil_time_at (Instant instant, GTimeZone *zone)
{
  gint64 seconds = floor_div (instant, INSTANT_SECOND);
  gint64 offset = offset_at (seconds, zone);
  gint64 day = floor_div (seconds + offset, SECONDS_A_DAY);
  int of_day = (int)(seconds + offset - day * SECONDS_A_DAY);
  CivilTime time = { .date = civil_date_from_number (day),
                     .hour = of_day / 3600,
                     .minute = of_day / 60 % 60,
                     .second = of_day % 60,
                     .offset_minutes = (int)(offset / 60) };

  time.weekday = civil_weekday (time.date);
  return time;
}

/* The first second at which the zone's clocks show LOCAL or later: within a skipped hour, that of the change. */
static gint64
after_gap (gint64 local, GTimeZone *zone)
{
  gint64 before = local - SECONDS_A_DAY;
  gint64 after = local + SECONDS_A_DAY;

  while (after - before > 1)
    {
      gint64 middle = before + (after - before) / 2;
      if (middle + offset_at (middle, zone) >= local)
        after = middle;
      else
        before = middle;
    }
  return after;
}

Instant
civil_instant (CivilDate date, int hour, int minute, int second, GTimeZone *zone)
{
  gint64 local = civil_date_number (date) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
  gint64 first = local - offset_at (local - SECONDS_A_DAY, zone);
  gint64 other = local - offset_at (local + SECONDS_A_DAY, zone);
  gboolean first_shows = first + offset_at (first, zone) == local;
  gboolean other_shows = other + offset_at (other, zone) == local;

  if (first_shows && other_shows)
    return MIN (first, other) * INSTANT_SECOND;
  if (first_shows || other_shows)
    return (first_shows ? first : other) * INSTANT_SECOND;
  return after_gap (local, zone) * INSTANT_SECOND;
}

Instant
civil_day_start (CivilDate date, GTimeZone *zone)
{
  return civil_instant (date, 0, 0, 0, zone);
}

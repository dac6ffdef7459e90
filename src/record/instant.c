/* Instants: reading and writing the one measure of time.
 *
 * Text is RFC 3339; an instant always bears its offset, since a time without one is no instant. The calendar is
 * GLib's proleptic Gregorian one, years 1 to 9999; every instant that is read or written lies in them. */
#include "record/civil.h"

#include <string.h>

#define SECONDS_A_DAY G_GINT64_CONSTANT (86400)
#define FIRST_SECOND G_GINT64_CONSTANT (-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)  /* 9999-12-31T23:59:59Z */

G_DEFINE_QUARK (instant_error, instant_error)

typedef struct
{
  CivilDate date;
  int hour, minute, second;
  gint64 microsecond;
  int offset; /* seconds east of UTC */
} Stamp;

/* COUNT digits at *AT, which moves behind them. */
static gboolean
read_digits (const char **at, int count, int *value)
{
  *value = 0;
  for (int i = 0; i < count; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *value = *value * 10 + (**at - '0');
    }
  return TRUE;
}

static gboolean
read_mark (const char **at, const char *marks)
{
  if (**at == '\0' || strchr (marks, **at) == NULL)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
read_date (const char **at, CivilDate *date)
{
  return read_digits (at, 4, &date->year) && read_mark (at, "-") && read_digits (at, 2, &date->month)
         && read_mark (at, "-") && read_digits (at, 2, &date->day);
}

static gboolean
read_fraction (const char **at, gint64 *microsecond)
{
  gint64 unit = INSTANT_SECOND / 10;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++, unit /= 10)
    *microsecond += (**at - '0') * unit;
  return TRUE;
}

static gboolean
read_time (const char **at, Stamp *stamp)
{
  if (!read_digits (at, 2, &stamp->hour) || !read_mark (at, ":") || !read_digits (at, 2, &stamp->minute))
    return FALSE;
  if (!read_mark (at, ":"))
    return TRUE;
  if (!read_digits (at, 2, &stamp->second))
    return FALSE;
  return !read_mark (at, ".") || read_fraction (at, &stamp->microsecond);
}

static gboolean
read_offset (const char **at, int *offset)
{
  int hours, minutes;
  int sign = **at == '-' ? -1 : 1;

  if (read_mark (at, "Zz"))
    return TRUE;
  if (!read_mark (at, "+-") || !read_digits (at, 2, &hours))
    return FALSE;
  read_mark (at, ":");
  if (!read_digits (at, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;
  *offset = sign * (hours * 3600 + minutes * 60);
  return TRUE;
}

static gboolean
read_stamp (const char *at, Stamp *stamp)
{
  if (!read_date (&at, &stamp->date) || !read_mark (&at, "Tt ") || !read_time (&at, stamp))
    return FALSE;
  read_mark (&at, " ");
  return read_offset (&at, &stamp->offset) && *at == '\0';
}

static gboolean
refuse_syntax (const char *text, GError **error)
{
  CivilDate date;

  if (civil_date_parse (text, &date))
    g_set_error (error, INSTANT_ERROR, INSTANT_ERROR_SYNTAX,
                 "“%s” is a date without a time and a zone; write for instance “%sT10:00:00+01:00”", text, text);
  else
    g_set_error (error, INSTANT_ERROR, INSTANT_ERROR_SYNTAX,
                 "“%.100s” is no instant; write date, time and offset, such as “2026-11-23T13:24:48+01:00”", text);
  return FALSE;
}

static gboolean
refuse_range (const char *text, GError **error)
{
  g_set_error (error, INSTANT_ERROR, INSTANT_ERROR_RANGE,
               "“%.100s” is not on the calendar or the clock (years 0001 to 9999, times 00:00:00 to 23:59:59)", text);
  return FALSE;
}

gboolean
instant_parse (const char *text, Instant *instant, GError **error)
{
  Stamp stamp = { 0 };

  if (!read_stamp (text, &stamp))
    return refuse_syntax (text, error);
  if (stamp.date.year < 1
      || !g_date_valid_dmy ((GDateDay)stamp.date.day, (GDateMonth)stamp.date.month, (GDateYear)stamp.date.year)
      || stamp.hour > 23 || stamp.minute > 59 || stamp.second > 59)
    return refuse_range (text, error);

  gint64 seconds = civil_date_number (stamp.date) * SECONDS_A_DAY + stamp.hour * 3600 + stamp.minute * 60
                   + stamp.second - stamp.offset;
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    return refuse_range (text, error);
  *instant = seconds * INSTANT_SECOND + stamp.microsecond;
  return TRUE;
}

/* INSTANT taken apart in UTC; what lies outside the calendar is moved to its edge. */
static CivilTime
in_utc (Instant instant, int *microsecond)
{
  Instant held = CLAMP (instant, FIRST_SECOND * INSTANT_SECOND, (LAST_SECOND + 1) * INSTANT_SECOND - 1);
  gint64 fraction = ((held % INSTANT_SECOND) + INSTANT_SECOND) % INSTANT_SECOND;
  gint64 seconds = (held - fraction) / INSTANT_SECOND;
  int of_day = (int)(((seconds % SECONDS_A_DAY) + SECONDS_A_DAY) % SECONDS_A_DAY);
  CivilTime time = { .hour = of_day / 3600, .minute = of_day / 60 % 60, .second = of_day % 60 };

  *microsecond = (int)fraction;
  time.date = civil_date_from_number ((seconds - of_day) / SECONDS_A_DAY);
  time.weekday = civil_weekday (time.date);
  return time;
}

static void
append_fraction (GString *text, int microsecond)
{
  if (microsecond == 0)
    return;
  g_string_append_printf (text, ".%06d", microsecond);
  while (text->str[text->len - 1] == '0')
    g_string_truncate (text, text->len - 1);
}

char *
instant_format (Instant instant)
{
  int microsecond;
  CivilTime time = in_utc (instant, &microsecond);
  GString *text = g_string_sized_new (32);

  g_string_printf (text, "%04d-%02d-%02dT%02d:%02d:%02d", time.date.year, time.date.month, time.date.day, time.hour,
                   time.minute, time.second);
  append_fraction (text, microsecond);
  g_string_append_c (text, 'Z');
  return g_string_free (text, FALSE);
}

char *
instant_format_http (Instant instant)
{
  static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char months[][4] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  int microsecond;
  CivilTime time = in_utc (instant, &microsecond);

  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[time.weekday - 1], time.date.day,
                          months[time.date.month - 1], time.date.year, time.hour, time.minute, time.second);
}

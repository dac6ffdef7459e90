/* Dates as people and generators write them. */
#include "carry/date.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_LINES 6

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec" };

static gboolean
day_start (CivilDate date, GTimeZone *zone, Instant *instant)
{
  g_autofree char *text = civil_date_format (date);
  CivilDate checked;
  if (!civil_date_parse (text, &checked))
    return FALSE;
  *instant = civil_day_start (date, zone);
  return TRUE;
}

static int
month_number (const char *name)
{
  for (int i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (name, months[i], 3) == 0)
      return i + 1;
  return 0;
}

static gboolean
read_words (const char *text, GTimeZone *zone, Instant *instant)
{
  static GRegex *day_first, *month_first;
  static gsize once = 0;
  if (g_once_init_enter (&once))
    {
      day_first =
          g_regex_new ("^[\\s*_]*(\\d{1,2})(?:st|nd|rd|th)?\\s+([A-Z][a-z]{2,8})\\.?,?\\s+(\\d{4})\\b", 0, 0, NULL);
      month_first =
          g_regex_new ("^[\\s*_]*([A-Z][a-z]{2,8})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b", 0, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  g_autoptr (GMatchInfo) match = NULL;
  int day = 1, month = 2;
  if (!g_regex_match (day_first, text, 0, &match))
    {
      g_clear_pointer (&match, g_match_info_free);
      if (!g_regex_match (month_first, text, 0, &match))
        return FALSE;
      day = 2;
      month = 1;
    }
  g_autofree char *day_text = g_match_info_fetch (match, day);
  g_autofree char *month_text = g_match_info_fetch (match, month);
  g_autofree char *year_text = g_match_info_fetch (match, 3);
  CivilDate date = { atoi (year_text), month_number (month_text), atoi (day_text) };
  return date.month > 0 && day_start (date, zone, instant);
}

static gboolean
is_written_out_date (const char *text)
{
  return strlen (text) > 10
         && (strcmp (text + 10, "T00:00:00.000Z") == 0 || strcmp (text + 10, "T00:00:00Z") == 0
             || strcmp (text + 10, " 00:00:00 +0000") == 0);
}

gboolean
date_read (const char *text, GTimeZone *zone, Instant *instant)
{
  g_autofree char *day = g_strndup (text, 10);
  CivilDate date;

  if ((strlen (text) == 10 || is_written_out_date (text)) && civil_date_parse (day, &date))
    return day_start (date, zone, instant);
  return instant_parse (text, instant, NULL) || read_words (text, zone, instant);
}

gboolean
date_of_name (const char *name, GTimeZone *zone, Instant *instant)
{
  g_autofree char *day = g_strndup (name, 10);
  CivilDate date;
  return strlen (name) > 10 && civil_date_parse (day, &date) && day_start (date, zone, instant);
}

gboolean
date_of_lines (const char *text, GTimeZone *zone, Instant *instant)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 40);

  for (guint i = 0, seen = 0; lines[i] != NULL && seen < FIRST_LINES; i++)
    {
      if (*g_strstrip (lines[i]) == '\0')
        continue;
      seen++;
      if (read_words (lines[i], zone, instant))
        return TRUE;
    }
  return FALSE;
}

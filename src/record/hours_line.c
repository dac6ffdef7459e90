/* The words of opening hours, in the simplest form of OpenStreetMap's opening_hours and in what people write instead.
 */
#include "record/hours_line.h"

#include <string.h>

static const char *const day_names[8] = { "",         "monday", "tuesday",  "wednesday",
                                          "thursday", "friday", "saturday", "sunday" };

/* 1 to 7 for "mo", "mon", "Monday"; 0 for anything else. */
static int
day_parse (const char *text)
{
  gsize length = strlen (text);

  for (int day = 1; day <= 7; day++)
    if (length >= 2 && length <= strlen (day_names[day]) && g_ascii_strncasecmp (text, day_names[day], length) == 0)
      return day;
  return 0;
}

/* "–", "—" and " to " all mean "-". Transfer full. */
static char *
plain_hyphens (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "–", "-", 0);
  g_string_replace (plain, "—", "-", 0);
  g_string_replace (plain, " to ", "-", 0);
  return g_strdup (plain->str);
}

static gboolean
days_add (const char *range, gboolean days[8])
{
  g_auto (GStrv) ends = g_strsplit (range, "-", 2);
  int first = ends[0] != NULL ? day_parse (g_strstrip (ends[0])) : 0;
  int last = first != 0 && ends[1] != NULL ? day_parse (g_strstrip (ends[1])) : first;

  if (first == 0 || last == 0)
    return FALSE;
  for (int day = first;; day = day % 7 + 1)
    {
      days[day] = TRUE;
      if (day == last)
        return TRUE;
    }
}

gboolean
hours_days_parse (const char *text, gboolean days[8])
{
  g_autofree char *plain = plain_hyphens (text);
  g_strstrip (plain);
  if (g_ascii_strcasecmp (plain, "daily") == 0)
    return days_add ("mon-sun", days);
  if (*plain == '\0')
    return FALSE;

  g_auto (GStrv) ranges = g_strsplit (plain, ",", -1);
  for (char **range = ranges; *range != NULL; range++)
    if (!days_add (*range, days))
      return FALSE;
  return TRUE;
}

gboolean
hours_dates_parse (const char *text, CivilDate *from, CivilDate *to)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  gsize length = strlen (trimmed);

  if (civil_date_parse (trimmed, from))
    {
      *to = *from;
      return TRUE;
    }
  if (length < 21)
    return FALSE;
  g_autofree char *first = g_strndup (trimmed, 10);
  g_autofree char *between = g_strndup (trimmed + 10, length - 20);
  static const char *const marks[] = { "to", "..", "...", "/", "-", "–", "—", NULL };
  return g_strv_contains (marks, g_strstrip (between)) && civil_date_parse (first, from)
         && civil_date_parse (trimmed + length - 10, to) && civil_date_compare (*from, *to) <= 0;
}

gboolean
hours_minute_parse (const char *text, int *minute)
{
  gsize digits = strspn (text, "0123456789");
  const char *rest = text + digits;
  int minutes = 0;

  if (digits < 1 || digits > 2)
    return FALSE;
  if (*rest == ':' || *rest == '.' || *rest == 'h')
    {
      if (strspn (rest + 1, "0123456789") != 2 || rest[3] != '\0')
        return FALSE;
      minutes = (rest[1] - '0') * 10 + (rest[2] - '0');
    }
  else if (*rest != '\0')
    return FALSE;
  *minute = (digits == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0')) * 60 + minutes;
  return minutes < 60 && *minute <= 1440;
}

static gboolean
interval_add (const char *text, GArray *intervals)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);
  Interval interval;

  if (g_strv_length (ends) != 2 || !hours_minute_parse (g_strstrip (ends[0]), &interval.from)
      || !hours_minute_parse (g_strstrip (ends[1]), &interval.to) || interval.from >= interval.to)
    return FALSE;
  g_array_append_val (intervals, interval);
  return TRUE;
}

static gboolean
says_closed (const char *text)
{
  static const char *const words[] = { "", "closed", "off", "none", "no", "false", "~", "null", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return g_strv_contains (words, g_strstrip (lower));
}

gboolean
hours_intervals_parse (const char *text, GArray *intervals)
{
  if (says_closed (text))
    return TRUE;

  g_autofree char *plain = plain_hyphens (text);
  g_auto (GStrv) parts = g_strsplit (plain, ",", -1);
  for (char **part = parts; *part != NULL; part++)
    if (!interval_add (*part, intervals))
      return FALSE;
  return TRUE;
}

static int
interval_compare (gconstpointer a, gconstpointer b)
{
  return ((const Interval *)a)->from - ((const Interval *)b)->from;
}

void
hours_intervals_join (GArray *intervals)
{
  guint kept = 0;

  g_array_sort (intervals, interval_compare);
  for (guint i = 1; i < intervals->len; i++)
    {
      Interval *last = &g_array_index (intervals, Interval, kept);
      Interval next = g_array_index (intervals, Interval, i);
      if (next.from <= last->to)
        last->to = MAX (last->to, next.to);
      else
        g_array_index (intervals, Interval, ++kept) = next;
    }
  if (intervals->len > 0)
    g_array_set_size (intervals, kept + 1);
}

static GRegex *
line_regex (void)
{
  return g_regex_new ("^\\s*(\\S.*?)\\s*:?\\s+((?:\\d{1,2}(?:[:.h]\\d\\d)?\\s*(?:-|–|—|to\\s).*?)|closed|off)"
                      "\\s*(?:\\((.*)\\))?\\s*$",
                      G_REGEX_CASELESS, 0, NULL);
}

gboolean
hours_line_split (const char *line, char **when, char **intervals, char **note)
{
  g_autoptr (GRegex) regex = line_regex ();
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    return FALSE;
  *when = g_match_info_fetch (match, 1);
  *intervals = g_match_info_fetch (match, 2);
  *note = g_match_info_fetch (match, 3);
  if (*note != NULL && **note == '\0')
    g_clear_pointer (note, g_free);
  return TRUE;
}

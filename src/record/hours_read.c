/* Opening hours from YAML.
 *
 * Offices write them as lines ("mon-fri 09:00-17:00"), as a map of days to intervals with a part for exceptions, or
 * as a list of either; all become the same. Each weekday has hours once; what is said twice is an error. */
#include "record/hours.h"

#include "record/hours_line.h"
#include "record/profile_read.h"

#include <string.h>

#define EXAMPLE "write for instance “mon-fri 09:00-12:30, 14:00-17:00” or “2026-12-25 closed”"

typedef struct
{
  Hours *hours;
  char **languages;
} Reader;

/* ---- Intervals ---- */

static gboolean
refuse_intervals (const YamlNode *node, const char *text, GError **error)
{
  return yaml_fail (node, error,
                    "“%s” are no hours; write for instance “09:00-12:30, 14:00-17:00”, at most to 24:00, or "
                    "“closed”",
                    text);
}

static gboolean
bound_take (YamlNode *map, const char *const *keys, int *minute, GError **error)
{
  for (; *keys != NULL; keys++)
    {
      g_autofree char *text = NULL;
      if (!yaml_map_take_text (map, *keys, &text, error))
        return FALSE;
      if (text != NULL)
        return hours_minute_parse (text, minute)
               || yaml_fail (map, error, "“%s” is no time of day, such as “09:00”", text);
    }
  return yaml_fail (map, error, "an interval needs “from” and “to”");
}

/* {from: "09:00", to: "17:00"}; "open" and "close" are taken too. */
static gboolean
interval_map_read (YamlNode *map, GArray *intervals, GError **error)
{
  static const char *const from_keys[] = { "from", "open", "opens", NULL };
  static const char *const to_keys[] = { "to", "until", "close", "closes", NULL };
  Interval interval;

  if (!bound_take (map, from_keys, &interval.from, error) || !bound_take (map, to_keys, &interval.to, error)
      || !yaml_map_refuse_rest (map, error))
    return FALSE;
  g_array_append_val (intervals, interval);
  return interval.from < interval.to || yaml_fail (map, error, "the interval ends before it begins");
}

static gboolean
is_time (const YamlNode *node)
{
  int minute;
  return yaml_type (node) == YAML_TEXT && hours_minute_parse (yaml_text (node), &minute);
}

/* A list of two times is one interval: ["09:00", "17:00"]. */
static gboolean
pair_read (YamlNode *list, GArray *intervals)
{
  Interval interval;

  if (yaml_count (list) != 2 || !is_time (yaml_child (list, 0)) || !is_time (yaml_child (list, 1)))
    return FALSE;
  hours_minute_parse (yaml_text (yaml_child (list, 0)), &interval.from);
  hours_minute_parse (yaml_text (yaml_child (list, 1)), &interval.to);
  g_array_append_val (intervals, interval);
  return interval.from < interval.to;
}

static gboolean
intervals_collect (YamlNode *node, GArray *intervals, GError **error)
{
  if (yaml_type (node) == YAML_TEXT)
    return hours_intervals_parse (yaml_text (node), intervals) || refuse_intervals (node, yaml_text (node), error);
  if (yaml_type (node) == YAML_MAP)
    return interval_map_read (node, intervals, error);
  if (pair_read (node, intervals))
    return TRUE;
  for (unsigned i = 0; i < yaml_count (node); i++)
    if (!intervals_collect (yaml_child (node, i), intervals, error))
      return FALSE;
  return TRUE;
}

/* Transfer full. */
static GArray *
intervals_read (YamlNode *node, GError **error)
{
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (Interval));

  if (!intervals_collect (node, intervals, error))
    return NULL;
  hours_intervals_join (intervals);
  return g_steal_pointer (&intervals);
}

/* ---- Days ---- */

static gboolean
set_weekly (Reader *reader, const YamlNode *node, const gboolean days[8], GArray *intervals, GError **error)
{
  static const char *const names[8] = { "",         "Monday", "Tuesday",  "Wednesday",
                                        "Thursday", "Friday", "Saturday", "Sunday" };

  for (int day = 1; day <= 7; day++)
    {
      if (!days[day])
        continue;
      if (reader->hours->weekly[day] != NULL)
        return yaml_fail (node, error, "%s has hours already; give all of a day's in one place", names[day]);
      reader->hours->weekly[day] = g_array_copy (intervals);
    }
  return TRUE;
}

static void
add_exception (Reader *reader, CivilDate from, CivilDate to, GArray *intervals, LocalText *note)
{
  HoursException *exception = g_new0 (HoursException, 1);

  exception->from = from;
  exception->to = to;
  exception->intervals = g_array_copy (intervals);
  exception->note = note;
  g_ptr_array_add (reader->hours->exceptions, exception);
}

static LocalText *
note_in (const Reader *reader, const char *note)
{
  if (note == NULL)
    return NULL;
  LocalText *text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (text, g_strdup (reader->languages[0]), g_strdup (note));
  return text;
}

/* Days of the week or dates, whichever WHEN names. */
static gboolean
set_when (Reader *reader, const YamlNode *node, const char *when, GArray *intervals, LocalText *note, GError **error)
{
  g_autoptr (GHashTable) owned_note = note;
  gboolean days[8] = { FALSE };
  CivilDate from, to;

  if (hours_dates_parse (when, &from, &to))
    {
      add_exception (reader, from, to, intervals, g_steal_pointer (&owned_note));
      return TRUE;
    }
  if (hours_days_parse (when, days))
    return set_weekly (reader, node, days, intervals, error);
  return yaml_fail (node, error, "“%s” names no days; " EXAMPLE, when);
}

/* ---- Lines ---- */

static gboolean
line_read (Reader *reader, const YamlNode *node, const char *line, GError **error)
{
  g_autofree char *when = NULL, *hours = NULL, *note = NULL;
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (Interval));

  if (!hours_line_split (line, &when, &hours, &note))
    return yaml_fail (node, error, "“%s” is not understood; " EXAMPLE, line);
  if (!hours_intervals_parse (hours, intervals))
    return refuse_intervals (node, hours, error);
  hours_intervals_join (intervals);
  return set_when (reader, node, when, intervals, note_in (reader, note), error);
}

static gboolean
lines_read (Reader *reader, const YamlNode *node, GError **error)
{
  g_auto (GStrv) lines = g_strsplit_set (yaml_text (node), "\n;", -1);

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0' && !line_read (reader, node, *line, error))
      return FALSE;
  return TRUE;
}

/* ---- Maps ---- */

/* The text of the first of KEYS that is there; a list of texts joined by commas. */
static gboolean
when_take (YamlNode *map, const char *key, char **when, GError **error)
{
  YamlNode *node = yaml_map_take (map, key);

  if (node == NULL || yaml_type (node) == YAML_TEXT)
    return yaml_map_take_text (map, key, when, error);
  if (!yaml_expect (node, YAML_LIST, error))
    return FALSE;
  g_autoptr (GString) joined = g_string_new (NULL);
  for (unsigned i = 0; i < yaml_count (node); i++)
    if (!yaml_expect (yaml_child (node, i), YAML_TEXT, error))
      return FALSE;
    else
      g_string_append_printf (joined, "%s%s", i > 0 ? "," : "", yaml_text (yaml_child (node, i)));
  *when = g_strdup (joined->str);
  return TRUE;
}

/* "date", "days" or "day", else "from" and "to". */
static gboolean
entry_when (YamlNode *map, char **when, GError **error)
{
  static const char *const keys[] = { "date", "dates", "days", "day", NULL };
  g_autofree char *from = NULL, *to = NULL;

  for (const char *const *key = keys; *key != NULL && *when == NULL; key++)
    if (!when_take (map, *key, when, error))
      return FALSE;
  if (*when != NULL)
    return TRUE;
  if (!yaml_map_take_text (map, "from", &from, error) || !yaml_map_take_text (map, "to", &to, error)
      || (to == NULL && !yaml_map_take_text (map, "until", &to, error)))
    return FALSE;
  if (from == NULL)
    return yaml_fail (map, error, "say which days: “date”, “from” and “to”, or “days”");
  *when = g_strdup_printf ("%s%s%s", from, to != NULL ? ".." : "", to != NULL ? to : "");
  return TRUE;
}

/* {date: 2026-12-24, hours: "09:00-12:00", note: …}; without hours the office is closed. */
static gboolean
entry_read (Reader *reader, YamlNode *map, GError **error)
{
  g_autofree char *when = NULL, *closed = NULL;
  g_autoptr (GHashTable) note = NULL;
  g_autoptr (GArray) intervals = NULL;

  if (!entry_when (map, &when, error) || !yaml_map_take_text (map, "closed", &closed, error)
      || !local_text_take (map, "note", reader->languages, &note, error))
    return FALSE;
  YamlNode *hours = yaml_map_take (map, "hours");
  if (hours == NULL)
    hours = yaml_map_take (map, "intervals");
  intervals = hours != NULL ? intervals_read (hours, error) : g_array_new (FALSE, FALSE, sizeof (Interval));
  if (intervals == NULL || !yaml_map_refuse_rest (map, error))
    return FALSE;
  return set_when (reader, map, when, intervals, g_steal_pointer (&note), error);
}

static gboolean
is_entry (const YamlNode *node)
{
  static const char *const keys[] = { "date", "dates", "days", "day", "from", "hours", NULL };

  for (unsigned i = 0; yaml_type (node) == YAML_MAP && i < yaml_count (node); i++)
    if (g_strv_contains (keys, yaml_key (yaml_child (node, i))))
      return TRUE;
  return FALSE;
}

/* What stands under a key such as "mon-fri" or 2026-12-25: intervals, or {hours: …, note: …}. */
static gboolean
keyed_read (Reader *reader, YamlNode *node, GError **error)
{
  g_autoptr (GHashTable) note = NULL;
  YamlNode *hours = node;

  if (yaml_type (node) == YAML_MAP && is_entry (node) && (hours = yaml_map_take (node, "hours")) != NULL
      && (!local_text_take (node, "note", reader->languages, &note, error) || !yaml_map_refuse_rest (node, error)))
    return FALSE;
  g_autoptr (GArray) intervals = intervals_read (hours != NULL ? hours : node, error);
  return intervals != NULL && set_when (reader, node, yaml_key (node), intervals, g_steal_pointer (&note), error);
}

static gboolean any_read (Reader *reader, YamlNode *node, GError **error);

static gboolean
map_read (Reader *reader, YamlNode *map, GError **error)
{
  static const char *const parts[] = { "weekly", "week", "exceptions", NULL };

  for (unsigned i = 0; i < yaml_count (map); i++)
    {
      YamlNode *child = yaml_child (map, i);
      gboolean part = g_strv_contains (parts, yaml_key (child));
      if (part ? !any_read (reader, child, error) : !keyed_read (reader, child, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
list_read (Reader *reader, YamlNode *list, GError **error)
{
  for (unsigned i = 0; i < yaml_count (list); i++)
    {
      YamlNode *child = yaml_child (list, i);
      if (is_entry (child) ? !entry_read (reader, child, error) : !any_read (reader, child, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
any_read (Reader *reader, YamlNode *node, GError **error)
{
  switch (yaml_type (node))
    {
    case YAML_TEXT:
      return lines_read (reader, node, error);
    case YAML_LIST:
      return list_read (reader, node, error);
    case YAML_MAP:
    default:
      return map_read (reader, node, error);
    }
}

static int
exception_compare (gconstpointer a, gconstpointer b)
{
  const HoursException *first = *(HoursException *const *)a;
  const HoursException *second = *(HoursException *const *)b;
  return civil_date_compare (first->from, second->from);
}

Hours *
hours_read (YamlNode *node, char **languages, GError **error)
{
  Reader reader = { .hours = hours_new (), .languages = languages };

  if (!any_read (&reader, node, error))
    {
      hours_free (reader.hours);
      return NULL;
    }
  g_ptr_array_sort (reader.hours->exceptions, exception_compare);
  return reader.hours;
}

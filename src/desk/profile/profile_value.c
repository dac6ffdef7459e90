#include "desk/profile/profile_value.h"

#include "desk/moment.h"
#include "record/language.h"

#include <string.h>

/* ---- Texts in several languages ---- */

/* Lines that were given as a list are a text of that many lines. */
static char *
bare_text (const json_t *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  size_t index;
  json_t *line;

  if (json_is_string (value))
    return g_strstrip (g_strdup (json_string_value (value)));
  json_array_foreach (value, index, line)
    if (json_is_string (line))
      g_string_append_printf (text, "%s%s", index > 0 ? "\n" : "", json_string_value (line));
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}

/* The key in VALUE that means LANGUAGE, however it is written. Borrowed. */
static const char *
key_of (const json_t *value, const char *language)
{
  const char *key;
  json_t *text;

  json_object_foreach ((json_t *)value, key, text)
    {
      g_autofree char *tag = language_tag (key);
      if (g_strcmp0 (tag, language) == 0)
        return key;
    }
  return NULL;
}

char *
local_value_get (const json_t *value, const char *language, const Profile *profile)
{
  if (!json_is_object (value))
    return strcmp (language, profile->languages[0]) == 0 ? bare_text (value) : g_strdup ("");
  const char *key = key_of (value, language);
  return bare_text (key != NULL ? json_object_get (value, key) : NULL);
}

/* A bare text is in the office's first language. */
static json_t *
as_map (const json_t *value, const Profile *profile)
{
  if (json_is_object (value))
    return json_deep_copy (value);
  json_t *map = json_object ();
  g_autofree char *text = bare_text (value);
  if (*text != '\0')
    json_object_set_new (map, profile->languages[0], json_string (text));
  return map;
}

json_t *
local_value_set (const json_t *value, const char *language, const char *text, const Profile *profile)
{
  gboolean first = strcmp (language, profile->languages[0]) == 0;
  if (first && json_is_string (value) && *text != '\0')
    return json_string (text);

  json_t *map = as_map (value, profile);
  const char *key = key_of (map, language);
  if (*text != '\0')
    json_object_set_new (map, key != NULL ? key : language, json_string (text));
  else if (key != NULL)
    json_object_del (map, key);
  if (json_object_size (map) == 0)
    g_clear_pointer (&map, json_decref);
  return map;
}

/* ---- Moments ---- */

void
moment_parts_clear (MomentParts *parts)
{
  g_clear_pointer (&parts->date, g_free);
  g_clear_pointer (&parts->time, g_free);
  g_clear_pointer (&parts->zone, g_free);
}

/* Minutes east of UTC at the end of an instant's text. */
static int
offset_of (const char *text)
{
  gsize length = strlen (text);
  const char *sign = length > 6 ? strpbrk (text + length - 6, "+-") : NULL;
  int hours = 0, minutes = 0;

  if (sign == NULL
      || (sscanf (sign + 1, "%2d:%2d", &hours, &minutes) != 2 && sscanf (sign + 1, "%2d%2d", &hours, &minutes) != 2))
    return 0;
  return (*sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

/* The capital whose clocks the text was written by; the office's own where that cannot be told. */
static const char *
zone_of (const char *text, Instant instant, const Profile *profile, GTimeZone **zone)
{
  int offset = offset_of (text);

  *zone = profile->host_zone;
  if (civil_time_at (instant, profile->host_zone).offset_minutes == offset)
    return profile->host_zone_name;
  if (civil_time_at (instant, profile->home_zone).offset_minutes != offset)
    return profile->host_zone_name;
  *zone = profile->home_zone;
  return profile->home_zone_name;
}

/* What was typed and is neither: "date time zone". */
static MomentParts
typed_parts (const char *text, const Profile *profile)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 3);
  guint count = g_strv_length (parts);

  return (MomentParts){ g_strdup (count > 0 ? parts[0] : ""), g_strdup (count == 3 ? parts[1] : ""),
                        g_strdup (count == 3 ? parts[2] : profile->host_zone_name) };
}

MomentParts
moment_parts_read (const char *text, const Profile *profile)
{
  GTimeZone *zone;
  Instant instant;

  if (!instant_parse (text, &instant, NULL))
    return typed_parts (text, profile);
  const char *name = zone_of (text, instant, profile, &zone);
  CivilTime time = civil_time_at (instant, zone);
  return (MomentParts){ civil_date_format (time.date),
                        time.second == 0 ? g_strdup_printf ("%02d:%02d", time.hour, time.minute)
                                         : g_strdup_printf ("%02d:%02d:%02d", time.hour, time.minute, time.second),
                        g_strdup (name) };
}

char *
moment_parts_write (const char *date, const char *time, const char *zone_name)
{
  g_autofree char *typed = g_strdup_printf ("%s %s %s", date, time, zone_name);
  MomentKind kind;
  Instant instant;

  if (*time == '\0')
    return g_strdup (date);
  if (!moment_parse (typed, &instant, &kind, NULL))
    return g_steal_pointer (&typed);
  g_autoptr (GTimeZone) zone = zone_find (zone_name);
  CivilTime there = civil_time_at (instant, zone);
  g_autofree char *day = civil_date_format (there.date);
  int offset = ABS (there.offset_minutes);
  return g_strdup_printf ("%sT%02d:%02d:%02d%c%02d:%02d", day, there.hour, there.minute, there.second,
                          there.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

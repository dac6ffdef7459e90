/* What is right is read by the profile's own reader, which knows every way to write it. What is not was typed here,
 * and stands as profile_hours_write() left it. */
#include "desk/profile/profile_hours.h"

#include "base/yaml_json.h"
#include "record/hours_line.h"

#include <string.h>

static const char *const names[] = { "", "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static void
exception_free (gpointer data)
{
  ProfileException *exception = data;

  g_free (exception->from);
  g_free (exception->to);
  g_free (exception->hours);
  json_decref (exception->note);
  g_free (exception);
}

ProfileHours *
profile_hours_new (void)
{
  ProfileHours *hours = g_new0 (ProfileHours, 1);

  hours->exceptions = g_ptr_array_new_with_free_func (exception_free);
  for (int day = 1; day <= 7; day++)
    hours->days[day] = g_strdup ("");
  return hours;
}

void
profile_hours_free (ProfileHours *hours)
{
  for (int day = 1; day <= 7; day++)
    g_free (hours->days[day]);
  g_ptr_array_unref (hours->exceptions);
  g_free (hours);
}

static void
set_day (ProfileHours *hours, int day, const char *text)
{
  g_free (hours->days[day]);
  hours->days[day] = g_strdup (text);
}

void
profile_hours_except (ProfileHours *hours, const char *from, const char *to, const char *times, json_t *note)
{
  ProfileException *exception = g_new0 (ProfileException, 1);

  exception->from = g_strdup (from);
  exception->to = g_strdup (to);
  exception->hours = g_strdup (times);
  exception->note = note;
  g_ptr_array_add (hours->exceptions, exception);
}

/* ---- From what the profile's reader made of it ---- */

static char *
intervals_text (const GArray *intervals)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; intervals != NULL && i < intervals->len; i++)
    {
      const Interval *interval = &g_array_index (intervals, Interval, i);
      g_string_append_printf (text, "%s%02d:%02d-%02d:%02d", i > 0 ? ", " : "", interval->from / 60,
                              interval->from % 60, interval->to / 60, interval->to % 60);
    }
  return g_string_free (text, FALSE);
}

static json_t *
note_json (const LocalText *note, const Profile *profile)
{
  if (note == NULL)
    return NULL;
  json_t *map = json_object ();
  GHashTableIter iter;
  gpointer language, text;

  for (char **tag = profile->languages; *tag != NULL; tag++)
    if ((text = g_hash_table_lookup ((LocalText *)note, *tag)) != NULL)
      json_object_set_new (map, *tag, json_string (text));
  g_hash_table_iter_init (&iter, (LocalText *)note);
  while (g_hash_table_iter_next (&iter, &language, &text))
    if (json_object_get (map, language) == NULL)
      json_object_set_new (map, language, json_string (text));
  return map;
}

static ProfileHours *
of_hours (const Hours *read, const Profile *profile)
{
  ProfileHours *hours = profile_hours_new ();

  for (int day = 1; day <= 7; day++)
    {
      g_autofree char *text = intervals_text (read->weekly[day]);
      set_day (hours, day, text);
    }
  for (guint i = 0; i < read->exceptions->len; i++)
    {
      const HoursException *exception = read->exceptions->pdata[i];
      g_autofree char *from = civil_date_format (exception->from), *to = civil_date_format (exception->to);
      g_autofree char *text = intervals_text (exception->intervals);
      profile_hours_except (hours, from, strcmp (from, to) != 0 ? to : "", text,
                            note_json (exception->note, profile));
    }
  return hours;
}

/* A profile that has nothing else, read as any is. */
static ProfileHours *
read_by_profile (json_t *value, const Profile *profile)
{
  json_auto_t *tree = json_pack ("{s:[], s:s, s:s, s:[{s:s, s:O}]}", "languages", "name", "-", "host_zone",
                                 profile->host_zone_name, "contacts", "label", "-", "hours", value);
  for (char **tag = profile->languages; *tag != NULL; tag++)
    json_array_append_new (json_object_get (tree, "languages"), json_string (*tag));
  g_autofree char *yaml = yaml_write (tree);
  g_autoptr (Profile) parsed = profile_parse (yaml, strlen (yaml), "hours", NULL);
  const Contact *contact = parsed != NULL ? parsed->contacts->pdata[0] : NULL;
  return contact != NULL && contact->hours != NULL ? of_hours (contact->hours, profile) : NULL;
}

/* ---- From what was typed ---- */

static const char *
text_of (const json_t *map, const char *key)
{
  const char *text = json_string_value (json_object_get (map, key));
  return text != NULL ? text : "";
}

static void
read_typed_exceptions (ProfileHours *hours, const json_t *list)
{
  size_t index;
  json_t *one;

  json_array_foreach (list, index, one)
    {
      gboolean range = json_object_get (one, "from") != NULL;
      const char *times = text_of (one, "hours");
      profile_hours_except (hours, text_of (one, range ? "from" : "date"), text_of (one, "to"),
                            strcmp (times, "closed") != 0 ? times : "",
                            json_deep_copy (json_object_get (one, "note")));
    }
}

static ProfileHours *
read_typed (json_t *value)
{
  ProfileHours *hours = profile_hours_new ();
  const char *key;
  json_t *part;

  json_object_foreach (value, key, part)
    {
      gboolean days[8] = { FALSE };
      if (json_is_array (part))
        read_typed_exceptions (hours, part);
      else if (json_is_string (part) && hours_days_parse (key, days))
        for (int day = 1; day <= 7; day++)
          if (days[day])
            set_day (hours, day, json_string_value (part));
    }
  return hours;
}

ProfileHours *
profile_hours_read (json_t *value, const Profile *profile)
{
  if (value == NULL || json_is_null (value))
    return profile_hours_new ();
  ProfileHours *hours = read_by_profile (value, profile);
  return hours != NULL ? hours : read_typed (value);
}

/* ---- Writing ---- */

/* Days that follow each other and are alike are one: "mon-thu". */
static void
write_days (json_t *map, const ProfileHours *hours)
{
  for (int first = 1, last; first <= 7; first = last + 1)
    {
      for (last = first; last < 7 && strcmp (hours->days[last + 1], hours->days[first]) == 0; last++)
        ;
      if (*hours->days[first] == '\0')
        continue;
      g_autofree char *key =
          first == last ? g_strdup (names[first]) : g_strdup_printf ("%s-%s", names[first], names[last]);
      json_object_set_new (map, key, json_string (hours->days[first]));
    }
}

static json_t *
exception_json (const ProfileException *exception)
{
  json_t *one = json_object ();

  if (*exception->to == '\0')
    json_object_set_new (one, "date", json_string (exception->from));
  else
    {
      json_object_set_new (one, "from", json_string (exception->from));
      json_object_set_new (one, "to", json_string (exception->to));
    }
  json_object_set_new (one, "hours", json_string (*exception->hours != '\0' ? exception->hours : "closed"));
  if (exception->note != NULL)
    json_object_set (one, "note", exception->note);
  return one;
}

json_t *
profile_hours_write (const ProfileHours *hours)
{
  json_t *map = json_object ();

  write_days (map, hours);
  if (hours->exceptions->len > 0)
    json_object_set_new (map, "exceptions", json_array ());
  for (guint i = 0; i < hours->exceptions->len; i++)
    json_array_append_new (json_object_get (map, "exceptions"), exception_json (hours->exceptions->pdata[i]));
  if (json_object_size (map) == 0)
    g_clear_pointer (&map, json_decref);
  return map;
}

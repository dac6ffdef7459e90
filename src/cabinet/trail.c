/* What was done, line by line. The file's triggers refuse to change or remove one. */
#include "cabinet/trail.h"

#include "cabinet/file.h"

#include <string.h>

void
trail_entry_free (TrailEntry *entry)
{
  g_free (entry->name);
  g_free (entry->place);
  g_free (entry->action);
  g_free (entry->office);
  g_free (entry->document);
  json_decref (entry->before);
  json_decref (entry->after);
  g_free (entry);
}

static char *
json_line (json_t *value)
{
  char *line = value != NULL ? json_dumps (value, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
  json_decref (value);
  return line;
}

gboolean
cabinet_note (Cabinet *cabinet, const Actor *actor, const char *action, const char *office, const char *document,
              json_t *before, json_t *after, GError **error)
{
  g_autofree char *was = json_line (before);
  g_autofree char *is = json_line (after);

  return cabinet_do (cabinet, error, "add_trail", "iisssssss", actor->now, actor->person, actor->name, actor->place,
                     action, office, document, was, is);
}

static json_t *
json_column (Cursor *cursor, int column)
{
  const char *text = cursor_text (cursor, column);
  return text != NULL ? json_loads (text, JSON_DECODE_ANY, NULL) : NULL;
}

static gpointer
entry_read (Cursor *cursor)
{
  TrailEntry *entry = g_new0 (TrailEntry, 1);
  entry->id = cursor_integer (cursor, 0);
  entry->at = cursor_integer (cursor, 1);
  entry->person = cursor_integer (cursor, 2);
  entry->name = g_strdup (cursor_text (cursor, 3));
  entry->place = g_strdup (cursor_text (cursor, 4));
  entry->action = g_strdup (cursor_text (cursor, 5));
  entry->office = g_strdup (cursor_text (cursor, 6));
  entry->document = g_strdup (cursor_text (cursor, 7));
  entry->before = json_column (cursor, 8);
  entry->after = json_column (cursor, 9);
  return entry;
}

/* The statement that reads what FILTER looks for by way of the index that leads to the fewest lines. */
static const char *
statement_for (const TrailFilter *filter)
{
  gboolean oldest = filter->oldest_first;
  const char *action = filter->action;

  if (filter->document != NULL)
    return oldest ? "trail_of_document_oldest" : "trail_of_document_newest";
  if (filter->name != NULL)
    return oldest ? "trail_of_person_oldest" : "trail_of_person_newest";
  if (action != NULL && strchr (action, '.') != NULL
      && !g_str_has_suffix (action, ".")) /* one: with two words it is whole */
    return oldest ? "trail_of_action_oldest" : "trail_of_action_newest";
  if (filter->office != NULL)
    return oldest ? "trail_of_office_oldest" : "trail_of_office_newest";
  return oldest ? "trail_all_oldest" : "trail_all_newest";
}

GPtrArray *
cabinet_trail (Cabinet *cabinet, const TrailFilter *filter, unsigned limit, GError **error)
{
  const char *action = filter->action != NULL ? filter->action : "";
  gint64 beyond = filter->beyond != 0 || filter->oldest_first ? filter->beyond : G_MAXINT64;
  Instant until = filter->until != 0 ? filter->until : INSTANT_MAX;
  Cursor *cursor = sql_open (&cabinet->sql, error, statement_for (filter), "ssssiiii", filter->name, filter->office,
                             filter->document, action, filter->since, until, beyond, (gint64)limit);

  return cabinet_rows (cabinet, cursor, entry_read, (GDestroyNotify)trail_entry_free, error);
}

static void
set_text (json_t *object, const char *key, const char *text)
{
  if (text != NULL)
    json_object_set_new (object, key, json_string (text));
}

json_t *
trail_entry_json (const TrailEntry *entry)
{
  g_autofree char *at = instant_format (entry->at);
  json_t *object =
      json_pack ("{s:I, s:s, s:I, s:s, s:s, s:s}", "id", (json_int_t)entry->id, "at", at, "person",
                 (json_int_t)entry->person, "name", entry->name, "place", entry->place, "action", entry->action);
  set_text (object, "office", entry->office);
  set_text (object, "document", entry->document);
  if (entry->before != NULL)
    json_object_set (object, "before", entry->before);
  if (entry->after != NULL)
    json_object_set (object, "after", entry->after);
  return object;
}

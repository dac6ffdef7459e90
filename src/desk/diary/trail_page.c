/* Who did what, when, and from where: on a page, and as a file. */
#include "desk/pages.h"

#include "record/civil.h"

#include <string.h>

#define PAGE 100
#define MOST_READ 20 /* pages, in which nothing is for who asks */

/* ---- What is looked for ---- */

/* What the menu of actions offers: what a name of theirs begins with. */
static const char *const groups[] = { "login", "session.", "person.", "link.", "draft.", "edition.", "office." };

static const char *
given (const Exchange *exchange, const char *name)
{
  const char *text = form_text (exchange->query, name);
  return *text != '\0' ? text : NULL;
}

/* The first instant of the day in the field NAME, and DAYS later; 0: none is given. FALSE: it is no date. */
static gboolean
day_of (const Exchange *exchange, const char *name, int days, Instant *instant)
{
  const char *text = given (exchange, name);
  CivilDate date;

  *instant = 0;
  if (text == NULL)
    return TRUE;
  if (!civil_date_parse (text, &date))
    return FALSE;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  *instant = civil_day_start (civil_date_from_number (civil_date_number (date) + days), zone);
  return TRUE;
}

/* A day that is none is not looked at; *WRONG is which field it stands in, or NULL. */
static TrailFilter
filter_of (const Exchange *exchange, const char **wrong)
{
  TrailFilter filter = { .name = given (exchange, "name"),
                         .action = given (exchange, "action"),
                         .document = given (exchange, "document"),
                         .beyond = g_ascii_strtoll (form_text (exchange->query, "beyond"), NULL, 10) };

  *wrong = NULL;
  if (!day_of (exchange, "since", 0, &filter.since))
    *wrong = "since";
  if (!day_of (exchange, "until", 1, &filter.until))
    *wrong = "until";
  return filter;
}

/* ---- A page of it ---- */

/* What is of no office is for who may read the trail of all. */
static gboolean
may_read (const GPtrArray *grants, const TrailEntry *entry)
{
  const Matter matter = { .office = entry->office };
  return permission_ask (grants, ACTION_TRAIL, &matter) == PERMISSION_YES;
}

static char *
value_text (json_t *value)
{
  if (json_is_string (value))
    return g_strdup (json_string_value (value));
  return value != NULL ? json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS) : g_strdup ("");
}

static gboolean
is_said (json_t *value)
{
  return value != NULL && !json_is_null (value);
}

static void
add_change (json_t *list, const char *key, json_t *before, json_t *after)
{
  g_autofree char *was = value_text (before), *is = value_text (after);
  gboolean changed = is_said (before) && is_said (after) && !json_equal (before, after);

  if (is_said (before) || is_said (after))
    json_array_append_new (list, json_pack ("{s:s, s:s, s:s, s:b}", "key", key, "was", was, "is",
                                            is_said (after) ? is : was, "changed", changed));
}

/* Key by key: what it was, where that is another one now, and what it is. */
static json_t *
changes_view (const TrailEntry *entry)
{
  json_t *list = json_array (), *value;
  const char *key;

  json_object_foreach (entry->before, key, value)
    add_change (list, key, value, json_object_get (entry->after, key));
  json_object_foreach (entry->after, key, value)
    if (json_object_get (entry->before, key) == NULL)
      add_change (list, key, NULL, value);
  if (entry->after != NULL && !json_is_object (entry->after))
    add_change (list, "", entry->before, entry->after);
  return list;
}

static json_t *
entry_view (const TrailEntry *entry)
{
  g_autofree char *at = instant_format (entry->at / INSTANT_SECOND * INSTANT_SECOND);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:o}", "at", at, "name",
                    entry->name != NULL ? entry->name : "", "place", entry->place != NULL ? entry->place : "",
                    "action", entry->action, "office", entry->office != NULL ? entry->office : "", "document",
                    entry->document != NULL ? entry->document : "", "has_document", entry->document != NULL,
                    "changes", changes_view (entry));
}

/* FILTER goes on behind what was read. FALSE: it was the last. */
static gboolean
read_page (Exchange *exchange, TrailFilter *filter, json_t *list, GError **error)
{
  g_autoptr (GPtrArray) entries = cabinet_trail (exchange->desk->cabinet, filter, PAGE, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const TrailEntry *entry = entries->pdata[i];
      filter->beyond = entry->id;
      if (may_read (exchange->person->grants, entry))
        json_array_append_new (list, entry_view (entry));
    }
  return entries != NULL && entries->len == PAGE;
}

static json_t *
groups_view (const Exchange *exchange, const char *chosen)
{
  json_t *list = json_array ();
  gboolean known = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autofree char *key = g_strconcat ("trail_of_", groups[i], NULL);
      gboolean selected = chosen != NULL && strcmp (chosen, groups[i]) == 0;
      g_strdelimit (key, ".", '\0');
      json_array_append_new (list, json_pack ("{s:s, s:s, s:b}", "value", groups[i], "label",
                                              desk_word (exchange, key), "selected", selected));
      known = known || selected;
    }
  if (chosen != NULL && !known)
    json_array_append_new (list, json_pack ("{s:s, s:s, s:b}", "value", chosen, "label", chosen, "selected", TRUE));
  return list;
}

/* The query again, without the place within it. */
static char *
query_text (const Exchange *exchange)
{
  static const char *const names[] = { "name", "action", "document", "since", "until" };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = g_uri_escape_string (form_text (exchange->query, names[i]), NULL, FALSE);
      if (*value != '\0')
        g_string_append_printf (text, "%s=%s&", names[i], value);
    }
  return g_string_free (text, FALSE);
}

static void
show (Exchange *exchange, const TrailFilter *filter, const char *wrong, json_t *list, gboolean more)
{
  g_autofree char *query = query_text (exchange);

  desk_show (exchange, wrong == NULL ? 200 : 422, "trail",
             json_pack ("{s:s, s:O, s:b, s:b, s:I, s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:o}", "title",
                        desk_word (exchange, "trail_title"), "entries", list, "none", json_array_size (list) == 0,
                        "more", more, "beyond", (json_int_t)filter->beyond, "query", query, "name",
                        form_text (exchange->query, "name"), "document", form_text (exchange->query, "document"),
                        "since", form_text (exchange->query, "since"), "until", form_text (exchange->query, "until"),
                        "has_document", filter->document != NULL, "wrong_since", g_strcmp0 (wrong, "since") == 0,
                        "wrong_until", g_strcmp0 (wrong, "until") == 0, "groups",
                        groups_view (exchange, filter->action)));
}

void
page_trail (Exchange *exchange)
{
  const char *wrong;
  TrailFilter filter = filter_of (exchange, &wrong);
  GError *error = NULL;
  json_auto_t *list = json_array ();
  gboolean more = wrong == NULL;

  for (guint i = 0; more && i < MOST_READ && json_array_size (list) == 0; i++)
    more = read_page (exchange, &filter, list, &error);
  if (error != NULL)
    desk_fail (exchange, error);
  else
    show (exchange, &filter, wrong, list, more);
}

/* ---- All of it, as a file ---- */

typedef struct
{
  Cabinet *cabinet; /* borrowed */
  Person *person;   /* who asked; what they may read */
  char *name, *action, *document;
  TrailFilter filter;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;
  person_free (export->person);
  g_free (export->name);
  g_free (export->action);
  g_free (export->document);
  g_free (export);
}

static PiecesState
next_lines (gpointer data, GString *piece)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = cabinet_trail (export->cabinet, &export->filter, PAGE, &error);

  if (entries == NULL)
    {
      g_warning ("the trail could not be read to its end: %s", error->message);
      return PIECES_FAILED;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const TrailEntry *entry = entries->pdata[i];
      export->filter.beyond = entry->id;
      if (!may_read (export->person->grants, entry))
        continue;
      json_auto_t *object = trail_entry_json (entry);
      g_autofree char *line = json_dumps (object, JSON_COMPACT | JSON_PRESERVE_ORDER);
      g_string_append (g_string_append (piece, line), "\n");
    }
  return entries->len == PAGE ? PIECES_MORE : PIECES_END;
}

void
page_trail_file (Exchange *exchange)
{
  const char *wrong;
  Export *export = g_new0 (Export, 1);

  export->cabinet = exchange->desk->cabinet;
  export->person = g_steal_pointer (&exchange->person);
  export->filter = filter_of (exchange, &wrong);
  export->filter.oldest_first = TRUE;
  export->filter.name = export->name = g_strdup (export->filter.name);
  export->filter.action = export->action = g_strdup (export->filter.action);
  export->filter.document = export->document = g_strdup (export->filter.document);
  exchange->status = 200;
  exchange->type_sent = "application/jsonl; charset=utf-8";
  exchange->download = g_strdup ("trail.jsonl");
  exchange->pieces = g_new0 (Pieces, 1);
  *exchange->pieces = (Pieces){ next_lines, export, export_free };
}

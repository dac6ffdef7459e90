/* Reading the record as it stands at the store's instant.
 *
 * Every call runs one statement over the visible_ views. The rows of editions have one order of columns throughout
 * (queries.sql); lists end after the lead. */
#include "store/connection.h"

#include <string.h>

enum
{
  COLUMN_ID,
  COLUMN_OFFICE,
  COLUMN_DOCUMENT,
  COLUMN_LANGUAGE,
  COLUMN_NUMBER,
  COLUMN_KIND,
  COLUMN_STATE,
  COLUMN_PUBLISHED,
  COLUMN_RECORDED,
  COLUMN_IMPORTED,
  COLUMN_DATED,
  COLUMN_SUPERSEDED,
  COLUMN_SLUG,
  COLUMN_PATH,
  COLUMN_TITLE,
  COLUMN_SUMMARY,
  COLUMN_CHANGE_NOTE,
  COLUMN_FIELDS,
  COLUMN_LEAD,
  COLUMN_BODY,
  COLUMN_HTML,
  COLUMN_CONTENTS
};

static char *
column_copy (Cursor *cursor, int column)
{
  return column < sqlite3_column_count (cursor) ? g_strdup (cursor_text (cursor, column)) : NULL;
}

static json_t *
column_fields (Cursor *cursor)
{
  const char *text = sqlite3_column_count (cursor) > COLUMN_FIELDS ? cursor_text (cursor, COLUMN_FIELDS) : NULL;
  json_t *fields = text != NULL ? json_loads (text, 0, NULL) : NULL;
  return fields != NULL ? fields : json_object ();
}

static void
edition_read_state (Edition *edition, Cursor *cursor)
{
  edition->number = (unsigned)cursor_integer (cursor, COLUMN_NUMBER);
  kind_parse (cursor_text (cursor, COLUMN_KIND), &edition->kind);
  if (strcmp (cursor_text (cursor, COLUMN_KIND), kind_name (KIND_PROFILE)) == 0)
    edition->kind = KIND_PROFILE;
  state_parse (cursor_text (cursor, COLUMN_STATE), &edition->state);
  edition->published = cursor_integer (cursor, COLUMN_PUBLISHED);
  edition->recorded = cursor_integer (cursor, COLUMN_RECORDED);
  edition->imported = cursor_integer (cursor, COLUMN_IMPORTED) != 0;
  edition->dated = cursor_integer (cursor, COLUMN_DATED);
  edition->superseded =
      cursor_text (cursor, COLUMN_SUPERSEDED) != NULL ? cursor_integer (cursor, COLUMN_SUPERSEDED) : INSTANT_MAX;
}

Edition *
edition_from_row (Cursor *cursor)
{
  Edition *edition = edition_new ();

  edition->office = column_copy (cursor, COLUMN_OFFICE);
  edition->document = column_copy (cursor, COLUMN_DOCUMENT);
  edition->language = column_copy (cursor, COLUMN_LANGUAGE);
  edition_read_state (edition, cursor);
  edition->slug = column_copy (cursor, COLUMN_SLUG);
  edition->path = column_copy (cursor, COLUMN_PATH);
  edition->title = column_copy (cursor, COLUMN_TITLE);
  edition->summary = column_copy (cursor, COLUMN_SUMMARY);
  edition->change_note = column_copy (cursor, COLUMN_CHANGE_NOTE);
  json_decref (edition->fields);
  edition->fields = column_fields (cursor);
  edition->lead = column_copy (cursor, COLUMN_LEAD);
  edition->body = column_copy (cursor, COLUMN_BODY);
  edition->html = column_copy (cursor, COLUMN_HTML);
  edition->contents = column_copy (cursor, COLUMN_CONTENTS);
  return edition;
}

static Edition *
edition_one (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  return cursor != NULL && cursor_next (store, cursor, error) ? edition_from_row (cursor) : NULL;
}

static GPtrArray *
edition_all (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  if (cursor == NULL)
    return NULL;

  g_autoptr (GPtrArray) editions = g_ptr_array_new_with_free_func ((GDestroyNotify)edition_free);
  GError *failure = NULL;
  while (cursor_next (store, cursor, &failure))
    g_ptr_array_add (editions, edition_from_row (cursor));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return g_steal_pointer (&editions);
}

static gint64
number_one (Store *store, Cursor *opened, gint64 none, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return none;
  return sqlite3_column_type (cursor, 0) == SQLITE_NULL ? none : cursor_integer (cursor, 0);
}

char **
store_offices (Store *store, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "offices", "");
  if (cursor == NULL)
    return NULL;

  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GError *failure = NULL;
  while (cursor_next (store, cursor, &failure))
    g_strv_builder_add (names, cursor_text (cursor, 0));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return g_strv_builder_end (names);
}

Edition *
store_profile (Store *store, const char *office, GError **error)
{
  return edition_one (store, cursor_open (store, error, "profile", "s", office), error);
}

Edition *
store_edition_at (Store *store, const char *office, const char *language, const char *path, GError **error)
{
  return edition_one (store, cursor_open (store, error, "edition_at_path", "sss", office, language, path), error);
}

Edition *
store_edition_current (Store *store, const char *office, const char *document, const char *language, GError **error)
{
  return edition_one (store, cursor_open (store, error, "edition_current", "sss", office, document, language), error);
}

Edition *
store_edition_number (Store *store, const char *office, const char *document, const char *language, unsigned number,
                      GError **error)
{
  return edition_one (
      store, cursor_open (store, error, "edition_number", "sssi", office, document, language, (gint64)number), error);
}

GPtrArray *
store_latest (Store *store, const char *office, const char *language, unsigned limit, GError **error)
{
  return edition_all (store, cursor_open (store, error, "latest", "ssi", office, language, (gint64)limit), error);
}

GPtrArray *
store_chain (Store *store, const char *office, const char *document, const char *language, GError **error)
{
  return edition_all (store, cursor_open (store, error, "chain", "sss", office, document, language), error);
}

GPtrArray *
store_translations (Store *store, const char *office, const char *document, GError **error)
{
  return edition_all (store, cursor_open (store, error, "translations", "ss", office, document), error);
}

static const char *
any (const char *value)
{
  return value != NULL ? value : "";
}

/* The end of the range of paths that begin with PERIOD: "0" is the character after "/". */
static char *
period_end (const char *period)
{
  return period != NULL ? g_strconcat (period, "0", NULL) : g_strdup ("\x7f");
}

GPtrArray *
store_list (Store *store, const StoreFilter *filter, guint64 offset, unsigned limit, GError **error)
{
  g_autofree char *end = period_end (filter->period);
  return edition_all (store,
                      cursor_open (store, error, "list", "ssssssssii", filter->office, filter->language,
                                   any (filter->kind), any (filter->topic), any (filter->place),
                                   any (filter->speaker), any (filter->period), end, (gint64)limit, (gint64)offset),
                      error);
}

gint64
store_count (Store *store, const StoreFilter *filter, GError **error)
{
  g_autofree char *end = period_end (filter->period);
  return number_one (store,
                     cursor_open (store, error, "count", "ssssssss", filter->office, filter->language,
                                  any (filter->kind), any (filter->topic), any (filter->place), any (filter->speaker),
                                  any (filter->period), end),
                     -1, error);
}

static void
count_free (StoreCount *count)
{
  g_free (count->slug);
  g_free (count->label);
  g_free (count);
}

static Cursor *
counts_open (Store *store, const StoreFilter *filter, const char *dimension, const char *end, GError **error)
{
  const char *name = strcmp (dimension, "kind") == 0    ? "count_by_kind"
                     : strcmp (dimension, "month") == 0 ? "count_by_month"
                                                        : "count_by_facet";
  gboolean facet = strcmp (name, "count_by_facet") == 0;

  return cursor_open (store, error, name, facet ? "sssssssss" : "ssssssss", filter->office, filter->language,
                      any (filter->kind), any (filter->topic), any (filter->place), any (filter->speaker),
                      any (filter->period), end, dimension);
}

static StoreCount *
count_from_row (Cursor *cursor)
{
  StoreCount *count = g_new0 (StoreCount, 1);
  count->slug = g_strdup (cursor_text (cursor, 0));
  count->label = g_strdup (cursor_text (cursor, 1));
  count->count = (guint64)cursor_integer (cursor, 2);
  return count;
}

static GPtrArray *
count_all (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  if (cursor == NULL)
    return NULL;

  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify)count_free);
  GError *failure = NULL;
  while (cursor_next (store, cursor, &failure))
    g_ptr_array_add (counts, count_from_row (cursor));
  if (failure == NULL)
    return g_steal_pointer (&counts);
  g_propagate_error (error, failure);
  return NULL;
}

GPtrArray *
store_counts (Store *store, const StoreFilter *filter, const char *dimension, GError **error)
{
  g_autofree char *end = period_end (filter->period);
  return count_all (store, counts_open (store, filter, dimension, end, error), error);
}

GPtrArray *
store_addresses (Store *store, const char *office, const char *period, GError **error)
{
  g_autofree char *end = period_end (period);
  return edition_all (store, cursor_open (store, error, "addresses", "sss", office, any (period), end), error);
}

GPtrArray *
store_months (Store *store, const char *office, GError **error)
{
  return count_all (store, cursor_open (store, error, "months", "s", office), error);
}

GBytes *
store_media (Store *store, const char *office, const char *digest, const char *name, char **type, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "media", "sss", office, digest, name);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;

  *type = g_strdup (cursor_text (cursor, 0));
  return g_bytes_new (sqlite3_column_blob (cursor, 1), (gsize)sqlite3_column_bytes (cursor, 1));
}

char *
store_redirect (Store *store, const char *office, const char *path, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "redirect", "ss", office, path);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;
  return g_strconcat (cursor_text (cursor, 0), "/", cursor_text (cursor, 1), NULL);
}

Instant
store_next_change (Store *store, const char *office, GError **error)
{
  return number_one (store, cursor_open (store, error, "next_change", "s", office), INSTANT_MAX, error);
}

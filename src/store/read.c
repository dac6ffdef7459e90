/* Reading the record as it stands at the store's instant.
 *
 * Every call runs one statement over the visible_ views. The rows of editions have one order of columns throughout
 * (queries.sql); lists end after the lead. */
#include "store/connection.h"

#include <string.h>

#define MUCH_TO_COME 400 /* as in queries.sql */

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

GPtrArray *
store_texts (Store *store, const char *office, const char *document, GError **error)
{
  return edition_all (store, cursor_open (store, error, "texts", "ss", office, document), error);
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

/* A filter's parameters, $1 to $10 of queries.sql, and which way its statements go. */
typedef struct
{
  const StoreFilter *filter;
  const char *dimension, *slug; /* the facet to go along; "" if there is none */
  char *end;                    /* of the period */
} Way;

static Way
way_of (const StoreFilter *filter)
{
  Way way = { filter, "", "", period_end (filter->period) };

  if (filter->speaker != NULL)
    way.dimension = "speaker", way.slug = filter->speaker;
  else if (filter->place != NULL)
    way.dimension = "place", way.slug = filter->place;
  else if (filter->topic != NULL)
    way.dimension = "topic", way.slug = filter->topic;
  return way;
}

static void
way_clear (Way *way)
{
  g_free (way->end);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Way, way_clear)

static gboolean
is_along_facet (const Way *way)
{
  return *way->slug != '\0';
}

#define WAY_TYPES "ssssssssss"
#define WAY_VALUES(way)                                                                                              \
  (way)->filter->office, (way)->filter->language, any ((way)->filter->kind), any ((way)->filter->topic),             \
      any ((way)->filter->place), any ((way)->filter->speaker), any ((way)->filter->period), (way)->end,             \
      (way)->dimension, (way)->slug

GPtrArray *
store_list (Store *store, const StoreFilter *filter, guint64 offset, unsigned limit, GError **error)
{
  g_auto (Way) way = way_of (filter);
  const char *name = is_along_facet (&way) ? "list_chosen" : filter->period != NULL ? "list_period" : "list";

  return edition_all (
      store, cursor_open (store, error, name, WAY_TYPES "ii", WAY_VALUES (&way), (gint64)limit, (gint64)offset),
      error);
}

/* Whether so much was still to come at the instant that the tally is of no use. */
static gboolean
is_long_past (Store *store, const char *office)
{
  return number_one (store, cursor_open (store, NULL, "much_to_come", "s", office), 0, NULL) >= MUCH_TO_COME;
}

gint64
store_count (Store *store, const StoreFilter *filter, GError **error)
{
  g_auto (Way) way = way_of (filter);
  const char *name = is_along_facet (&way)                  ? "count_chosen"
                     : filter->period != NULL               ? "count_period"
                     : is_long_past (store, filter->office) ? "past_total"
                                                            : "tally_total";

  return number_one (store, cursor_open (store, error, name, WAY_TYPES, WAY_VALUES (&way)), -1, error);
}

static void
count_free (StoreCount *count)
{
  g_free (count->slug);
  g_free (count->label);
  g_free (count);
}

static const char *
counts_name (const Way *way, const char *dimension)
{
  gboolean chosen = is_along_facet (way);

  if (strcmp (dimension, "month") == 0)
    return chosen ? "count_by_month_chosen" : "count_by_month_period";
  if (strcmp (dimension, "kind") == 0)
    return chosen ? "count_by_kind_chosen" : "count_by_kind_period";
  return chosen ? "count_by_facet_chosen" : "count_by_facet_period";
}

/* What is not narrowed but by its kind has been counted when it was written. */
static Cursor *
tally_open (Store *store, const StoreFilter *filter, const char *dimension, GError **error)
{
  gboolean months = strcmp (dimension, "month") == 0, kinds = strcmp (dimension, "kind") == 0;
  gboolean past = is_long_past (store, filter->office);
  const char *name = past ? (months  ? "past_months"
                             : kinds ? "past_kinds"
                                     : "past_facets")
                          : (months ? "tally_months" : "tally");
  return cursor_open (store, error, name, "ssss", filter->office, filter->language, any (filter->kind), dimension);
}

static Cursor *
counts_open (Store *store, const Way *way, const char *dimension, GError **error)
{
  if (!is_along_facet (way) && way->filter->period == NULL)
    return tally_open (store, way->filter, dimension, error);
  return cursor_open (store, error, counts_name (way, dimension), WAY_TYPES "s", WAY_VALUES (way), dimension);
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
  g_auto (Way) way = way_of (filter);
  return count_all (store, counts_open (store, &way, dimension, error), error);
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

StoreMedia *
store_media (Store *store, const char *office, const char *digest, const char *name, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "media", "sss", office, digest, name);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;

  StoreMedia *media = g_new0 (StoreMedia, 1);
  media->type = g_strdup (cursor_text (cursor, 0));
  media->id = cursor_integer (cursor, 1);
  media->size = (guint64)cursor_integer (cursor, 2);
  return media;
}

void
store_media_free (StoreMedia *media)
{
  g_free (media->type);
  g_free (media);
}

gboolean
store_media_read (Store *store, gint64 id, guint64 offset, void *buffer, gsize length, GError **error)
{
  sqlite3_blob *blob = NULL;
  gboolean read = length <= G_MAXINT && offset <= G_MAXINT
                  && sqlite3_blob_open (store->sql.db, "main", "media", "content", id, 0, &blob) == SQLITE_OK
                  && sqlite3_blob_read (blob, buffer, (int)length, (int)offset) == SQLITE_OK;

  if (!read)
    store_failed (store, error);
  sqlite3_blob_close (blob);
  return read;
}

char *
store_redirect (Store *store, const char *office, const char *path, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "redirect", "ss", office, path);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;
  return g_strconcat (cursor_text (cursor, 0), "/", cursor_text (cursor, 1), NULL);
}

gint64
store_state (Store *store, GError **error)
{
  return number_one (store, cursor_open (store, error, "state", ""), -1, error);
}

Instant
store_next_change (Store *store, const char *office, GError **error)
{
  return number_one (store, cursor_open (store, error, "next_change", "s", office), INSTANT_MAX, error);
}

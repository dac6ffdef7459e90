/* Writing: offices and editions are appended, and nothing else ever happens to them, but for what law orders erased
 * (erase.c).
 *
 * All calls stand between store_begin and store_commit; a failure leaves the transaction to be rolled back. An
 * edition's predecessors end where it begins: that instant is the one thing about them that changes. */
#include "store/connection.h"

#include "record/slug.h"

#include <string.h>

gboolean
store_add_office (Store *store, const char *name, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_office", "s", name), error);
}

static Edition *
last_edition (Store *store, Cursor *opened, char **digest, GError **error)
{
  enum
  {
    COLUMN_DIGEST = 22
  };
  g_autoptr (Cursor) cursor = opened;
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;
  if (digest != NULL)
    *digest = g_strdup (cursor_text (cursor, COLUMN_DIGEST));
  return edition_from_row (cursor);
}

Edition *
store_last (Store *store, const char *office, const char *document, const char *language, char **digest,
            GError **error)
{
  return last_edition (store, cursor_open (store, error, "last_edition", "sss", office, document, language), digest,
                       error);
}

Edition *
store_last_profile (Store *store, const char *office, char **digest, GError **error)
{
  return last_edition (store, cursor_open (store, error, "last_profile", "s", office), digest, error);
}

gboolean
store_source (Store *store, const char *office, const char *source, char **document, char **language, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "source_chain", "ss", office, source);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return FALSE;
  *document = g_strdup (cursor_text (cursor, 0));
  *language = g_strdup (cursor_text (cursor, 1));
  return TRUE;
}

char *
store_source_of (Store *store, const char *office, const char *document, const char *language, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "source_of", "sss", office, document, language);
  return cursor != NULL && cursor_next (store, cursor, error) ? g_strdup (cursor_text (cursor, 0)) : NULL;
}

gboolean
store_set_source (Store *store, const char *office, const char *source, const char *document, const char *language,
                  GError **error)
{
  return cursor_run (store, cursor_open (store, error, "set_source", "ssss", office, source, document, language),
                     error);
}

Edition *
store_source_edition (Store *store, const char *office, const char *source, GError **error)
{
  return last_edition (store, cursor_open (store, error, "source_edition", "ss", office, source), NULL, error);
}

unsigned
store_source_number (Store *store, const char *office, const char *source, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "source_number", "ss", office, source);
  return cursor != NULL && cursor_next (store, cursor, error) ? (unsigned)cursor_integer (cursor, 0) : 0;
}

gboolean
store_set_source_number (Store *store, const char *office, const char *source, unsigned number, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "set_source_number", "ssi", office, source, (gint64)number),
                     error);
}

gboolean
store_renumber_source (Store *store, const Edition *edition, unsigned number, GError **error)
{
  return cursor_run (store,
                     cursor_open (store, error, "renumber_source", "sssii", edition->office, edition->document,
                                  edition->language, (gint64)edition->number, (gint64)number),
                     error);
}

static char **
text_column (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  if (cursor == NULL)
    return NULL;

  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  GError *failure = NULL;
  while (cursor_next (store, cursor, &failure))
    g_strv_builder_add (texts, cursor_text (cursor, 0));
  if (failure == NULL)
    return g_strv_builder_end (texts);
  g_propagate_error (error, failure);
  return NULL;
}

char **
store_documents (Store *store, const char *office, ReferenceType type, const char *text, GError **error)
{
  static const char *const names[] = {
    [REFERENCE_UUID] = "document_known",
    [REFERENCE_PATH] = "documents_by_path",
    [REFERENCE_SLUG] = "documents_by_slug",
  };
  return text_column (store, cursor_open (store, error, names[type], "ss", office, text), error);
}

char **
store_documents_at (Store *store, const char *office, const char *language, const char *path, GError **error)
{
  return text_column (store, cursor_open (store, error, "documents_at_path", "sss", office, language, path), error);
}

/* A slug that the edition bears already in this dimension is not added twice. */
static gboolean
add_facet (Store *store, const Edition *edition, gint64 id, const char *dimension, const char *label, GError **error)
{
  if (label == NULL || *label == '\0')
    return TRUE;
  g_autofree char *slug = slug_from_title (label);
  if (!cursor_run (store, cursor_open (store, error, "add_facet", "isss", id, dimension, slug, label), error))
    return FALSE;
  if (sqlite3_changes (store->sql.db) > 0)
    tally_facet (store, edition, dimension, slug, label);
  return TRUE;
}

static gboolean
add_facets_of (Store *store, const Edition *edition, gint64 id, const char *dimension, const char *field,
               GError **error)
{
  size_t index;
  json_t *label;

  json_array_foreach (json_object_get (edition->fields, field), index, label)
    if (!add_facet (store, edition, id, dimension, json_string_value (label), error))
      return FALSE;
  return TRUE;
}

static gboolean
add_facets (Store *store, const Edition *edition, gint64 id, GError **error)
{
  json_t *speaker = json_object_get (json_object_get (edition->fields, "speaker"), "name");

  return add_facets_of (store, edition, id, "topic", "topics", error)
         && add_facets_of (store, edition, id, "place", "places", error)
         && add_facet (store, edition, id, "speaker", json_string_value (speaker), error);
}

/* The office's first profile holds for all time before it. */
static Instant
visible_from (const Edition *edition)
{
  return edition->kind == KIND_PROFILE && edition->number == 1 ? INSTANT_MIN : edition_visible_from (edition);
}

static gboolean
insert_edition (Store *store, const Edition *edition, gint64 *id, GError **error)
{
  g_autofree char *computed = edition->digest == NULL ? edition_digest (edition) : NULL;
  const char *digest = computed != NULL ? computed : edition->digest;
  g_autofree char *fields = json_dumps (edition->fields, JSON_COMPACT | JSON_SORT_KEYS);
  g_autoptr (Cursor) cursor = cursor_open (
      store, error, "add_edition", "sssissiiiiiissssssss", edition->office, edition->document, edition->language,
      (gint64)edition->number, kind_name (edition->kind), state_name (edition->state), edition->published,
      edition->recorded, (gint64)edition->imported, visible_from (edition), INSTANT_MAX, edition->dated, digest,
      edition->slug, edition->path, edition->title, edition->summary, edition->change_note, fields, edition->body);

  if (cursor == NULL || !cursor_next (store, cursor, error))
    return FALSE;
  *id = cursor_integer (cursor, 0);
  return TRUE;
}

/* The edition that the chain ends with; 0: none, or ERROR is set. */
static gint64
chain_end (Store *store, const Edition *edition, GError **error)
{
  g_autoptr (Cursor) cursor =
      cursor_open (store, error, "chain_end", "sss", edition->office, edition->document, edition->language);
  return cursor != NULL && cursor_next (store, cursor, error) ? cursor_integer (cursor, 0) : 0;
}

static gboolean
add_rendition (Store *store, const Edition *edition, gint64 id, GError **error)
{
  return cursor_run (
      store, cursor_open (store, error, "add_rendition", "isss", id, edition->lead, edition->html, edition->contents),
      error);
}

static gboolean
supersede (Store *store, const Edition *edition, GError **error)
{
  const char *office = edition->office, *document = edition->document, *language = edition->language;
  gint64 number = edition->number;

  return number == 1
         || (cursor_run (store,
                         cursor_open (store, error, "supersede", "sssii", office, document, language, number,
                                      visible_from (edition)),
                         error)
             && cursor_run (
                 store, cursor_open (store, error, "supersede_facets", "sssi", office, document, language, number),
                 error)
             && cursor_run (store, cursor_open (store, error, "forget_unsealed", "sss", office, document, language),
                            error));
}

/* The edition that the chain ends with so far is no longer counted. */
static gboolean
leave_last (Store *store, const Edition *edition, GError **error)
{
  GError *failure = NULL;
  gint64 last = edition->number > 1 ? chain_end (store, edition, &failure) : 0;

  if (failure == NULL)
    return last == 0 || tally_leave (store, last, error);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
store_add_edition (Store *store, const Edition *edition, gint64 *id, GError **error)
{
  if (!leave_last (store, edition, error) || !insert_edition (store, edition, id, error)
      || !supersede (store, edition, error) || !add_rendition (store, edition, *id, error)
      || !add_facets (store, edition, *id, error)
      || !cursor_run (store, cursor_open (store, error, "add_pending", "i", *id), error)
      || !log_await (store, edition, *id, visible_from (edition), error))
    return FALSE;
  tally_edition (store, edition);
  return tally_bound (store, error);
}

gboolean
store_use_media (Store *store, gint64 edition, const char *digest, const char *name, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_media_use", "iss", edition, digest, name), error);
}

gboolean
store_add_media (Store *store, gint64 edition, const char *digest, const char *name, const char *type,
                 GBytes *content, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_media", "ssb", digest, type, content), error)
         && store_use_media (store, edition, digest, name, error);
}

gboolean
store_keep_media (Store *store, const Edition *from, gint64 id, GError **error)
{
  return cursor_run (store,
                     cursor_open (store, error, "keep_media", "isssi", id, from->office, from->document,
                                  from->language, (gint64)from->number),
                     error);
}

gboolean
store_add_redirect (Store *store, const char *office, const char *path, const char *document, const char *language,
                    GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_redirect", "ssss", office, path, document, language),
                     error);
}

gboolean
store_last_recorded (Store *store, Instant *recorded, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = cursor_open (store, &failure, "last_recorded", "");

  *recorded = cursor != NULL && cursor_next (store, cursor, &failure) ? cursor_integer (cursor, 0) : INSTANT_MIN;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

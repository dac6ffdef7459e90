/* Erasing, by order of law: the words of one edition go, its place in the chain stays.
 *
 * What is deleted is overwritten (secure_delete), yet SQLite may have left older copies of a row in the gaps of pages
 * that it has since rearranged, and in its log. Once an erasure is committed the whole file is therefore written anew
 * from what is still in it, and the log is cut off. */
#include "store/connection.h"

#include <string.h>

void
store_place_free (StorePlace *place)
{
  edition_free (place->edition);
  g_free (place);
}

void
store_erasure_free (StoreErasure *erasure)
{
  edition_free (erasure->edition);
  g_free (erasure->reason);
  g_free (erasure->entry);
  g_free (erasure);
}

/* ---- The chain ---- */

static GPtrArray *
places (Store *store, Cursor *opened, GError **error)
{
  enum
  {
    COLUMN_VISIBLE_FROM = 22
  };
  g_autoptr (Cursor) cursor = opened;
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify)store_place_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      StorePlace *place = g_new (StorePlace, 1);
      place->id = cursor_integer (cursor, 0);
      place->edition = edition_from_row (cursor);
      place->visible_from = cursor_integer (cursor, COLUMN_VISIBLE_FROM);
      g_ptr_array_add (chain, place);
    }
  if (failure == NULL)
    return g_steal_pointer (&chain);
  g_propagate_error (error, failure);
  return NULL;
}

GPtrArray *
store_whole_chain (Store *store, const char *office, const char *document, const char *language, GError **error)
{
  return places (store, cursor_open (store, error, "whole_chain", "sss", office, document, language), error);
}

GPtrArray *
store_between (Store *store, const char *office, Instant from, Instant until, unsigned limit, GError **error)
{
  return places (store, cursor_open (store, error, "editions_between", "siii", office, from, until, (gint64)limit),
                 error);
}

/* The edition that the chain of EDITION ends with; 0: none, or ERROR is set. */
static gint64
end_of (Store *store, const Edition *edition, GError **error)
{
  g_autoptr (Cursor) cursor =
      cursor_open (store, error, "chain_end", "sss", edition->office, edition->document, edition->language);
  return cursor != NULL && cursor_next (store, cursor, error) ? cursor_integer (cursor, 0) : 0;
}

/* ---- Erasing ---- */

static gboolean
erase_words (Store *store, gint64 id, const char *reason, GError **error)
{
  static const char *const steps[] = { "erase_search", "forget_pending",  "erase_rendition",
                                       "erase_facets", "erase_media_use", "erase_media",
                                       "erase_salt",   "remove_unsealed", "remove_signed" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!cursor_run (store, cursor_open (store, error, steps[i], "i", id), error))
      return FALSE;
  return cursor_run (store, cursor_open (store, error, "erase_text", "is", id, reason), error);
}

/* Where the edition was still to come, its predecessor lasts. */
static gboolean
erase_place (Store *store, gint64 id, GError **error)
{
  static const char *const steps[] = { "erase_interval", "erase_ends", "erase_facet_ends" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!cursor_run (store, cursor_open (store, error, steps[i], "i", id), error))
      return FALSE;
  return TRUE;
}

gboolean
store_erase (Store *store, const StorePlace *place, const char *reason, Instant recorded, GError **error)
{
  GError *failure = NULL;
  gint64 before = end_of (store, place->edition, &failure), after = 0;
  gboolean done =
      failure == NULL && (before == 0 || tally_leave (store, before, &failure))
      && cursor_run (store, cursor_open (store, &failure, "add_erasure", "isi", place->id, reason, recorded),
                     &failure)
      && erase_words (store, place->id, reason, &failure) && erase_place (store, place->id, &failure);

  store->erases = TRUE;
  if (done)
    after = end_of (store, place->edition, &failure);
  if (failure == NULL && (after == 0 || tally_return (store, after, &failure)))
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

unsigned
store_last_erased (Store *store, const char *office, const char *document, const char *language, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "last_erased", "sss", office, document, language);
  return cursor != NULL && cursor_next (store, cursor, error) ? (unsigned)cursor_integer (cursor, 0) : 0;
}

gboolean
store_scrub (Store *store, GError **error)
{
  /* What search has forgotten stands in its older parts until they are made one. */
  return store_run (store, "INSERT INTO search (search) VALUES ('optimize')", error)
         && sql_scrub (&store->sql, error);
}

void
store_set_scrub_folder (const char *folder)
{
  sql_set_folder (folder);
}

/* ---- Erasures ---- */

static gint64
position_at (Cursor *cursor, int column)
{
  return sqlite3_column_type (cursor, column) != SQLITE_NULL ? cursor_integer (cursor, column) : -1;
}

static StoreErasure *
erasure_from_row (Cursor *cursor, int first)
{
  StoreErasure *erasure = g_new0 (StoreErasure, 1);

  erasure->reason = g_strdup (cursor_text (cursor, first));
  erasure->recorded = cursor_integer (cursor, first + 1);
  erasure->leaf = position_at (cursor, first + 2);
  return erasure;
}

StoreErasure *
store_erasure (Store *store, const Edition *edition, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "erasure_of_edition", "sssi", edition->office,
                                           edition->document, edition->language, (gint64)edition->number);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;

  StoreErasure *erasure = erasure_from_row (cursor, 0);
  erasure->own_leaf = -1;
  erasure->entry = g_strdup (cursor_text (cursor, 3));
  return erasure;
}

GPtrArray *
store_erasures (Store *store, const char *office, gboolean sealed, GError **error)
{
  enum
  {
    COLUMN_REASON = 20,
    COLUMN_OWN_LEAF = 23,
    COLUMN_ENTRY
  };
  g_autoptr (Cursor) cursor =
      cursor_open (store, error, sealed ? "erasures_sealed" : "erasures_unsealed", "s", office);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)store_erasure_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      StoreErasure *erasure = erasure_from_row (cursor, COLUMN_REASON);
      erasure->id = cursor_integer (cursor, 0);
      erasure->edition = edition_from_row (cursor);
      erasure->own_leaf = position_at (cursor, COLUMN_OWN_LEAF);
      erasure->entry = g_strdup (cursor_text (cursor, COLUMN_ENTRY));
      g_ptr_array_add (all, erasure);
    }
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

gboolean
store_set_erasure_leaf (Store *store, gint64 edition, guint64 position, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "set_erasure_leaf", "ii", edition, (gint64)position), error);
}

gboolean
store_set_erasure_entry (Store *store, gint64 edition, const char *entry, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "set_erasure_entry", "is", edition, entry), error);
}

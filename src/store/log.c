/* The record log of an office, as rows. What they mean is the seal's business: here a hash is 32 bytes, and an entry
 * text.
 */
#include "store/connection.h"

#include <string.h>

#define HASH_BYTES 32

void
store_log_free (StoreLog *log)
{
  g_free (log->origin);
  g_free (log->root_key);
  g_free (log->office_key);
  g_free (log->log_key);
  g_free (log->old_log_key);
  g_free (log);
}

void
store_leaf_free (StoreLeaf *leaf)
{
  g_free (leaf->entry);
  g_clear_pointer (&leaf->salt, g_bytes_unref);
  g_free (leaf);
}

void
store_unsealed_free (StoreUnsealed *unsealed)
{
  edition_free (unsealed->edition);
  g_free (unsealed);
}

/* ---- Reading ---- */

StoreLog *
store_log (Store *store, const char *office, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "log", "s", office);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;

  StoreLog *log = g_new (StoreLog, 1);
  log->origin = g_strdup (cursor_text (cursor, 0));
  log->root_key = g_strdup (cursor_text (cursor, 1));
  log->office_key = g_strdup (cursor_text (cursor, 2));
  log->log_key = g_strdup (cursor_text (cursor, 3));
  log->old_log_key = g_strdup (cursor_text (cursor, 4));
  return log;
}

char *
store_checkpoint (Store *store, const char *office, guint64 *size, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "checkpoint", "s", office);

  *size = 0;
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;
  *size = (guint64)cursor_integer (cursor, 0);
  return g_strdup (cursor_text (cursor, 1));
}

static gboolean
fail_gap (GError **error)
{
  g_set_error (error, STORE_ERROR, STORE_ERROR_CORRUPT, "the log has a gap: a leaf or a hash is missing");
  return FALSE;
}

static gboolean
copy_hashes (Store *store, Cursor *opened, guint count, guint8 *hashes, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  GError *failure = NULL;
  guint got = 0;
  if (cursor == NULL)
    return FALSE;

  while (got < count && cursor_next (store, cursor, &failure))
    {
      if (sqlite3_column_bytes (cursor, 0) != HASH_BYTES)
        return fail_gap (error);
      memcpy (hashes + HASH_BYTES * got++, sqlite3_column_blob (cursor, 0), HASH_BYTES);
    }
  if (failure == NULL)
    return got == count || fail_gap (error);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
store_log_hashes (Store *store, const char *office, guint level, guint64 first, guint count, guint8 *hashes,
                  GError **error)
{
  gint64 from = (gint64)first, to = from + count;
  Cursor *cursor = level == 0 ? cursor_open (store, error, "leaf_hashes", "sii", office, from, to)
                              : cursor_open (store, error, "log_hashes", "siii", office, (gint64)level, from, to);
  return copy_hashes (store, cursor, count, hashes, error);
}

static char **
texts (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    g_strv_builder_add (all, cursor_text (cursor, 0));
  if (failure == NULL)
    return g_strv_builder_end (all);
  g_propagate_error (error, failure);
  return NULL;
}

char **
store_keys_leaves (Store *store, const char *office, GError **error)
{
  return texts (store, cursor_open (store, error, "keys_leaves", "s", office), error);
}

char **
store_log_entries (Store *store, const char *office, guint64 first, guint count, GError **error)
{
  gint64 from = (gint64)first, to = from + count;
  g_auto (GStrv) entries = texts (store, cursor_open (store, error, "leaf_entries", "sii", office, from, to), error);
  if (entries == NULL || g_strv_length (entries) == count)
    return g_steal_pointer (&entries);
  fail_gap (error);
  return NULL;
}

StoreLeaf *
store_leaf (Store *store, const Edition *edition, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "leaf_of_edition", "sssi", edition->office,
                                           edition->document, edition->language, (gint64)edition->number);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;

  StoreLeaf *leaf = g_new0 (StoreLeaf, 1);
  leaf->position = (guint64)cursor_integer (cursor, 0);
  leaf->entry = g_strdup (cursor_text (cursor, 1));
  if (sqlite3_column_type (cursor, 2) == SQLITE_BLOB)
    leaf->salt = g_bytes_new (sqlite3_column_blob (cursor, 2), (gsize)sqlite3_column_bytes (cursor, 2));
  return leaf;
}

/* ---- Checking ---- */

void
store_logged_free (StoreLogged *logged)
{
  g_free (logged->entry);
  g_clear_pointer (&logged->edition, edition_free);
  g_clear_pointer (&logged->salt, g_bytes_unref);
  g_free (logged);
}

static StoreLogged *
logged_from_row (Cursor *cursor)
{
  enum
  {
    COLUMN_POSITION = 20,
    COLUMN_HASH,
    COLUMN_ENTRY,
    COLUMN_SALT
  };
  StoreLogged *logged = g_new0 (StoreLogged, 1);

  logged->position = (guint64)cursor_integer (cursor, COLUMN_POSITION);
  logged->entry = g_strdup (cursor_text (cursor, COLUMN_ENTRY));
  if (sqlite3_column_bytes (cursor, COLUMN_HASH) == HASH_BYTES)
    memcpy (logged->hash, sqlite3_column_blob (cursor, COLUMN_HASH), HASH_BYTES);
  if (sqlite3_column_type (cursor, 0) != SQLITE_NULL)
    logged->edition = edition_from_row (cursor);
  if (sqlite3_column_type (cursor, COLUMN_SALT) == SQLITE_BLOB)
    logged->salt =
        g_bytes_new (sqlite3_column_blob (cursor, COLUMN_SALT), (gsize)sqlite3_column_bytes (cursor, COLUMN_SALT));
  return logged;
}

GPtrArray *
store_logged (Store *store, const char *office, guint64 first, unsigned limit, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "logged", "sii", office, (gint64)first, (gint64)limit);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)store_logged_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    g_ptr_array_add (all, logged_from_row (cursor));
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

char **
store_checkpoints (Store *store, const char *office, GError **error)
{
  return texts (store, cursor_open (store, error, "checkpoints", "s", office), error);
}

/* ---- Writing ---- */

gboolean
store_add_log (Store *store, const char *office, const StoreLog *log, GError **error)
{
  return cursor_run (store,
                     cursor_open (store, error, "add_log", "ssssss", office, log->origin, log->root_key,
                                  log->office_key, log->log_key, log->old_log_key != NULL ? log->old_log_key : ""),
                     error)
         && cursor_run (store, cursor_open (store, error, "unseal_all", "s", office), error);
}

gboolean
store_set_log_keys (Store *store, const char *office, const StoreLog *log, GError **error)
{
  return cursor_run (store,
                     cursor_open (store, error, "set_log_keys", "ssssss", office, log->origin, log->root_key,
                                  log->office_key, log->log_key, log->old_log_key != NULL ? log->old_log_key : ""),
                     error);
}

gboolean
log_await (Store *store, const Edition *edition, gint64 id, Instant visible_from, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_unsealed", "isi", id, edition->office, visible_from),
                     error);
}

GPtrArray *
store_unsealed (Store *store, const char *office, Instant now, unsigned limit, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "unsealed", "sii", office, now, (gint64)limit);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)store_unsealed_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      StoreUnsealed *unsealed = g_new (StoreUnsealed, 1);
      unsealed->id = cursor_integer (cursor, 0);
      unsealed->edition = edition_from_row (cursor);
      g_ptr_array_add (all, unsealed);
    }
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

Instant
store_next_unsealed (Store *store, const char *office, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "next_unsealed", "s", office);
  return cursor != NULL && cursor_next (store, cursor, error) && sqlite3_column_type (cursor, 0) != SQLITE_NULL
             ? cursor_integer (cursor, 0)
             : INSTANT_MAX;
}

gboolean
store_leaf_before (Store *store, const Edition *edition, gint64 *position, char **entry, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = cursor_open (store, &failure, "leaf_before", "sssi", edition->office, edition->document,
                                           edition->language, (gint64)edition->number - 1);

  *position = -1;
  *entry = NULL;
  if (cursor != NULL && cursor_next (store, cursor, &failure))
    {
      *position = cursor_integer (cursor, 0);
      *entry = g_strdup (cursor_text (cursor, 1));
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
store_add_leaf (Store *store, const char *office, guint64 position, gint64 edition, const guint8 hash[32],
                const char *entry, const guint8 *salt, GError **error)
{
  g_autoptr (GBytes) hash_bytes = g_bytes_new (hash, HASH_BYTES);
  g_autoptr (GBytes) salt_bytes = salt != NULL ? g_bytes_new (salt, HASH_BYTES) : NULL;

  return cursor_run (
             store,
             cursor_open (store, error, "add_leaf", "siibs", office, (gint64)position, edition, hash_bytes, entry),
             error)
         && (edition == 0 || cursor_run (store, cursor_open (store, error, "remove_unsealed", "i", edition), error))
         && (salt == NULL
             || cursor_run (store, cursor_open (store, error, "add_salt", "ib", edition, salt_bytes), error));
}

gboolean
store_add_log_hash (Store *store, const char *office, guint level, guint64 position, const guint8 hash[32],
                    GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (hash, HASH_BYTES);
  return cursor_run (
      store, cursor_open (store, error, "add_log_hash", "siib", office, (gint64)level, (gint64)position, bytes),
      error);
}

gboolean
store_add_checkpoint (Store *store, const char *office, guint64 size, const char *note, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_checkpoint", "sis", office, (gint64)size, note), error);
}

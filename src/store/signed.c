/* Where an office's key is kept elsewhere: what waits to be signed with it, and what was signed and waits for its
 * instant. */
#include "store/connection.h"

#define SALT_BYTES 32

static void
to_sign_free (StoreToSign *waiting)
{
  edition_free (waiting->edition);
  g_clear_pointer (&waiting->salt, g_bytes_unref);
  g_free (waiting);
}

static StoreToSign *
to_sign_from_row (Cursor *cursor)
{
  enum
  {
    COLUMN_SALT = 22
  };
  StoreToSign *waiting = g_new0 (StoreToSign, 1);

  waiting->id = cursor_integer (cursor, 0);
  waiting->edition = edition_from_row (cursor);
  if (sqlite3_column_type (cursor, COLUMN_SALT) == SQLITE_BLOB)
    waiting->salt =
        g_bytes_new (sqlite3_column_blob (cursor, COLUMN_SALT), (gsize)sqlite3_column_bytes (cursor, COLUMN_SALT));
  return waiting;
}

GPtrArray *
store_to_sign (Store *store, const char *office, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "to_sign", "s", office);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)to_sign_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    g_ptr_array_add (all, to_sign_from_row (cursor));
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

gboolean
store_add_salt (Store *store, gint64 edition, const guint8 salt[32], GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (salt, SALT_BYTES);
  return cursor_run (store, cursor_open (store, error, "add_salt", "ib", edition, bytes), error);
}

gboolean
store_add_signed (Store *store, gint64 edition, const char *entry, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_signed", "is", edition, entry), error);
}

static void
signed_free (StoreSigned *ready)
{
  g_free (ready->entry);
  g_free (ready);
}

GPtrArray *
store_signed (Store *store, const char *office, Instant now, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "signed", "si", office, now);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)signed_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      StoreSigned *ready = g_new (StoreSigned, 1);
      ready->edition = cursor_integer (cursor, 0);
      ready->entry = g_strdup (cursor_text (cursor, 1));
      g_ptr_array_add (all, ready);
    }
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

gboolean
store_forget_signed (Store *store, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "remove_sealed", ""), error);
}

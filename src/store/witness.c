/* What witnesses add to the log of an office: signatures below its checkpoints. */
#include "store/connection.h"

static gboolean
run (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  return cursor != NULL && cursor_finish (store, cursor, error);
}

void
store_checkpoint_free (StoreCheckpoint *checkpoint)
{
  g_free (checkpoint->note);
  g_free (checkpoint);
}

char *
store_checkpoint_witnessed (Store *store, const char *office, guint64 *size, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "checkpoint_witnessed", "s", office);

  *size = 0;
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;
  *size = (guint64)cursor_integer (cursor, 0);
  return g_strdup (cursor_text (cursor, 1));
}

StoreCheckpoint *
store_checkpoint_of_size (Store *store, const char *office, guint64 size, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "checkpoint_of_size", "si", office, (gint64)size);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return NULL;

  StoreCheckpoint *checkpoint = g_new (StoreCheckpoint, 1);
  checkpoint->note = g_strdup (cursor_text (cursor, 0));
  checkpoint->cosigned = (guint)cursor_integer (cursor, 1);
  checkpoint->witnessed = cursor_integer (cursor, 2) != 0;
  return checkpoint;
}

gboolean
store_cosign_checkpoint (Store *store, const char *office, guint64 size, const StoreCheckpoint *cosigned,
                         GError **error)
{
  return run (store,
              cursor_open (store, error, "cosign_checkpoint", "sisii", office, (gint64)size, cosigned->note,
                           (gint64)cosigned->cosigned, (gint64)cosigned->witnessed),
              error);
}

gboolean
store_witness_size (Store *store, const char *office, const char *key, guint64 *size, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = cursor_open (store, &failure, "witness_size", "ss", office, key);

  *size = cursor != NULL && cursor_next (store, cursor, &failure) ? (guint64)cursor_integer (cursor, 0) : 0;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
store_set_witness_size (Store *store, const char *office, const char *key, guint64 size, GError **error)
{
  return run (store, cursor_open (store, error, "set_witness_size", "ssi", office, key, (gint64)size), error);
}

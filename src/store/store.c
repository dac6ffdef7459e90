/* A store's beginning and end.
 *
 * Every connection runs in WAL mode with synchronous = FULL, so that what was committed survives a crash and readers
 * never wait for a writer. */
#include "store/connection.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static gboolean
file_fits (const char *path, StoreMode mode, GError **error)
{
  if (mode == STORE_CREATE || g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, STORE_ERROR, STORE_ERROR_MISSING,
               "%s: there is no such file; “chancery init” makes a new record", path);
  return FALSE;
}

static int
open_flags (StoreMode mode)
{
  if (mode == STORE_FRONT || mode == STORE_READ)
    return SQLITE_OPEN_READONLY;
  return SQLITE_OPEN_READWRITE | (mode == STORE_CREATE ? SQLITE_OPEN_CREATE : 0);
}

static gboolean
store_set_up (Store *store, GError **error)
{
  gboolean writes = store->mode == STORE_WRITE || store->mode == STORE_CREATE;
  if (!guard_functions (store, error)
      || (writes && !sql_make_schema (&store->sql, store->mode == STORE_CREATE, error))
      || !sql_accept_schema (&store->sql, error))
    return FALSE;
  if (!store_run (store, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", error)
      || !store_run (store,
                     writes ? "PRAGMA cache_size = -32768; PRAGMA secure_delete = ON" : "PRAGMA cache_size = -6144",
                     error))
    return FALSE;
  if (sqlite3_prepare_v2 (store->sql.db, "PRAGMA data_version", -1, &store->version, NULL) != SQLITE_OK)
    return store_failed (store, error);
  if (store->mode == STORE_FRONT)
    guard_front (store);
  return TRUE;
}

Store *
store_open (const char *path, StoreMode mode, GError **error)
{
  if (!file_fits (path, mode, error))
    return NULL;

  g_autoptr (Store) store = g_new0 (Store, 1);
  store->mode = mode;
  store->at = INSTANT_MIN;
  store->tally = tally_new ();
  gboolean opened = sql_open_file (&store->sql, &store_room, path, open_flags (mode), error);
  return opened && store_set_up (store, error) ? g_steal_pointer (&store) : NULL;
}

void
store_close (Store *store)
{
  g_hash_table_unref (store->tally);
  sqlite3_finalize (store->version);
  sql_close_file (&store->sql);
  g_free (store);
}

void
store_set_instant (Store *store, Instant at)
{
  store->at = at;
}

gint64
store_generation (Store *store)
{
  gint64 version = sqlite3_step (store->version) == SQLITE_ROW ? sqlite3_column_int64 (store->version, 0) : -1;
  sqlite3_reset (store->version);
  return version;
}

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
  int flags = SQLITE_OPEN_NOMUTEX;

  if (mode == STORE_FRONT || mode == STORE_READ)
    return flags | SQLITE_OPEN_READONLY;
  return flags | SQLITE_OPEN_READWRITE | (mode == STORE_CREATE ? SQLITE_OPEN_CREATE : 0);
}

/* SQLite need not count its memory: that takes a lock at every allocation. */
static gpointer
prepare_library (gpointer unused G_GNUC_UNUSED)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

static gboolean
store_set_up (Store *store, GError **error)
{
  sqlite3_busy_timeout (store->db, 15000);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  gboolean writes = store->mode == STORE_WRITE || store->mode == STORE_CREATE;
  if (!guard_instant (store, error) || (writes && !schema_make (store, error)) || !schema_accept (store, error))
    return FALSE;
  if (!store_run (store, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", error)
      || !store_run (store,
                     writes ? "PRAGMA cache_size = -32768; PRAGMA secure_delete = ON" : "PRAGMA cache_size = -6144",
                     error))
    return FALSE;
  if (sqlite3_prepare_v2 (store->db, "PRAGMA data_version", -1, &store->version, NULL) != SQLITE_OK)
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

  static GOnce prepared = G_ONCE_INIT;
  g_once (&prepared, prepare_library, NULL);
  g_autoptr (Store) store = g_new0 (Store, 1);
  store->path = g_strdup (path);
  store->mode = mode;
  store->at = INSTANT_MIN;
  store->tally = tally_new ();
  store->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_free);
  if (sqlite3_open_v2 (path, &store->db, open_flags (mode), NULL) != SQLITE_OK)
    {
      store_failed (store, error);
      return NULL;
    }
  return store_set_up (store, error) ? g_steal_pointer (&store) : NULL;
}

void
store_close (Store *store)
{
  g_hash_table_unref (store->statements);
  g_hash_table_unref (store->tally);
  sqlite3_finalize (store->version);
  sqlite3_close (store->db);
  g_free (store->path);
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

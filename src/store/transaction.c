/* What a reader sees together, and what a writer commits or gives up together. */
#include "store/connection.h"

/* A writer takes its lock at once, so that what it reads is what it builds on. */
gboolean
store_begin (Store *store, GError **error)
{
  gboolean writes = store->mode == STORE_WRITE || store->mode == STORE_CREATE;
  store->erases = FALSE;
  if (store->hasty && !store_run (store, "PRAGMA synchronous = FULL", error))
    return FALSE;
  store->hasty = FALSE;
  return store_run (store, writes ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

gboolean
store_begin_if_free (Store *store, GError **error)
{
  store->erases = FALSE;
  store->hasty = TRUE;
  sqlite3_busy_timeout (store->sql.db, 0);
  gboolean begun = store_run (store, "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE", error);
  sqlite3_busy_timeout (store->sql.db, SQL_PATIENCE);
  return begun;
}

gboolean
store_commit (Store *store, GError **error)
{
  if (tally_write (store, error) && (!store->erases || tally_forget (store, error))
      && store_run (store, "COMMIT", error))
    return TRUE;
  store_rollback (store);
  return FALSE;
}

gboolean
store_hold_still (Store *store, GError **error)
{
  return sql_hold (&store->sql, error);
}

gboolean
store_copy (Store *store, const char *path, GError **error)
{
  return sql_copy (&store->sql, path, error);
}

void
store_rollback (Store *store)
{
  g_hash_table_remove_all (store->tally);
  sql_rollback (&store->sql);
}

/* The shape of the data file, and whether a file has it.
 *
 * The file bears Chancery's application id and the number of its schema in SQLite's own header fields. A file with a
 * higher number was written by a newer Chancery and is left alone. */
#include "store/connection.h"

#include <gio/gio.h>

GResource *store_resources_get_resource (void);

static gboolean
schema_run (Store *store, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat ("/chancery/store/schema/", name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (store_resources_get_resource (), path, 0, error);

  return sql != NULL && store_run (store, g_bytes_get_data (sql, NULL), error);
}

static gint64
header_number (Store *store, const char *pragma)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = -1;

  if (sqlite3_prepare_v2 (store->db, pragma, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static gboolean
schema_mark (Store *store, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                          STORE_APPLICATION_ID, STORE_SCHEMA_VERSION);
  return store_run (store, sql, error);
}

static const char *const steps[STORE_SCHEMA_VERSION] = { "001-record.sql", "002-tally.sql", "003-log.sql" };

/* From the schema of number VERSION, 0 for none, to the present one. */
static gboolean
schema_climb (Store *store, gint64 version, GError **error)
{
  for (gint64 step = version; step < STORE_SCHEMA_VERSION; step++)
    if (!schema_run (store, steps[step], error))
      return FALSE;
  return schema_run (store, "sqlite.sql", error) && schema_mark (store, error);
}

gboolean
schema_make (Store *store, GError **error)
{
  gboolean ours = header_number (store, "PRAGMA application_id") == STORE_APPLICATION_ID;
  gint64 version = ours ? header_number (store, "PRAGMA user_version") : 0;

  if (ours ? version < 1 || version >= STORE_SCHEMA_VERSION
           : store->mode != STORE_CREATE || header_number (store, "SELECT count(*) FROM sqlite_schema") > 0)
    return TRUE; /* nothing to do, or schema_accept says what it is */
  if (!store_run (store, ours ? "BEGIN IMMEDIATE" : "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE", error))
    return FALSE;
  if (schema_climb (store, version, error) && store_run (store, "COMMIT", error))
    return TRUE;
  store_rollback (store);
  return FALSE;
}

gboolean
schema_accept (Store *store, GError **error)
{
  gint64 application = header_number (store, "PRAGMA application_id");
  if (application < 0)
    return store_failed (store, error);
  if (application != STORE_APPLICATION_ID)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_RECORD, "%s: this file is not a Chancery record", store->path);
      return FALSE;
    }
  gint64 version = header_number (store, "PRAGMA user_version");
  if (version > STORE_SCHEMA_VERSION)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_NEWER,
                   "%s: the record was written by a newer Chancery (schema %" G_GINT64_FORMAT
                   ", this program knows %d); install that version or a later one",
                   store->path, version, STORE_SCHEMA_VERSION);
      return FALSE;
    }
  if (version == STORE_SCHEMA_VERSION)
    return TRUE;
  g_set_error (
      error, STORE_ERROR, STORE_ERROR_OLDER,
      "%s: the record was written by an older Chancery; “chancery serve” or any command that writes brings it "
      "up to date",
      store->path);
  return FALSE;
}

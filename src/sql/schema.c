/* The shape of a data file, and whether a file has it.
 *
 * The file bears its room's application id and the number of its schema in SQLite's own header fields. A file with a
 * higher number was written by a newer Chancery and is left alone. */
#include "sql/sql.h"

static gboolean
schema_run (Sql *sql, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (sql->room->folder, "/schema/", name, NULL);
  g_autoptr (GBytes) text = g_resource_lookup_data (sql->room->resources (), path, 0, error);

  return text != NULL && sql_run (sql, g_bytes_get_data (text, NULL), error);
}

static gboolean
schema_mark (Sql *sql, GError **error)
{
  g_autofree char *text = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                           sql->room->application_id, sql->room->version);
  return sql_run (sql, text, error);
}

/* From the schema of number VERSION, 0 for none, to the present one. */
static gboolean
schema_climb (Sql *sql, gint64 version, GError **error)
{
  for (gint64 step = version; step < sql->room->version; step++)
    if (!schema_run (sql, sql->room->steps[step], error))
      return FALSE;
  return (sql->room->last == NULL || schema_run (sql, sql->room->last, error)) && schema_mark (sql, error);
}

/* The number of the file's schema if it lacks something that can be made, else -1. */
static gint64
schema_to_climb_from (Sql *sql, gboolean creates)
{
  if (sql_number (sql, "PRAGMA application_id") != sql->room->application_id)
    return creates && sql_number (sql, "SELECT count(*) FROM sqlite_schema") == 0 ? 0 : -1;
  gint64 version = sql_number (sql, "PRAGMA user_version");
  return version >= 1 && version < sql->room->version ? version : -1;
}

gboolean
sql_make_schema (Sql *sql, gboolean creates, GError **error)
{
  gint64 version = schema_to_climb_from (sql, creates);

  if (version < 0)
    return TRUE; /* nothing to do, or sql_accept_schema() says what it is */
  if (!sql_run (sql, version == 0 ? "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE" : "BEGIN IMMEDIATE", error))
    return FALSE;
  version = schema_to_climb_from (sql, creates); /* now that nobody else writes */
  if ((version < 0 || schema_climb (sql, version, error)) && sql_run (sql, "COMMIT", error))
    return TRUE;
  sql_rollback (sql);
  return FALSE;
}

gboolean
sql_accept_schema (Sql *sql, GError **error)
{
  const SqlRoom *room = sql->room;
  gint64 application = sql_number (sql, "PRAGMA application_id");
  if (application < 0)
    return sql_failed (sql, error);
  if (application != room->application_id)
    {
      g_set_error (error, room->domain (), room->codes[SQL_NOT_OURS], "%s: this file is not %s", sql->path,
                   room->kind);
      return FALSE;
    }
  gint64 version = sql_number (sql, "PRAGMA user_version");
  if (version > room->version)
    {
      g_set_error (error, room->domain (), room->codes[SQL_NEWER],
                   "%s: %s was written by a newer Chancery (schema %" G_GINT64_FORMAT
                   ", this program knows %d); install that version or a later one",
                   sql->path, room->name, version, room->version);
      return FALSE;
    }
  if (version == room->version)
    return TRUE;
  g_set_error (
      error, room->domain (), room->codes[SQL_OLDER],
      "%s: %s was written by an older Chancery; “chancery serve” or any command that writes brings it up to date",
      sql->path, room->name);
  return FALSE;
}

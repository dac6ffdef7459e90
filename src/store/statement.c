/* The statements of queries.sql, prepared once a connection and found by name.
 *
 * A cursor borrows its statement: closing it resets the statement for the next use, so one name is open once at a
 * time. */
#include "store/connection.h"

#include <gio/gio.h>
#include <stdarg.h>
#include <string.h>

GResource *store_resources_get_resource (void);

/* The texts between the "-- name: x" lines, by name. */
static GHashTable *
queries_read (void)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (store_resources_get_resource (), "/chancery/store/queries.sql", 0, NULL);
  g_assert (bytes != NULL);
  GHashTable *queries = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) parts = g_strsplit (g_bytes_get_data (bytes, NULL), "-- name: ", -1);

  for (guint i = 1; parts[i] != NULL; i++)
    {
      char *end = strchr (parts[i], '\n');
      g_assert (end != NULL);
      g_hash_table_insert (queries, g_strndup (parts[i], (gsize)(end - parts[i])), g_strdup (end + 1));
    }
  return queries;
}

static const char *
query_text (const char *name)
{
  static gsize once = 0;
  static GHashTable *queries;

  if (g_once_init_enter (&once))
    {
      queries = queries_read ();
      g_once_init_leave (&once, 1);
    }
  const char *text = g_hash_table_lookup (queries, name);
  g_assert (text != NULL); /* a misspelt name is a mistake in this room */
  return text;
}

static sqlite3_stmt *
statement_find (Store *store, const char *name, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (store->statements, name);

  if (statement != NULL)
    {
      g_assert (!sqlite3_stmt_busy (statement));
      return statement;
    }
  if (sqlite3_prepare_v3 (store->db, query_text (name), -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      store_failed (store, error);
      return NULL;
    }
  g_hash_table_insert (store->statements, g_strdup (name), statement);
  return statement;
}

static int
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  return sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, SQLITE_STATIC);
}

Cursor *
cursor_open (Store *store, GError **error, const char *name, const char *types, ...)
{
  sqlite3_stmt *statement = statement_find (store, name, error);
  if (statement == NULL)
    return NULL;

  va_list values;
  va_start (values, types);
  for (int i = 0; types[i] != '\0'; i++)
    {
      char parameter[8];
      g_snprintf (parameter, sizeof parameter, "$%d", i + 1);
      int index = sqlite3_bind_parameter_index (statement, parameter);
      int code = types[i] == 's'
                     ? sqlite3_bind_text (statement, index, va_arg (values, const char *), -1, SQLITE_STATIC)
                 : types[i] == 'i' ? sqlite3_bind_int64 (statement, index, va_arg (values, gint64))
                                   : bind_bytes (statement, index, va_arg (values, GBytes *));
      g_assert (code == SQLITE_OK || code == SQLITE_TOOBIG || code == SQLITE_NOMEM);
    }
  va_end (values);
  return statement;
}

void
cursor_close (Cursor *cursor)
{
  sqlite3_reset (cursor);
  sqlite3_clear_bindings (cursor);
}

gboolean
cursor_next (Store *store, Cursor *cursor, GError **error)
{
  int code = sqlite3_step (cursor);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    store_failed (store, error);
  return code == SQLITE_ROW;
}

gboolean
cursor_finish (Store *store, Cursor *cursor, GError **error)
{
  int code;

  while ((code = sqlite3_step (cursor)) == SQLITE_ROW)
    ;
  return code == SQLITE_DONE || store_failed (store, error);
}

const char *
cursor_text (Cursor *cursor, int column)
{
  return (const char *)sqlite3_column_text (cursor, column);
}

gint64
cursor_integer (Cursor *cursor, int column)
{
  return sqlite3_column_int64 (cursor, column);
}

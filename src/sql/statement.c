/* The statements of a room's queries.sql, prepared once a connection and found by name.
 *
 * A cursor borrows its statement: closing it resets the statement for the next use, so one name is open once at a
 * time. */
#include "sql/statement.h"

#include <stdarg.h>
#include <string.h>

/* What stands under each heading: "-- name: x" is a statement, "-- part: x" a piece that stands in those below it as
 * {{x}}. */
static GHashTable *
queries_read (const SqlRoom *room)
{
  g_autofree char *path = g_strconcat (room->folder, "/queries.sql", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (room->resources (), path, 0, NULL);
  g_assert (bytes != NULL);
  GHashTable *queries = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) sections =
      g_regex_split_simple ("^-- (name|part): (\\w+)\\n", g_bytes_get_data (bytes, NULL), G_REGEX_MULTILINE, 0);

  for (guint i = 1; sections[i] != NULL; i += 3)
    {
      GString *text = g_string_new (g_strchomp (sections[i + 2]));
      for (guint piece = pieces->len; piece > 0; piece -= 2)
        g_string_replace (text, pieces->pdata[piece - 2], pieces->pdata[piece - 1], 0);
      if (strcmp (sections[i], "name") == 0)
        g_hash_table_insert (queries, g_strdup (sections[i + 1]), g_string_free (text, FALSE));
      else
        {
          g_ptr_array_add (pieces, g_strdup_printf ("{{%s}}", sections[i + 1]));
          g_ptr_array_add (pieces, g_string_free (text, FALSE));
        }
    }
  return queries;
}

static const char *
query_text (const SqlRoom *room, const char *name)
{
  static GMutex mutex;
  static GHashTable *rooms; /* SqlRoom -> its queries; both last as long as the process */

  g_mutex_lock (&mutex);
  if (rooms == NULL)
    rooms = g_hash_table_new (NULL, NULL);
  GHashTable *queries = g_hash_table_lookup (rooms, room);
  if (queries == NULL)
    g_hash_table_insert (rooms, (gpointer)room, queries = queries_read (room));
  g_mutex_unlock (&mutex);
  const char *text = g_hash_table_lookup (queries, name);
  g_assert (text != NULL); /* a misspelt name is a mistake in that room */
  return text;
}

#define MOST_PARAMETERS 24

typedef struct
{
  sqlite3_stmt *sql;
  int index[MOST_PARAMETERS]; /* SQLite's of $1, $2, …; 0: this statement has no use for it */
} Statement;

static void
find_parameters (Statement *statement)
{
  for (int i = 0; i < MOST_PARAMETERS; i++)
    {
      char parameter[8];
      g_snprintf (parameter, sizeof parameter, "$%d", i + 1);
      statement->index[i] = sqlite3_bind_parameter_index (statement->sql, parameter);
    }
}

void
statement_free (gpointer data)
{
  Statement *statement = data;

  sqlite3_finalize (statement->sql);
  g_free (statement);
}

static const Statement *
statement_find (Sql *sql, const char *name, GError **error)
{
  Statement *statement = g_hash_table_lookup (sql->statements, name);
  sqlite3_stmt *prepared = NULL;

  if (statement != NULL)
    {
      g_assert (!sqlite3_stmt_busy (statement->sql));
      return statement;
    }
  if (sqlite3_prepare_v3 (sql->db, query_text (sql->room, name), -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL)
      != SQLITE_OK)
    {
      sql_failed (sql, error);
      return NULL;
    }
  statement = g_new0 (Statement, 1);
  statement->sql = prepared;
  find_parameters (statement);
  g_hash_table_insert (sql->statements, g_strdup (name), statement);
  return statement;
}

static int
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  if (bytes == NULL)
    return sqlite3_bind_null (statement, index);
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  return sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, SQLITE_STATIC);
}

Cursor *
sql_open (Sql *sql, GError **error, const char *name, const char *types, ...)
{
  const Statement *statement = statement_find (sql, name, error);
  if (statement == NULL)
    return NULL;

  va_list values;
  va_start (values, types);
  for (int i = 0; types[i] != '\0'; i++)
    {
      g_assert (i < MOST_PARAMETERS);
      int index = statement->index[i];
      int code = types[i] == 's'
                     ? sqlite3_bind_text (statement->sql, index, va_arg (values, const char *), -1, SQLITE_STATIC)
                 : types[i] == 'i' ? sqlite3_bind_int64 (statement->sql, index, va_arg (values, gint64))
                                   : bind_bytes (statement->sql, index, va_arg (values, GBytes *));
      g_assert (index == 0 || code == SQLITE_OK || code == SQLITE_TOOBIG || code == SQLITE_NOMEM);
    }
  va_end (values);
  return statement->sql;
}

void
cursor_close (Cursor *cursor)
{
  sqlite3_reset (cursor);
  sqlite3_clear_bindings (cursor);
}

gboolean
sql_next (Sql *sql, Cursor *cursor, GError **error)
{
  int code = sqlite3_step (cursor);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    sql_failed (sql, error);
  return code == SQLITE_ROW;
}

gboolean
sql_finish (Sql *sql, Cursor *cursor, GError **error)
{
  int code;

  while ((code = sqlite3_step (cursor)) == SQLITE_ROW)
    ;
  return code == SQLITE_DONE || sql_failed (sql, error);
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

GBytes *
cursor_bytes (Cursor *cursor, int column)
{
  const void *bytes = sqlite3_column_blob (cursor, column);
  if (bytes == NULL)
    return NULL;
  return g_bytes_new (bytes, (gsize)sqlite3_column_bytes (cursor, column));
}

gboolean
sql_effect (Sql *sql, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  return cursor != NULL && sql_finish (sql, cursor, error);
}

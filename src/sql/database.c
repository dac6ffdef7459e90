/* A connection to a data file: its beginning and end, running a statement, and failing in plain words. */
#include "sql/statement.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct
{
  int code;
  SqlFailure failure;
  const char *words;
} Failure;

static const Failure failures[] = {
  { SQLITE_FULL, SQL_FULL, "there is no space left on the disk; nothing was changed" },
  { SQLITE_READONLY, SQL_READ_ONLY, "the file or its folder is read-only; nothing was changed" },
  { SQLITE_CORRUPT, SQL_CORRUPT, "the file is damaged; restore it from a backup" },
  { SQLITE_NOTADB, SQL_NOT_OURS, "this file is not %s" },
  { SQLITE_BUSY, SQL_BUSY, "another process has been writing for too long; try again" },
  { SQLITE_CANTOPEN, SQL_FAILED, "the file cannot be opened; check its path and permissions" },
  { SQLITE_PERM, SQL_FAILED, "access to the file was refused; check its permissions" },
  { SQLITE_IOERR, SQL_FAILED, "the disk failed to read or write; nothing was changed" },
  { SQLITE_CONSTRAINT, SQL_RULE, "it would break a rule of %s" },
};

/* The words of FAILURE, with what the file is called in them. Transfer full. */
static char *
failure_words (const SqlRoom *room, const Failure *failure)
{
  GString *words = g_string_new (failure->words);
  g_string_replace (words, "%s", failure->failure == SQL_NOT_OURS ? room->kind : room->name, 0);
  return g_string_free (words, FALSE);
}

gboolean
sql_failed (Sql *sql, GError **error)
{
  const SqlRoom *room = sql->room;
  int code = sqlite3_extended_errcode (sql->db);
  const char *detail = sqlite3_errmsg (sql->db);

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].code == (code & 0xff))
      {
        g_autofree char *words = failure_words (room, &failures[i]);
        g_set_error (error, room->domain (), room->codes[failures[i].failure], "%s: %s (%s)", sql->path, words,
                     detail);
        return FALSE;
      }
  g_set_error (error, room->domain (), room->codes[SQL_FAILED], "%s: %s", sql->path, detail);
  return FALSE;
}

gboolean
sql_run (Sql *sql, const char *text, GError **error)
{
  return sqlite3_exec (sql->db, text, NULL, NULL, NULL) == SQLITE_OK || sql_failed (sql, error);
}

gint64
sql_number (Sql *sql, const char *text)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = -1;

  if (sqlite3_prepare_v2 (sql->db, text, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

/* What is still there is put together in a file of its own first: a large one would not fit into memory. */
gboolean
sql_scrub (Sql *sql, GError **error)
{
  int frames = 0, written = 0;

  if (!sql_run (sql, "PRAGMA temp_store = FILE; VACUUM", error))
    return FALSE;
  int code = sqlite3_wal_checkpoint_v2 (sql->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, &frames, &written);
  return code == SQLITE_OK || sql_failed (sql, error);
}

gboolean
sql_hold (Sql *sql, GError **error)
{
  return sql_run (sql, "BEGIN; SELECT count (*) FROM sqlite_schema", error);
}

/* By SQLite's online backup: of one state, for the source has a transaction open. */
static gboolean
copy_into (Sql *sql, sqlite3 *target, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", sql->db, "main");
  int code = backup != NULL ? sqlite3_backup_step (backup, -1) : SQLITE_ERROR;

  if (backup != NULL)
    sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    return TRUE;
  g_set_error (error, sql->room->domain (), sql->room->codes[code == SQLITE_FULL ? SQL_FULL : SQL_FAILED],
               "%s: it cannot be copied: %s", sql->path, sqlite3_errstr (code));
  return FALSE;
}

/* Nobody else may read what others may not read of the source. */
static gboolean
make_copy (Sql *sql, const char *path, GError **error)
{
  int file = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (file >= 0)
    {
      close (file);
      return TRUE;
    }
  g_set_error (error, sql->room->domain (), sql->room->codes[SQL_FAILED], "%s: %s", path, g_strerror (errno));
  return FALSE;
}

gboolean
sql_copy (Sql *sql, const char *path, GError **error)
{
  sqlite3 *target = NULL;

  if (!make_copy (sql, path, error))
    return FALSE;
  gboolean done = sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
  if (!done)
    g_set_error (error, sql->room->domain (), sql->room->codes[SQL_FAILED], "%s: %s", path, sqlite3_errmsg (target));
  done = done && copy_into (sql, target, error);
  return sqlite3_close (target) == SQLITE_OK && done;
}

void
sql_set_folder (const char *folder)
{
  sqlite3_temp_directory = sqlite3_mprintf ("%s", folder);
}

void
sql_rollback (Sql *sql)
{
  if (!sqlite3_get_autocommit (sql->db))
    sqlite3_exec (sql->db, "ROLLBACK", NULL, NULL, NULL);
}

/* SQLite need not count its memory: that takes a lock at every allocation. */
static gpointer
prepare_library (gpointer unused G_GNUC_UNUSED)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

gboolean
sql_open_file (Sql *sql, const SqlRoom *room, const char *path, int flags, GError **error)
{
  static GOnce prepared = G_ONCE_INIT;
  g_once (&prepared, prepare_library, NULL);

  sql->room = room;
  sql->path = g_strdup (path);
  sql->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_free);
  if (sqlite3_open_v2 (path, &sql->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return sql_failed (sql, error);
  sqlite3_busy_timeout (sql->db, SQL_PATIENCE);
  sqlite3_db_config (sql->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (sql->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return TRUE;
}

void
sql_close_file (Sql *sql)
{
  g_clear_pointer (&sql->statements, g_hash_table_unref);
  sqlite3_close (sql->db);
  g_free (sql->path);
}

/* sql.h: a data file of SQLite's: failing in plain words, statements by name, and the shape of the file with its
 * number.
 *
 * A room that keeps a data file describes it once (SqlRoom) and holds a Sql for each connection. Its statements stand
 * in its queries.sql: "-- name: x" is a statement, "-- part: x" a piece that stands in those below it as {{x}}.
 * Parameters are $1, $2, … */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#define SQL_PATIENCE 15000 /* milliseconds for which a connection waits until others have written */

typedef enum
{
  SQL_FAILED,
  SQL_NOT_OURS, /* the file is something else */
  SQL_NEWER,    /* written by a newer Chancery */
  SQL_OLDER,    /* by an older one, and this connection may not change it */
  SQL_CORRUPT,
  SQL_READ_ONLY,
  SQL_FULL, /* no space left */
  SQL_BUSY, /* another process writes for too long */
  SQL_RULE, /* it would break a rule of the file */
  SQL_FAILURES
} SqlFailure;

typedef struct
{
  GResource *(*resources) (void);
  const char *folder;       /* of the resources: queries.sql, schema/… */
  int application_id;       /* in the file's header */
  int version;              /* of the schema, in the header: how many STEPS there are */
  const char *const *steps; /* the file of each step in schema/ */
  const char *last;         /* what is run after the steps, or NULL */
  const char *kind, *name;  /* in messages: "a Chancery record", "the record" */
  GQuark (*domain) (void);  /* of errors */
  int codes[SQL_FAILURES];
} SqlRoom;

typedef struct
{
  const SqlRoom *room;
  sqlite3 *db;
  char *path;
  GHashTable *statements; /* name -> Statement */
} Sql;

/* database.c */
/* FLAGS of sqlite3_open_v2(). On failure too SQL is to be closed. */
gboolean sql_open_file (Sql *sql, const SqlRoom *room, const char *path, int flags, GError **error);
void sql_close_file (Sql *sql);
/* Set ERROR from the connection's last failure, in words an operator can act on; always FALSE. */
gboolean sql_failed (Sql *sql, GError **error);
gboolean sql_run (Sql *sql, const char *text, GError **error);
gint64 sql_number (Sql *sql, const char *text); /* the first column of the first row; -1 on failure */
/* Write the file anew from what is still in it, and cut its -wal off: of what was deleted nothing is left in gaps. */
gboolean sql_scrub (Sql *sql, GError **error);
/* All that is read from now on is as it stands now, until sql_rollback(). */
gboolean sql_hold (Sql *sql, GError **error);
/* What is read becomes the file PATH, which must not be there, whole and on the disk. */
gboolean sql_copy (Sql *sql, const char *path, GError **error);
/* Where SQLite puts together what it writes anew, in all connections of the process; it must exist. */
void sql_set_folder (const char *folder);
/* Give up the transaction, if there is one. */
void sql_rollback (Sql *sql);

/* schema.c */
/* Make what an empty file lacks, if CREATES, or bring an older one up to date. */
gboolean sql_make_schema (Sql *sql, gboolean creates, GError **error);
/* Whether the file is of this room, and of the present shape. */
gboolean sql_accept_schema (Sql *sql, GError **error);

/* statement.c: a prepared statement of queries.sql, bound and ready to step. */
typedef sqlite3_stmt Cursor;
/* Parameters that the statement does not name are passed over. TYPES: one letter a parameter: s text (NULL: SQL
 * null), i gint64, b GBytes (NULL: SQL null). Texts must outlive the cursor. */
Cursor *sql_open (Sql *sql, GError **error, const char *name, const char *types, ...);
void cursor_close (Cursor *cursor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cursor, cursor_close)
/* TRUE at a row; FALSE at the end, or with ERROR set. */
gboolean sql_next (Sql *sql, Cursor *cursor, GError **error);
/* Run a statement for its effect. */
gboolean sql_finish (Sql *sql, Cursor *cursor, GError **error);
/* The same for one that was opened for it, and may be NULL with ERROR set; it is closed. */
gboolean sql_effect (Sql *sql, Cursor *opened, GError **error);
const char *cursor_text (Cursor *cursor, int column); /* borrowed until the next step; NULL for SQL null */
gint64 cursor_integer (Cursor *cursor, int column);
GBytes *cursor_bytes (Cursor *cursor, int column); /* transfer full; NULL for SQL null */

/* connection.h: the inside of a Store, shared by the files of this room alone. */
#pragma once

#include "store/store.h"

#include <sqlite3.h>

#define STORE_SCHEMA_VERSION 3
#define STORE_APPLICATION_ID 0x43686e63 /* "Chnc" */

struct _Store
{
  sqlite3 *db;
  char *path;
  StoreMode mode;
  Instant at;
  GHashTable *statements; /* name -> Statement */
  GHashTable *tally;      /* what the transaction changes in the tally */
  gboolean erases;        /* the transaction erases something */
  sqlite3_stmt *version;  /* PRAGMA data_version */
};

/* connection.c */
/* Set ERROR from the connection's last failure, in words an operator can act on; always FALSE. */
gboolean store_failed (Store *store, GError **error);
gboolean store_run (Store *store, const char *sql, GError **error);

/* schema.c */
/* Make what a new file lacks, or bring an older one up to date. */
gboolean schema_make (Store *store, GError **error);
gboolean schema_accept (Store *store, GError **error);

/* guard.c: the instant as an SQL function, and what the front may touch. */
gboolean guard_instant (Store *store, GError **error);
void guard_front (Store *store);

/* statement.c: a prepared statement of queries.sql, bound and ready to step. */
void statement_free (gpointer statement);
typedef sqlite3_stmt Cursor;
/* Parameters that the statement does not name are passed over. TYPES: one letter a parameter: s text (NULL: SQL
 * null), i gint64, b GBytes. Texts must outlive the cursor. */
Cursor *cursor_open (Store *store, GError **error, const char *name, const char *types, ...);
void cursor_close (Cursor *cursor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cursor, cursor_close)
/* TRUE at a row; FALSE at the end, or with ERROR set. */
gboolean cursor_next (Store *store, Cursor *cursor, GError **error);
/* Run a statement for its effect. */
gboolean cursor_finish (Store *store, Cursor *cursor, GError **error);
/* The same for one that was opened for it, and may be NULL with ERROR set; it is closed. */
gboolean cursor_run (Store *store, Cursor *opened, GError **error);
const char *cursor_text (Cursor *cursor, int column); /* borrowed until the next step; NULL for SQL null */
gint64 cursor_integer (Cursor *cursor, int column);

/* tally.c: what the transaction changes in the tally, until it is written. */
GHashTable *tally_new (void);
/* An edition that is now the last of its chain, and each facet of it. */
void tally_edition (Store *store, const Edition *edition);
void tally_facet (Store *store, const Edition *edition, const char *dimension, const char *slug, const char *label);
/* The edition ID no longer is. */
gboolean tally_leave (Store *store, gint64 id, GError **error);
/* The edition ID, as it was written, is so again. */
gboolean tally_return (Store *store, gint64 id, GError **error);
gboolean tally_write (Store *store, GError **error);
gboolean tally_bound (Store *store, GError **error); /* writes if there is much of it */
/* No word stays in it but of those that are counted. */
gboolean tally_forget (Store *store, GError **error);

/* log.c: the edition ID is to be sealed, if its office has a log. */
gboolean log_await (Store *store, const Edition *edition, gint64 id, Instant visible_from, GError **error);

/* read.c */
Edition *edition_from_row (Cursor *cursor);

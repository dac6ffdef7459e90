/* connection.h: the inside of a Store, shared by the files of this room alone. */
#pragma once

#include "sql/sql.h"
#include "store/store.h"

#define STORE_SCHEMA_VERSION 6
#define STORE_APPLICATION_ID 0x43686e63 /* "Chnc" */

struct _Store
{
  Sql sql;
  StoreMode mode;
  Instant at;
  GHashTable *tally;     /* what the transaction changes in the tally */
  gboolean erases;       /* the transaction erases something */
  gboolean hasty;        /* a commit does not wait for the disk (take_back.c) */
  sqlite3_stmt *version; /* PRAGMA data_version */
};

/* connection.c: what the record is to src/sql */
extern const SqlRoom store_room;

/* guard.c: the instant and the words of a text as SQL functions, and what the front may touch. */
gboolean guard_functions (Store *store, GError **error);
void guard_front (Store *store);

/* The cursors of src/sql, for a store. */
#define cursor_open(store, ...) sql_open (&(store)->sql, __VA_ARGS__)

static inline gboolean
cursor_next (Store *store, Cursor *cursor, GError **error)
{
  return sql_next (&store->sql, cursor, error);
}

static inline gboolean
cursor_finish (Store *store, Cursor *cursor, GError **error)
{
  return sql_finish (&store->sql, cursor, error);
}

static inline gboolean
cursor_run (Store *store, Cursor *opened, GError **error)
{
  return sql_effect (&store->sql, opened, error);
}

static inline gboolean
store_failed (Store *store, GError **error)
{
  return sql_failed (&store->sql, error);
}

static inline gboolean
store_run (Store *store, const char *text, GError **error)
{
  return sql_run (&store->sql, text, error);
}

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

/* transaction.c: as store_begin(), but who writes is not waited for (STORE_ERROR_BUSY), nor is the disk at the
 * commit. */
gboolean store_begin_if_free (Store *store, GError **error);

/* read.c */
Edition *edition_from_row (Cursor *cursor);

/* What a reader can reach.
 *
 * The instant a connection was given is the SQL function at_instant(), which every visible_ view compares with. On
 * the front's connection an authorizer refuses any statement that reads a table other than by way of such a view, and
 * anything that writes: what is not yet public is out of reach by structure, not by a remembered WHERE. */
#include "store/connection.h"

#include "base/words.h"

#include <string.h>

static void
at_instant (sqlite3_context *context, int count, sqlite3_value **values)
{
  (void)count;
  (void)values;
  const Store *store = sqlite3_user_data (context);
  sqlite3_result_int64 (context, store->at);
}

static void
search_words (sqlite3_context *context, int count, sqlite3_value **values)
{
  (void)count;
  char *words = words_fold ((const char *)sqlite3_value_text (values[0]));
  sqlite3_result_text (context, words, -1, g_free);
}

gboolean
guard_functions (Store *store, GError **error)
{
  /* Deterministic within a statement, for the instant is set between statements only: it is asked for once. */
  int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
  int code = sqlite3_create_function_v2 (store->sql.db, "at_instant", 0, flags, store, at_instant, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (store->sql.db, "search_words", 1, flags, NULL, search_words, NULL, NULL, NULL);
  return code == SQLITE_OK || store_failed (store, error);
}

static gboolean
is_view (const char *name)
{
  return name != NULL && g_str_has_prefix (name, "visible_");
}

/* TABLE is read; VIEW is the innermost view on whose behalf. */
static int
may_read (const char *table, const char *view)
{
  if (is_view (view) || is_view (table) || strcmp (table, "office") == 0)
    return SQLITE_OK;
  return SQLITE_DENY;
}

static int
authorize (void *data, int action, const char *first, const char *second, const char *database, const char *view)
{
  (void)data;
  (void)database;
  switch (action)
    {
    case SQLITE_READ:
      return may_read (first, view);
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return strcmp (second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      return strcmp (first, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
    }
}

void
guard_front (Store *store)
{
  sqlite3_set_authorizer (store->sql.db, authorize, NULL);
}

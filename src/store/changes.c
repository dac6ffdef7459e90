/* When something became visible: what leads from one state of the record to the next. */
#include "store/connection.h"

Instant
store_change (Store *store, const char *office, const char *document, const char *language, StoreChange which,
              Instant than, GError **error)
{
  static const char *const names[2][2] = { { "change_last", "change_next" },
                                           { "document_change_last", "document_change_next" } };
  Instant none = which == STORE_CHANGE_LAST ? INSTANT_MIN : INSTANT_MAX;
  g_autoptr (Cursor) cursor =
      cursor_open (store, error, names[document != NULL][which], "siss", office, than, document, language);

  if (cursor == NULL || !cursor_next (store, cursor, error) || sqlite3_column_type (cursor, 0) == SQLITE_NULL)
    return none;
  return cursor_integer (cursor, 0);
}

GArray *
store_changes (Store *store, const char *office, const char *document, const char *language, guint64 offset,
               unsigned limit, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, document != NULL ? "document_changes" : "changes", "sssii",
                                           office, document, language, (gint64)limit, (gint64)offset);
  g_autoptr (GArray) instants = g_array_new (FALSE, FALSE, sizeof (Instant));
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      Instant instant = cursor_integer (cursor, 0);
      g_array_append_val (instants, instant);
    }
  if (failure == NULL)
    return g_steal_pointer (&instants);
  g_propagate_error (error, failure);
  return NULL;
}

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

static GArray *
instants (Store *store, Cursor *opened, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Instant));
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      Instant instant = cursor_integer (cursor, 0);
      g_array_append_val (all, instant);
    }
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

GArray *
store_changes (Store *store, const char *office, const char *document, const char *language, guint64 offset,
               unsigned limit, GError **error)
{
  return instants (store,
                   cursor_open (store, error, document != NULL ? "document_changes" : "changes", "sssii", office,
                                document, language, (gint64)limit, (gint64)offset),
                   error);
}

/* ---- Of a period ---- */

static Cursor *
open_period (Store *store, const char *const names[2], const StorePeriod *period, unsigned limit, GError **error)
{
  return cursor_open (store, error, names[period->document != NULL], "ssiisi", period->office, period->language,
                      period->from, period->until, period->document, (gint64)limit);
}

GArray *
store_instants (Store *store, const StorePeriod *period, GError **error)
{
  static const char *const names[] = { "instants_between", "instants_of_document" };
  return instants (store, open_period (store, names, period, 0, error), error);
}

void
store_changed_free (StoreChanged *changed)
{
  edition_free (changed->edition);
  g_free (changed);
}

GPtrArray *
store_changed (Store *store, const StorePeriod *period, unsigned limit, GError **error)
{
  enum
  {
    COLUMN_INSTANT = 22
  };
  static const char *const names[] = { "changed_between", "changed_of_document" };
  g_autoptr (Cursor) cursor = open_period (store, names, period, limit, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)store_changed_free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (cursor_next (store, cursor, &failure))
    {
      StoreChanged *changed = g_new (StoreChanged, 1);
      changed->edition = edition_from_row (cursor);
      changed->instant = cursor_integer (cursor, COLUMN_INSTANT);
      g_ptr_array_add (all, changed);
    }
  if (failure == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, failure);
  return NULL;
}

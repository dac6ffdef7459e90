/* What is changed together, and rows as objects. */
#include "cabinet/file.h"

gboolean
change_begin (Cabinet *cabinet, GError **error)
{
  return cabinet->depth++ > 0 || sql_run (&cabinet->sql, "BEGIN IMMEDIATE", error);
}

gboolean
change_end (Cabinet *cabinet, gboolean fine, GError **error)
{
  g_assert (cabinet->depth > 0);
  if (--cabinet->depth > 0)
    return fine;
  fine = fine && sql_run (&cabinet->sql, "COMMIT", error);
  if (!fine)
    sql_rollback (&cabinet->sql);
  return fine;
}

gboolean
cabinet_begin (Cabinet *cabinet, GError **error)
{
  if (change_begin (cabinet, error))
    return TRUE;
  return change_end (cabinet, FALSE, NULL);
}

gboolean
cabinet_commit (Cabinet *cabinet, GError **error)
{
  return change_end (cabinet, TRUE, error);
}

void
cabinet_rollback (Cabinet *cabinet)
{
  change_end (cabinet, FALSE, NULL);
}

/* ---- Rows ---- */

gboolean
cabinet_find (Cabinet *cabinet, Cursor *opened, gint64 *value, GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  if (cursor == NULL || !sql_next (&cabinet->sql, cursor, error))
    return FALSE;
  *value = cursor_integer (cursor, 0);
  return TRUE;
}

GPtrArray *
cabinet_rows (Cabinet *cabinet, Cursor *opened, gpointer (*read) (Cursor *cursor), GDestroyNotify free,
              GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free);
  GError *failure = NULL;
  if (cursor == NULL)
    return NULL;

  while (sql_next (&cabinet->sql, cursor, &failure))
    g_ptr_array_add (rows, read (cursor));
  if (failure == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, failure);
  return NULL;
}

gpointer
cabinet_row (Cabinet *cabinet, Cursor *opened, gpointer (*read) (Cursor *cursor), GError **error)
{
  g_autoptr (Cursor) cursor = opened;
  return cursor != NULL && sql_next (&cabinet->sql, cursor, error) ? read (cursor) : NULL;
}

/* ---- Settings ---- */

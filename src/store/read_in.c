/* Reading in the words of new texts, by which they are found.
 *
 * To take an edition's words into the index costs as much as all else that is done when it is added, and whoever
 * imports ten thousand does not wait for that: it only notes what is to be read in (search_pending). The desk does
 * the rest, little by little. A text that is still to come waits for its instant: so what is taken back was never in
 * the index, of which a word would go only when all of it is written anew.
 *
 * A step that is lost with the power is done again: its editions are still noted. So it does not wait for the disk.
 */
#include "store/connection.h"

#define MOST_AT_ONCE 256 /* in the order of dates */

gint64
store_unread (Store *store, Instant now, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = cursor_open (store, &failure, "count_pending", "i", now);

  if (cursor != NULL && cursor_next (store, cursor, &failure))
    return cursor_integer (cursor, 0);
  g_propagate_error (error, failure);
  return -1;
}

/* Array of gint64; transfer full. */
static GArray *
next_pending (Store *store, Instant now, gint64 most, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *failure = NULL;
  g_autoptr (Cursor) cursor = cursor_open (store, &failure, "pending", "ii", now, most);

  while (cursor != NULL && cursor_next (store, cursor, &failure))
    {
      gint64 id = cursor_integer (cursor, 0);
      g_array_append_val (ids, id);
    }
  if (failure == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, failure);
  return NULL;
}

static gboolean
read_in_one (Store *store, gint64 id, GError **error)
{
  return cursor_run (store, cursor_open (store, error, "add_search", "i", id), error)
         && cursor_run (store, cursor_open (store, error, "forget_pending", "i", id), error);
}

static gboolean
read_in_some (Store *store, Instant now, gint64 time, gboolean *more, GError **error)
{
  gint64 end = g_get_monotonic_time () + time;
  g_autoptr (GArray) ids = next_pending (store, now, MOST_AT_ONCE, error);
  guint done = 0;

  while (ids != NULL && done < ids->len && (done == 0 || g_get_monotonic_time () < end))
    if (!read_in_one (store, g_array_index (ids, gint64, done++), error))
      return FALSE;
  *more = ids != NULL && (done < ids->len || ids->len == MOST_AT_ONCE);
  return ids != NULL;
}

gboolean
store_read_in (Store *store, Instant now, gint64 time, gboolean *more, GError **error)
{
  *more = FALSE;
  g_autoptr (GArray) first = next_pending (store, now, 1, error);
  if (first == NULL || first->len == 0)
    return first != NULL;
  if (store_begin_if_free (store, error) && read_in_some (store, now, time, more, error)
      && store_commit (store, error))
    return TRUE;
  store_rollback (store);
  return FALSE;
}

/* Taking back what is still to come: it leaves the record as if it had never been there.
 *
 * Readers go by the clock: from its instant on they show what is in the record. So the removal must be there for them
 * before that instant, not merely be decided before it. What takes long in a commit is the disk; a commit that does
 * not wait for it is seen within a fraction of a millisecond, and a second one, which does wait, makes both last.
 * Before the first one the clock is asked, with time to spare, and after it once more.
 *
 * A profile is written again when another change is published before its instant. Its former edition is still in the
 * chain and never comes; with the one because of which it does not, it has to go as well. */
#include "store/connection.h"

#define TO_SPARE (250 * INSTANT_MILLISECOND)

/* ---- Committing in time ---- */

gboolean
store_begin_before (Store *store, GError **error)
{
  store->erases = FALSE;
  store->hasty = TRUE;
  return store_run (store, "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE", error);
}

/* What is written now (store_begin() sees to that) lasts, and all that was written before it. */
static gboolean
make_lasting (Store *store, GError **error)
{
  return store_begin (store, error) && cursor_run (store, cursor_open (store, error, "forget_taken_back", ""), error)
         && store_commit (store, error);
}

gboolean
store_commit_before (Store *store, Instant instant, gboolean *seen, GError **error)
{
  *seen = FALSE;
  gboolean prepared = tally_write (store, error);
  gboolean early = g_get_real_time () < instant - TO_SPARE;
  gboolean committed = prepared && early && store_commit (store, error);

  *seen = committed && g_get_real_time () >= instant;
  if (!committed)
    store_rollback (store);
  return committed && make_lasting (store, error);
}

/* ---- Removing ---- */

typedef struct
{
  Instant instant;
  gboolean fits; /* it is the last of its chain, and nothing was made of it that lasts */
} Coming;

static gboolean
find_coming (Store *store, const Edition *which, Coming *coming, GError **error)
{
  enum
  {
    COLUMN_INSTANT = 22,
    COLUMN_FITS
  };
  g_autoptr (Cursor) cursor = cursor_open (store, error, "edition_to_come", "sssi", which->office, which->document,
                                           which->language, (gint64)which->number);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return FALSE;
  *coming = (Coming){ cursor_integer (cursor, COLUMN_INSTANT), cursor_integer (cursor, COLUMN_FITS) != 0 };
  return TRUE;
}

static gboolean
run_all (Store *store, const char *const *names, gint64 id, GError **error)
{
  for (; *names != NULL; names++)
    if (!cursor_run (store, cursor_open (store, error, *names, "i", id), error))
      return FALSE;
  return TRUE;
}

/* Files that another edition shows as well stay. */
static gboolean
remove_files (Store *store, gint64 id, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Cursor) cursor = cursor_open (store, &failure, "files_of_edition", "i", id);

  while (cursor != NULL && cursor_next (store, cursor, &failure))
    g_ptr_array_add (digests, g_strdup (cursor_text (cursor, 0)));
  gboolean done =
      failure == NULL && cursor_run (store, cursor_open (store, &failure, "erase_media_use", "i", id), &failure);
  for (guint i = 0; done && i < digests->len; i++)
    done = cursor_run (store, cursor_open (store, &failure, "forget_file", "s", digests->pdata[i]), &failure);
  if (!done)
    g_propagate_error (error, failure);
  return done;
}

static gboolean
remove_edition (Store *store, gint64 id, GError **error)
{
  static const char *const derived[] = { "erase_search", "forget_pending",  "erase_rendition", "erase_facets",
                                         "erase_salt",   "remove_unsealed", "remove_signed",   NULL };
  static const char *const rest[] = { "take_back_ends", "erase_facet_ends", "take_back", NULL };

  return run_all (store, derived, id, error) && remove_files (store, id, error) && run_all (store, rest, id, error);
}

gboolean
store_first_to_go (Store *store, const Edition *which, Instant now, unsigned *number, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "first_to_go", "sssii", which->office, which->document,
                                           which->language, (gint64)which->number, now);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return FALSE;
  *number = (unsigned)cursor_integer (cursor, 0);
  return TRUE;
}

static gboolean
remove_numbered (Store *store, const Edition *which, unsigned number, Instant now, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (store, error, "edition_numbered", "sssi", which->office, which->document,
                                           which->language, (gint64)number);
  if (cursor == NULL || !cursor_next (store, cursor, error))
    return FALSE;
  gint64 id = cursor_integer (cursor, 0);
  g_clear_pointer (&cursor, cursor_close);
  return tally_leave (store, id, error)
         && cursor_run (store, cursor_open (store, error, "allow_take_back", "ii", id, now), error)
         && remove_edition (store, id, error);
}

/* From the last to the first. */
static gboolean
remove_from (Store *store, const Edition *which, unsigned first, Instant now, GError **error)
{
  gboolean fine = TRUE;

  for (unsigned number = which->number; fine && number >= first; number--)
    fine = remove_numbered (store, which, number, now, error);
  return fine;
}

/* Its predecessor, if it has one, is counted again. */
static gboolean
count_again (Store *store, const Edition *which, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Cursor) cursor =
      cursor_open (store, &failure, "chain_end", "sss", which->office, which->document, which->language);
  gint64 last = cursor != NULL && cursor_next (store, cursor, &failure) ? cursor_integer (cursor, 0) : 0;

  if (failure == NULL)
    return last == 0 || tally_return (store, last, error);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
store_take_back (Store *store, const Edition *which, const char *source, Instant now, Instant *instant,
                 GError **error)
{
  GError *failure = NULL;
  unsigned first;
  Coming coming;

  if (!find_coming (store, which, &coming, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      else
        g_set_error_literal (error, STORE_ERROR, STORE_ERROR_RULE, "there is no such edition in the record");
      return FALSE;
    }
  *instant = coming.instant;
  if (coming.instant <= now)
    return FALSE;
  if (!coming.fits)
    {
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_RULE,
                           "another edition was made after this one; that is the one to be taken back");
      return FALSE;
    }
  return store_first_to_go (store, which, now, &first, error) && remove_from (store, which, first, now, error)
         && cursor_run (store, cursor_open (store, error, "forget_source", "ss", which->office, source), error)
         && count_again (store, which, error);
}

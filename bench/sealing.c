/* bench-sealing SITE.db KEYS COUNT: publish COUNT editions, each in a transaction of its own, and say how long
 * sealing took of it (canonical form, leaf, tiles, checkpoint), and how long the commit. KEYS: without a passphrase.
 */
#include "keeper/keeper.h"
#include "publish/publish.h"
#include "publish/sealing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;
  return (left > right) - (left < right);
}

static void
say (const char *what, GArray *times)
{
  g_array_sort (times, compare);
  printf ("  %-48s median %6.2f ms, 95th %6.2f ms\n", what,
          (double)g_array_index (times, gint64, times->len / 2) / 1e3,
          (double)g_array_index (times, gint64, times->len * 95 / 100) / 1e3);
}

static Draft *
draft_of (guint i, const Profile *profile, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("---\ntitle: Measured %u %" G_GINT64_FORMAT "\nkind: statement\nlanguage: en\n"
                       "published: 2024-05-06T10:00:00Z\n---\nWords of a measured statement.\n",
                       i, g_get_real_time ());
  FrontMatter *matter =
      front_matter_parse (text, strlen (text), "bench", (const char *const *)profile->languages, error);
  Draft *draft = matter != NULL ? draft_new () : NULL;
  if (draft != NULL)
    {
      draft->matter = matter;
      draft->file = g_strdup ("bench");
    }
  return draft;
}

static gboolean
publish (Store *store, const char *office, guint i, GError **error)
{
  g_autoptr (Publisher) publisher = publisher_new (store, office, g_get_real_time (), error);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)draft_free);
  Draft *draft = publisher != NULL ? draft_of (i, publisher_profile (publisher), error) : NULL;
  if (draft == NULL)
    return FALSE;
  g_ptr_array_add (drafts, draft);
  return publisher_run (publisher, drafts, error);
}

static gboolean
measure (Store *store, const char *office, Keeper *keeper, guint count, GArray *sealing, GArray *commit,
         GError **error)
{
  for (guint i = 0; i < count; i++)
    {
      if (!store_begin (store, error) || !publish (store, office, i, error))
        return FALSE;
      gint64 began = g_get_monotonic_time ();
      if (!sealing_run (store, office, keeper, g_get_real_time (), NULL, error))
        return FALSE;
      gint64 sealed = g_get_monotonic_time ();
      if (!store_commit (store, error))
        return FALSE;
      gint64 committed = g_get_monotonic_time (), times[] = { sealed - began, committed - sealed };
      g_array_append_val (sealing, times[0]);
      g_array_append_val (commit, times[1]);
    }
  return sealing_remember (store, office, keeper, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) sealing = g_array_new (FALSE, FALSE, sizeof (gint64)),
                     commit = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (argc != 4)
    return 2;
  KeeperOptions options = { .path = argv[2] };
  g_autoptr (Keeper) keeper = keeper_start (&options, &error);
  g_autoptr (Store) store = keeper != NULL ? store_open (argv[1], STORE_WRITE, &error) : NULL;
  g_auto (GStrv) offices = store != NULL ? store_offices (store, &error) : NULL;
  guint count = (guint)atoi (argv[3]);

  if (offices == NULL || !measure (store, offices[0], keeper, count, sealing, commit, &error))
    {
      fprintf (stderr, "bench-sealing: %s\n", error->message);
      return 1;
    }
  say ("sealing one edition", sealing);
  say ("the commit", commit);
  return 0;
}

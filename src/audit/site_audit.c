/* First what the site lists, which is most of what is current; then what the log says and was not seen by that:
 * earlier editions, what was withdrawn, what was erased, and what is hidden. */
#include "audit/site_audit.h"

#include "audit/comparison.h"
#include "audit/site_map.h"
#include "base/ahead.h"

typedef struct
{
  const SiteAudit *audit;
  Findings *findings;
  SiteCounts *counts;
  guint64 done, all;

  GPtrArray *documents;  /* paths that the site lists */
  GHashTable *addresses; /* Chain -> its path, of those that are listed */
  GArray *seen;          /* of guint8: of each leaf, whether it was compared */
  GArray *left;          /* of guint32: leaves to be compared */
} Walk;

static gpointer
compare_listed (guint index, gpointer data)
{
  const Walk *walk = data;
  return comparison_of_listed (walk->audit, walk->documents->pdata[index]);
}

static gpointer
compare_left (guint index, gpointer data)
{
  const Walk *walk = data;
  guint32 leaf = g_array_index (walk->left, guint32, index);
  const Chain *chain = history_leaf (walk->audit->history, leaf)->chain;

  return comparison_of_leaf (walk->audit, leaf, g_hash_table_lookup (walk->addresses, chain));
}

static void
take (Walk *walk, const Comparison *comparison)
{
  for (guint i = 0; i < comparison->findings->len; i++)
    findings_add (walk->findings, "%s", (const char *)comparison->findings->pdata[i]);
  if (comparison->leaf != NO_LEAF)
    g_array_index (walk->seen, guint8, comparison->leaf) = TRUE;
  walk->counts->editions += comparison->editions;
  walk->counts->pages += comparison->pages;
  walk->counts->erased += comparison->erased;
  walk->counts->since += comparison->since;
  walk->done++;
  if (walk->audit->progress != NULL)
    walk->audit->progress (walk->done, walk->all, walk->audit->data);
}

static void
walk_listed (Walk *walk)
{
  g_autoptr (Ahead) ahead =
      ahead_new (walk->audit->threads, walk->documents->len, compare_listed, (GDestroyNotify)comparison_free, walk);

  for (guint i = 0; i < walk->documents->len; i++)
    {
      g_autoptr (Comparison) comparison = ahead_take (ahead);
      take (walk, comparison);
      if (comparison->leaf != NO_LEAF)
        g_hash_table_insert (walk->addresses, (gpointer)history_leaf (walk->audit->history, comparison->leaf)->chain,
                             walk->documents->pdata[i]);
    }
}

/* A profile has no page of its own, and an erasure is looked at with what it erased. */
static gboolean
has_page (const HistoryLeaf *leaf)
{
  return leaf->chain != NULL && leaf->kind != LEAF_PROFILE && leaf->kind != LEAF_ERASURE;
}

static void
find_left (Walk *walk)
{
  const History *history = walk->audit->history;

  for (guint32 i = 0; i < history_size (history); i++)
    if (!g_array_index (walk->seen, guint8, i) && has_page (history_leaf (history, i)))
      g_array_append_val (walk->left, i);
  walk->all += walk->left->len;
}

static void
walk_left (Walk *walk)
{
  g_autoptr (Ahead) ahead =
      ahead_new (walk->audit->threads, walk->left->len, compare_left, (GDestroyNotify)comparison_free, walk);

  for (guint i = 0; i < walk->left->len; i++)
    {
      g_autoptr (Comparison) comparison = ahead_take (ahead);
      take (walk, comparison);
    }
}

gboolean
site_audit_run (const SiteAudit *audit, Findings *findings, SiteCounts *counts, GError **error)
{
  Walk walk = { .audit = audit, .findings = findings, .counts = counts };
  g_autoptr (GPtrArray) documents = site_map_read (audit->web, error);
  g_autoptr (GHashTable) addresses = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) seen = g_array_new (FALSE, TRUE, sizeof (guint8));
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (documents == NULL)
    return FALSE;

  g_array_set_size (seen, history_size (audit->history));
  walk.documents = documents;
  walk.addresses = addresses;
  walk.seen = seen;
  walk.left = left;
  walk.all = counts->documents = documents->len;
  walk_listed (&walk);
  find_left (&walk);
  walk_left (&walk);
  return TRUE;
}

#include "audit/history.h"

#include <string.h>

#define CLOCKS_DIFFER (60 * INSTANT_SECOND) /* the office's and ours */

struct _History
{
  GArray *leaves;     /* of HistoryLeaf */
  GHashTable *chains; /* a set of Chain */
  GPtrArray *lists;   /* of GPtrArray of Verifier: as the log named them, one after the other */
  GPtrArray *past;    /* of Verifier: those of all lists */
  Findings *findings;
  Instant now;
};

static guint
chain_hash (gconstpointer key)
{
  const Chain *chain = key;
  guint hash = 0;
  memcpy (&hash, chain->uuid, sizeof hash); /* random by its nature, and what is not only costs time */
  return hash ^ g_str_hash (chain->language);
}

static gboolean
chain_equal (gconstpointer a, gconstpointer b)
{
  const Chain *one = a, *two = b;
  return memcmp (one->uuid, two->uuid, UUID_BYTES) == 0 && strcmp (one->language, two->language) == 0;
}

History *
history_new (Instant now, Findings *findings)
{
  History *history = g_new0 (History, 1);

  history->leaves = g_array_new (FALSE, TRUE, sizeof (HistoryLeaf));
  history->chains = g_hash_table_new_full (chain_hash, chain_equal, g_free, NULL);
  history->lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  history->past = g_ptr_array_new ();
  history->now = now;
  history->findings = findings;
  return history;
}

void
history_free (History *history)
{
  g_array_unref (history->leaves);
  g_hash_table_unref (history->chains);
  g_ptr_array_unref (history->past);
  g_ptr_array_unref (history->lists);
  g_free (history);
}

GPtrArray *
history_keys (const History *history)
{
  return history->lists->len > 0 ? history->lists->pdata[history->lists->len - 1] : NULL;
}

GPtrArray *
history_past_keys (const History *history)
{
  return history->past;
}

guint32
history_size (const History *history)
{
  return history->leaves->len;
}

const HistoryLeaf *
history_leaf (const History *history, guint32 index)
{
  return &g_array_index (history->leaves, HistoryLeaf, index);
}

static Chain *
chain_new (const guint8 uuid[UUID_BYTES], const char *language)
{
  gsize length = strlen (language) + 1;
  Chain *chain = g_malloc0 (sizeof *chain + length);

  memcpy (chain->uuid, uuid, UUID_BYTES);
  memcpy (chain->language, language, length);
  chain->last = NO_LEAF;
  return chain;
}

const Chain *
history_chain (const History *history, const guint8 uuid[UUID_BYTES], const char *language)
{
  g_autofree Chain *key = chain_new (uuid, language);
  return g_hash_table_lookup (history->chains, key);
}

guint32
history_edition (const History *history, const Chain *chain, unsigned number)
{
  guint32 index = chain->last;

  while (index != NO_LEAF && history_leaf (history, index)->number > number)
    index = history_leaf (history, index)->before;
  return index != NO_LEAF && history_leaf (history, index)->number == number ? index : NO_LEAF;
}

/* ---- Keys ---- */

static void
take_keys (History *history, const Entry *entry)
{
  g_ptr_array_add (history->lists, g_ptr_array_ref (entry->keys));
  g_ptr_array_extend (history->past, entry->keys, NULL, NULL);
}

/* ---- Chains ---- */

static gboolean
breach (const History *history, const char *what)
{
  findings_add (history->findings, "leaf %u: %s", history->leaves->len, what);
  return FALSE;
}

/* An erasure is about an edition that stands: it names its number and its leaf, and the chain stays where it is.
 * Where the edition was gone before it could be logged, it names none. */
static void
take_erasure (History *history, Chain *chain, HistoryLeaf *leaf, const Entry *entry)
{
  guint32 named = history_edition (history, chain, entry->number);
  if (named == NO_LEAF && entry->previous == LEAF_NONE)
    {
      leaf->chain = chain;
      return;
    }
  if (named == NO_LEAF)
    {
      breach (history, "it erases an edition that the log does not know");
      return;
    }
  HistoryLeaf *edition = &g_array_index (history->leaves, HistoryLeaf, named);
  leaf->chain = chain;
  if (entry->previous != named)
    findings_add (history->findings, "leaf %u: it erases edition %u, whose leaf is %u, and names another one",
                  history->leaves->len, entry->number, named);
  if (edition->erased_by != NO_LEAF)
    breach (history, "it erases what was erased already");
  else
    chain->kept--;
  edition->erased_by = history->leaves->len;
}

static gboolean
kind_follows (const History *history, LeafKind kind, const HistoryLeaf *before)
{
  gboolean first = before == NULL;

  switch (kind)
    {
    case LEAF_EDITION:
      return first || breach (history, "it calls itself the first edition, and there were others");
    case LEAF_CORRECTION:
      if (!first && before->kind == LEAF_WITHDRAWAL)
        return breach (history, "it calls itself a correction, and follows a withdrawal");
      break;
    case LEAF_RESTORED:
      if (!first && before->kind != LEAF_WITHDRAWAL)
        return breach (history, "it restores what was not withdrawn");
      break;
    case LEAF_PROFILE:
      return first || before->kind == LEAF_PROFILE || breach (history, "a profile follows a text");
    case LEAF_IMPORT:
      return first || before->kind == LEAF_IMPORT
             || breach (history, "an imported edition follows one that was made here");
    default:
      break;
    }
  return first || before->kind != LEAF_PROFILE || breach (history, "a text follows a profile");
}

static void
check_place (const History *history, const Entry *entry, const HistoryLeaf *before, guint32 last)
{
  if (before == NULL && entry->previous != LEAF_NONE)
    breach (history, "it names a leaf before it, and its chain begins here");
  if (before == NULL)
    return;
  if (entry->number <= before->number)
    findings_add (history->findings, "leaf %u: edition %u comes after edition %u (leaf %u)", history->leaves->len,
                  entry->number, before->number, last);
  if (entry->previous != last)
    findings_add (history->findings, "leaf %u: its chain's leaf before is %u, and it names another one",
                  history->leaves->len, last);
  if (entry->recorded < before->recorded)
    findings_add (history->findings, "leaf %u: it was recorded before the edition that it follows (leaf %u)",
                  history->leaves->len, last);
}

static Chain *
chain_of (History *history, const Entry *entry)
{
  g_autofree Chain *key = chain_new (entry->uuid, entry->language);
  Chain *chain = g_hash_table_lookup (history->chains, key);

  if (chain != NULL)
    return chain;
  chain = g_steal_pointer (&key);
  g_hash_table_add (history->chains, chain);
  return chain;
}

static void
take_edition (History *history, HistoryLeaf *leaf, const Entry *entry)
{
  Chain *chain = chain_of (history, entry);

  leaf->number = entry->number;
  leaf->document = entry->document;
  leaf->published = entry->published;
  if (entry->kind == LEAF_ERASURE)
    {
      take_erasure (history, chain, leaf, entry);
      return;
    }
  const HistoryLeaf *before = chain->last != NO_LEAF ? history_leaf (history, chain->last) : NULL;
  if (entry->number == 0)
    breach (history, "editions count from 1");
  check_place (history, entry, before, chain->last);
  kind_follows (history, entry->kind, before);
  leaf->chain = chain;
  leaf->before = chain->last;
  chain->last = history->leaves->len;
  chain->kept++;
}

static void
check_instants (const History *history, const Entry *entry)
{
  g_autofree char *recorded = instant_format (entry->recorded), *published = instant_format (entry->published);

  if (entry->recorded > history->now + CLOCKS_DIFFER)
    findings_add (history->findings, "leaf %u: it says that it was recorded at %s, which is still to come",
                  history->leaves->len, recorded);
  if (entry->kind != LEAF_KEYS && entry->published > history->now + CLOCKS_DIFFER)
    findings_add (history->findings, "leaf %u: it is of an edition that is public from %s on, which is still to come",
                  history->leaves->len, published);
}

void
history_take (History *history, const Entry *entry)
{
  HistoryLeaf leaf = { .kind = entry->kind, .recorded = entry->recorded, .before = NO_LEAF, .erased_by = NO_LEAF };

  if (entry->problem != NULL)
    breach (history, entry->problem);
  else
    {
      check_instants (history, entry);
      if (entry->kind == LEAF_KEYS)
        take_keys (history, entry);
      else
        take_edition (history, &leaf, entry);
    }
  g_array_append_val (history->leaves, leaf);
}

/* From editions to leaves, and from leaves to a checkpoint.
 *
 * A log only grows from the checkpoint that was signed last: the keeper of the keys is shown that it does, and signs
 * for no record that lost leaves, or has other ones. */
#include "publish/sealing.h"

#include "publish/leaf_writer.h"
#include "log/log_tree.h"
#include "seal/checkpoint.h"
#include "seal/edition_document.h"
#include "seal/erasure_document.h"
#include "seal/leaf.h"
#include "seal/note.h"

#include <sodium.h>
#include <string.h>

#define BATCH 512

typedef struct
{
  Store *store;
  const char *office;
  Keeper *keeper;
  const KeeperKeys *keys; /* its; what it remembers may have grown since */
  const StoreLog *log;
  Instant now;
  char *last; /* the checkpoint before, or NULL */
  guint64 last_size;
  LeafWriter *writer;
} Sealing;

static void
sealing_clear (Sealing *sealing)
{
  g_clear_pointer (&sealing->last, g_free);
  g_clear_pointer (&sealing->writer, leaf_writer_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sealing, sealing_clear)

/* Where the log stands, by its own checkpoint, and what the keeper says. */
static gboolean
find_end (Sealing *sealing, GError **error)
{
  GError *failure = NULL;

  sealing->keys = keeper_keys (sealing->keeper, error);
  if (sealing->keys == NULL)
    return FALSE;
  sealing->last = store_checkpoint (sealing->store, sealing->office, &sealing->last_size, &failure);
  sealing->writer = leaf_writer_new (sealing->store, sealing->office, sealing->keeper, sealing->last_size);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* ---- Leaves ---- */

static LeafKind
kind_of (const Edition *edition, gboolean after_withdrawal)
{
  if (edition->state == STATE_WITHDRAWN)
    return LEAF_WITHDRAWAL;
  if (edition->kind == KIND_PROFILE)
    return LEAF_PROFILE;
  if (edition->imported)
    return LEAF_IMPORT;
  return edition->number == 1 ? LEAF_EDITION : after_withdrawal ? LEAF_RESTORED : LEAF_CORRECTION;
}

static gboolean
append (Sealing *sealing, const Leaf *leaf, gint64 edition, const guint8 *salt, GError **error)
{
  return leaf_writer_add (sealing->writer, leaf_write (leaf), edition, salt, error);
}

/* What the leaf before says of itself stays true, whatever has become of its edition since: it may be erased. */
static gboolean
find_before (Store *store, const Edition *edition, gint64 *before, gboolean *after_withdrawal, GError **error)
{
  g_autofree char *entry = NULL;

  *before = -1;
  *after_withdrawal = FALSE;
  if (edition->number == 1)
    return TRUE;
  if (!store_leaf_before (store, edition, before, &entry, error))
    return FALSE;
  g_autoptr (Leaf) leaf = entry != NULL ? leaf_read (entry, note_text_length (entry, strlen (entry)), error) : NULL;
  *after_withdrawal = leaf != NULL && leaf->kind == LEAF_WITHDRAWAL;
  return entry == NULL || leaf != NULL;
}

static gboolean
edition_leaf (Store *store, const Edition *edition, const char *origin, const guint8 *salt, Leaf *leaf,
              char **document, GError **error)
{
  gboolean after_withdrawal;
  gint64 before;
  gsize length;

  if (!find_before (store, edition, &before, &after_withdrawal, error))
    return FALSE;
  *document = edition_document_write (edition, origin, salt, &length, error);
  if (*document == NULL)
    return FALSE;
  *leaf = (Leaf){ .kind = kind_of (edition, after_withdrawal),
                  .document_digest = hash_of (*document, length),
                  .document = edition->document,
                  .language = edition->language,
                  .number = edition->number,
                  .previous = before >= 0 ? (guint64)before : LEAF_NONE,
                  .published = edition->published,
                  .recorded = edition->recorded };
  return TRUE;
}

char *
sealing_leaf (Store *store, const Edition *edition, const char *origin, const guint8 *salt, char **document,
              GError **error)
{
  Leaf leaf;
  return edition_leaf (store, edition, origin, salt, &leaf, document, error) ? leaf_write (&leaf) : NULL;
}

/* The edition before it may be among those that are not written yet. */
static gboolean
seal_edition (Sealing *sealing, const StoreUnsealed *unsealed, GError **error)
{
  const Edition *edition = unsealed->edition;
  guint8 salt[SALT_BYTES];
  g_autofree char *document = NULL;
  Leaf leaf;

  randombytes_buf (salt, sizeof salt);
  return (edition->number == 1 || leaf_writer_flush (sealing->writer, error))
         && edition_leaf (sealing->store, edition, sealing->log->origin, salt, &leaf, &document, error)
         && append (sealing, &leaf, unsealed->id, salt, error);
}

/* ---- Erasures ---- */

char *
sealing_erasure_leaf (const StoreErasure *erasure, const char *origin, char **document, GError **error)
{
  Edition *edition = erasure->edition;
  gsize length;

  *document = erasure_document_write (edition, origin, erasure->reason, erasure->recorded, &length, error);
  if (*document == NULL)
    return NULL;
  const Leaf leaf = { .kind = LEAF_ERASURE,
                      .document_digest = hash_of (*document, length),
                      .document = edition->document,
                      .language = edition->language,
                      .number = edition->number,
                      .previous = erasure->own_leaf >= 0 ? (guint64)erasure->own_leaf : LEAF_NONE,
                      .published = edition->published,
                      .recorded = erasure->recorded };
  return leaf_write (&leaf);
}

static gboolean
append_erasure (Sealing *sealing, const StoreErasure *erasure, GError **error)
{
  g_autofree char *document = NULL;
  char *text = sealing_erasure_leaf (erasure, sealing->log->origin, &document, error);
  return text != NULL && leaf_writer_add (sealing->writer, text, 0, NULL, error)
         && leaf_writer_flush (sealing->writer, error);
}

/* A leaf of its own. That of the edition, if it has one, stays: whoever kept a copy can still prove what it said. */
static gboolean
seal_erasure (Sealing *sealing, const StoreErasure *erasure, GError **error)
{
  guint64 position = leaf_writer_size (sealing->writer);
  gboolean added = erasure->entry != NULL ? leaf_writer_add_signed (sealing->writer, erasure->entry, 0, error)
                                          : append_erasure (sealing, erasure, error);

  return added && store_set_erasure_leaf (sealing->store, erasure->id, position, error);
}

/* All leaves before are written. With an office key that is kept elsewhere, only those that were signed there. */
static gboolean
seal_erasures (Sealing *sealing, gboolean elsewhere, guint *sealed, GError **error)
{
  g_autoptr (GPtrArray) erasures = store_erasures (sealing->store, sealing->office, FALSE, error);

  for (guint i = 0; erasures != NULL && i < erasures->len; i++)
    {
      const StoreErasure *erasure = erasures->pdata[i];
      if (elsewhere && erasure->entry == NULL)
        continue;
      if (!seal_erasure (sealing, erasure, error))
        return FALSE;
      (*sealed)++;
    }
  return erasures != NULL;
}

/* ---- The checkpoint ---- */

/* That the log of OLD leaves is a beginning of the TREE; NULL without ERROR set: no proof is needed, or none could
 * show it. */
static GArray *
proof_from (MerkleTree *tree, guint64 old, guint64 size, GError **error)
{
  return old > 0 && old < size ? merkle_prove_consistency (tree, old, error) : NULL;
}

/* The size of what the keeper remembers; 0 where that is nothing. */
static guint64
remembered_size (const KeeperKeys *keys)
{
  gsize length = keys->remembered != NULL ? note_text_length (keys->remembered, strlen (keys->remembered)) : 0;
  g_autofree char *text = g_strndup (keys->remembered, length);
  g_autoptr (Checkpoint) head = length > 0 ? checkpoint_parse (text, NULL) : NULL;
  return head != NULL ? head->size : 0;
}

static char *
sign_from (const Sealing *sealing, MerkleTree *tree, guint64 remembered, KeeperHead *head, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GArray) from_last = proof_from (tree, sealing->last_size, head->size, &failure);
  g_autoptr (GArray) from_memory = failure == NULL ? proof_from (tree, remembered, head->size, &failure) : NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  head->from_last = from_last;
  head->from_memory = from_memory;
  return keeper_sign_head (sealing->keeper, head, error);
}

/* Whoever committed just before may have that remembered since the keeper was asked: then it is shown once more. */
static char *
sign_tree (const Sealing *sealing, MerkleTree *tree, KeeperHead *head, GError **error)
{
  const KeeperKeys *keys = sealing->keys;
  if (!merkle_root (tree, &head->root, error))
    return NULL;

  for (;;)
    {
      GError *failure = NULL;
      guint64 remembered = remembered_size (keys);
      char *lines = sign_from (sealing, tree, remembered, head, &failure);
      if (lines != NULL)
        return lines;
      keys = keeper_keys (sealing->keeper, NULL);
      if (keys == NULL || remembered_size (keys) <= remembered)
        {
          g_propagate_error (error, failure);
          return NULL;
        }
      g_error_free (failure);
    }
}

static gboolean
sign_head (const Sealing *sealing, GError **error)
{
  LogPlace place = { sealing->store, sealing->office };
  KeeperHead head = { .size = leaf_writer_size (sealing->writer), .last = sealing->last };
  g_autoptr (MerkleTree) tree = log_tree (&place, head.size);
  g_autofree char *lines = sign_tree (sealing, tree, &head, error);

  if (lines == NULL)
    {
      g_prefix_error (error, "nothing is signed for the log of “%s” (is this file an old copy?): ", sealing->office);
      return FALSE;
    }
  g_autofree char *text = checkpoint_write (sealing->log->origin, head.size, &head.root);
  g_autofree char *note = note_write (text, lines);
  return store_add_checkpoint (sealing->store, sealing->office, head.size, note, error);
}

gboolean
sealing_remember (Store *store, const char *office, Keeper *keeper, GError **error)
{
  guint64 size;
  g_autofree char *note = store_checkpoint (store, office, &size, error);
  return note != NULL && keeper_remember (keeper, note, error);
}

/* ---- The whole ---- */

static gboolean
keys_fit (const Sealing *sealing, GError **error)
{
  const KeeperKeys *keys = sealing->keys;
  gboolean overlap = keys->old_log != NULL, overlaps = sealing->log->old_log_key != NULL;

  if (verifier_is (keys->office, sealing->log->office_key) && verifier_is (keys->log, sealing->log->log_key)
      && overlap == overlaps)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_KEYS,
               "the log of “%s” is kept with other keys than these; nothing is signed", sealing->office);
  return FALSE;
}

/* Those that were signed elsewhere: each as it was signed, if it still says what its edition does. */
static gboolean
seal_signed (Sealing *sealing, guint *sealed, GError **error)
{
  g_autoptr (GPtrArray) all = store_signed (sealing->store, sealing->office, sealing->now, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const StoreSigned *ready = all->pdata[i];
      if (!leaf_writer_add_signed (sealing->writer, ready->entry, ready->edition, error))
        return FALSE;
    }
  *sealed = all != NULL ? all->len : 0;
  return all != NULL && (all->len == 0 || store_forget_signed (sealing->store, error));
}

static gboolean
seal_all (Sealing *sealing, guint *sealed, GError **error)
{
  g_autoptr (GPtrArray) batch = NULL;

  do
    {
      g_clear_pointer (&batch, g_ptr_array_unref);
      batch = store_unsealed (sealing->store, sealing->office, sealing->now, BATCH, error);
      for (guint i = 0; batch != NULL && i < batch->len; i++)
        if (!seal_edition (sealing, batch->pdata[i], error))
          return FALSE;
      if (batch == NULL || !leaf_writer_flush (sealing->writer, error))
        return FALSE;
      *sealed += batch->len;
    }
  while (batch->len == BATCH);
  return TRUE;
}

static gboolean
seal_due (Sealing *sealing, guint *sealed, GError **error)
{
  if (sealing->keeper == NULL)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED,
                   "the record of “%s” is sealed: its keys are needed to add to it (--keys FILE)", sealing->office);
      return FALSE;
    }
  if (!find_end (sealing, error) || !keys_fit (sealing, error))
    return FALSE;
  gboolean elsewhere = sealing->keys->office_elsewhere;
  return (elsewhere ? seal_signed : seal_all) (sealing, sealed, error)
         && seal_erasures (sealing, elsewhere, sealed, error) && (*sealed == 0 || sign_head (sealing, error));
}

gboolean
sealing_run (Store *store, const char *office, Keeper *keeper, Instant now, guint *sealed, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);
  g_auto (Sealing) sealing = { .store = store, .office = office, .keeper = keeper, .log = log, .now = now };
  Instant due = log != NULL ? store_next_unsealed (store, office, &failure) : INSTANT_MAX;
  guint count = 0;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  gboolean done = log == NULL || due > now || seal_due (&sealing, &count, error);
  if (sealed != NULL)
    *sealed = count;
  return done;
}

static gboolean
append_keys (Sealing *sealing, const char *entry, GError **error)
{
  return find_end (sealing, error) && leaf_writer_add_signed (sealing->writer, entry, 0, error)
         && sign_head (sealing, error);
}

gboolean
sealing_begin (Store *store, const char *office, const StoreLog *log, const char *entry, Keeper *keeper,
               GError **error)
{
  g_auto (Sealing) sealing = { .store = store, .office = office, .keeper = keeper, .log = log };
  return store_add_log (store, office, log, error) && append_keys (&sealing, entry, error);
}

gboolean
sealing_rotate (Store *store, const char *office, const StoreLog *log, const char *entry, Keeper *keeper,
                GError **error)
{
  g_auto (Sealing) sealing = { .store = store, .office = office, .keeper = keeper, .log = log };
  return store_set_log_keys (store, office, log, error) && append_keys (&sealing, entry, error);
}

/* From editions to leaves, and from leaves to a checkpoint.
 *
 * A log only grows from the checkpoint that was signed last: before anything is signed, the root of the leaves that
 * the file holds is compared with it. A file that lost leaves, or has other ones, is not signed for. */
#include "publish/sealing.h"

#include "seal/checkpoint.h"
#include "seal/edition_document.h"
#include "seal/leaf.h"
#include "seal/merkle.h"
#include "seal/note.h"

#include <sodium.h>
#include <string.h>

#define BATCH 500

typedef struct
{
  Store *store;
  const char *office;
  const Keys *keys;
  StoreLog *log;
  guint64 size; /* leaves */
  Instant now;
} Sealing;

/* ---- The tree ---- */

typedef struct
{
  Store *store;
  const char *office;
} LogPlace;

static gboolean
read_tile (gpointer data, const Tile *tile, Hash *hashes, GError **error)
{
  const LogPlace *place = data;
  return store_log_hashes (place->store, place->office, tile->level, tile->index * TILE_WIDTH, tile->width,
                           hashes->bytes, error);
}

static gboolean
root_of (const Sealing *sealing, guint64 size, Hash *root, GError **error)
{
  LogPlace place = { sealing->store, sealing->office };
  TileReader reader = { read_tile, &place };
  g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, size);
  return merkle_root (tree, root, error);
}

/* The tiles that the last leaf made full, each a hash of the level above. */
static gboolean
add_full_tiles (const Sealing *sealing, GError **error)
{
  LogPlace place = { sealing->store, sealing->office };
  TileReader reader = { read_tile, &place };
  guint64 count = sealing->size;

  for (guint level = 1; count % TILE_WIDTH == 0; level++)
    {
      g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, sealing->size);
      Hash hash;
      count /= TILE_WIDTH;
      if (!merkle_full_tile (tree, level - 1, count - 1, &hash, error)
          || !store_add_log_hash (sealing->store, sealing->office, level, count - 1, hash.bytes, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- Leaves ---- */

static gboolean
append (Sealing *sealing, const Leaf *leaf, gint64 edition, const guint8 *salt, GError **error)
{
  g_autofree char *text = leaf_write (leaf);
  g_autofree char *line = note_sign (text, sealing->keys->office, 0);
  g_autofree char *entry = note_write (text, line);
  Hash hash = hash_leaf (entry, strlen (entry));

  if (!store_add_leaf (sealing->store, sealing->office, sealing->size, edition, hash.bytes, entry, salt, error))
    return FALSE;
  sealing->size++;
  return sealing->size % TILE_WIDTH != 0 || add_full_tiles (sealing, error);
}

static LeafKind
kind_of (const Edition *edition, gboolean after_withdrawal)
{
  if (edition->state == STATE_ERASED)
    return LEAF_ERASURE;
  if (edition->state == STATE_WITHDRAWN)
    return LEAF_WITHDRAWAL;
  if (edition->kind == KIND_PROFILE)
    return LEAF_PROFILE;
  if (edition->imported)
    return LEAF_IMPORT;
  return edition->number == 1 ? LEAF_EDITION : after_withdrawal ? LEAF_RESTORED : LEAF_CORRECTION;
}

static gboolean
seal_edition (Sealing *sealing, const StoreUnsealed *unsealed, GError **error)
{
  Edition *edition = unsealed->edition;
  guint8 salt[SALT_BYTES];
  gboolean after_withdrawal = FALSE;
  gint64 before = -1;
  gsize length;

  randombytes_buf (salt, sizeof salt);
  if (edition->number > 1 && !store_leaf_before (sealing->store, edition, &before, &after_withdrawal, error))
    return FALSE;
  g_autofree char *document = edition_document_write (edition, sealing->log->origin, salt, &length, error);
  if (document == NULL)
    return FALSE;
  Leaf leaf = { .kind = kind_of (edition, after_withdrawal),
                .document_digest = hash_of (document, length),
                .document = edition->document,
                .language = edition->language,
                .number = edition->number,
                .previous = before >= 0 ? (guint64)before : LEAF_NONE,
                .published = edition->published,
                .recorded = edition->recorded };
  return append (sealing, &leaf, unsealed->id, salt, error);
}

/* ---- Checkpoints ---- */

static gboolean
refuse (const Sealing *sealing, GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
               "the log of “%s” %s; nothing is signed. Is this file an old copy?", sealing->office, what);
  return FALSE;
}

/* The head that NOTE is, ours; NULL with ERROR set. */
static Checkpoint *
head_of (const Sealing *sealing, const char *bytes, GError **error)
{
  g_autoptr (Note) note = note_open (bytes, strlen (bytes), &sealing->keys->log->verifier, 1, error);
  g_autoptr (Checkpoint) head = note != NULL ? checkpoint_parse (note->text, error) : NULL;

  if (head == NULL || strcmp (head->origin, sealing->log->origin) == 0)
    return g_steal_pointer (&head);
  refuse (sealing, error, "has a checkpoint of another log");
  return NULL;
}

/* HEAD, which was signed once, must be about the leaves that are here. */
static gboolean
stands_on (const Sealing *sealing, const Checkpoint *head, GError **error)
{
  Hash root;

  if (head->size > sealing->size)
    return refuse (sealing, error, "ends before what was signed last");
  return root_of (sealing, head->size, &root, error)
         && (hash_equal (&root, &head->root) || refuse (sealing, error, "does not hold what was signed"));
}

/* Where the log stands, by its own checkpoint. */
static gboolean
find_end (Sealing *sealing, GError **error)
{
  GError *failure = NULL;
  g_autofree char *note = store_checkpoint (sealing->store, sealing->office, &sealing->size, &failure);
  g_autoptr (Checkpoint) head = note != NULL ? head_of (sealing, note, &failure) : NULL;

  if (head != NULL && head->size != sealing->size)
    refuse (sealing, &failure, "has a checkpoint of another size");
  if (failure == NULL)
    return head == NULL || stands_on (sealing, head, error);
  g_propagate_error (error, failure);
  return FALSE;
}

static char *
memory_of (const Keys *keys)
{
  return keys->path != NULL ? g_strconcat (keys->path, ".state", NULL) : NULL;
}

/* What these keys signed last, wherever the record was then. */
static gboolean
agrees_with_memory (const Sealing *sealing, GError **error)
{
  g_autofree char *path = memory_of (sealing->keys), *note = NULL;
  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &note, NULL, error))
    return FALSE;
  g_autoptr (Checkpoint) head = head_of (sealing, note, error);
  return head != NULL && stands_on (sealing, head, error);
}

gboolean
sealing_remember (Store *store, const char *office, const Keys *keys, GError **error)
{
  guint64 size;
  g_autofree char *path = memory_of (keys);
  g_autofree char *note = path != NULL ? store_checkpoint (store, office, &size, error) : NULL;

  return note == NULL
         || g_file_set_contents_full (path, note, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
}

static gboolean
sign_head (const Sealing *sealing, GError **error)
{
  Hash root;
  if (!root_of (sealing, sealing->size, &root, error))
    return FALSE;
  g_autofree char *text = checkpoint_write (sealing->log->origin, sealing->size, &root);
  g_autofree char *line = note_sign (text, sealing->keys->log, 0);
  g_autofree char *note = note_write (text, line);
  return store_add_checkpoint (sealing->store, sealing->office, sealing->size, note, error);
}

/* ---- The whole ---- */

static gboolean
keys_fit (const Sealing *sealing, GError **error)
{
  g_autofree char *office_key = verifier_write (sealing->keys->office->verifier);
  g_autofree char *log_key = verifier_write (sealing->keys->log->verifier);

  return (strcmp (office_key, sealing->log->office_key) == 0 && strcmp (log_key, sealing->log->log_key) == 0)
         || refuse (sealing, error, "was begun with other keys than these");
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
      *sealed += batch != NULL ? batch->len : 0;
    }
  while (batch != NULL && batch->len == BATCH);
  return batch != NULL && (*sealed == 0 || sign_head (sealing, error));
}

static gboolean
seal_due (Sealing *sealing, guint *sealed, GError **error)
{
  if (sealing->keys == NULL)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED,
                   "the record of “%s” is sealed: its keys are needed to add to it (--keys FILE)", sealing->office);
      return FALSE;
    }
  return keys_fit (sealing, error) && find_end (sealing, error) && agrees_with_memory (sealing, error)
         && seal_all (sealing, sealed, error);
}

gboolean
sealing_run (Store *store, const char *office, const Keys *keys, Instant now, guint *sealed, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);
  Sealing sealing = { store, office, keys, log, 0, now };
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

gboolean
sealing_begin (Store *store, const char *office, const Keys *keys, Instant now, GError **error)
{
  g_autofree char *office_key = verifier_write (keys->office->verifier);
  g_autofree char *log_key = verifier_write (keys->log->verifier);
  StoreLog log = { keys->log->verifier->name, office_key, log_key };
  Sealing sealing = { store, office, keys, &log, 0, now };
  char *names[] = { office_key, log_key, NULL };
  Leaf leaf = { .kind = LEAF_KEYS, .recorded = now, .keys = names };

  return store_add_log (store, office, &log, error) && append (&sealing, &leaf, 0, NULL, error)
         && sign_head (&sealing, error);
}

/* The log of an office from the inside: every leaf against its entry, its signature, and the edition or the erasure
 * that it is about; every tile against those below; every checkpoint against the leaves. */
#include "publish/log_check.h"

#include "seal/checkpoint.h"
#include "seal/edition_document.h"
#include "seal/erasure_document.h"
#include "seal/leaf.h"
#include "seal/merkle.h"
#include "seal/note.h"

#include <string.h>

#define BATCH 256

typedef struct
{
  Store *store;
  const char *office;
  StoreLog *log;
  Verifier *root_key,
      *office_key;      /* the office's: that which signs at the leaf that is read; NULL before the first */
  GPtrArray *log_keys;  /* of Verifier: all that the log had */
  GArray *hashes;       /* of the leaves, as their entries make them */
  GHashTable *erasures; /* position -> Leaf: those that say that something was erased */
  StoreFinding found;
  gpointer data;
} LogCheck;

G_GNUC_PRINTF (2, 3)
static void
find (const LogCheck *check, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *what = g_strdup_vprintf (format, values);
  va_end (values);
  g_autofree char *finding = g_strdup_printf ("the log of “%s”: %s", check->office, what);
  check->found (finding, check->data);
}

/* ---- Leaves ---- */

static Verifier *
key_of (const Leaf *leaf, KeyRole role)
{
  for (char **key = leaf->keys; *key != NULL; key++)
    {
      g_autoptr (Verifier) verifier = verifier_parse (*key, NULL);
      if (verifier != NULL && verifier_role (verifier) == role)
        return g_steal_pointer (&verifier);
    }
  return NULL;
}

/* From here on other keys sign; who signed before vouches for them, or the root. The first ones vouch for themselves.
 */
static gboolean
take_keys (LogCheck *check, const Leaf *leaf, const char *entry, GError **error)
{
  g_autoptr (Verifier) office = key_of (leaf, KEY_OF_OFFICE);
  Verifier *log = key_of (leaf, KEY_OF_LOG);
  if (log != NULL)
    g_ptr_array_add (check->log_keys, log);
  if (office == NULL || log == NULL)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "it names no key of the office, or none of the log");
      return FALSE;
    }
  Verifier *vouching[] = { check->root_key, check->office_key != NULL ? check->office_key : office };
  g_autoptr (Note) note = note_open (entry, strlen (entry), vouching, G_N_ELEMENTS (vouching), error);
  if (note == NULL)
    return FALSE;
  g_clear_pointer (&check->office_key, verifier_free);
  check->office_key = g_steal_pointer (&office);
  return TRUE;
}

static gboolean
is_signed (LogCheck *check, const Leaf *leaf, const char *entry, GError **error)
{
  if (leaf->kind == LEAF_KEYS)
    return take_keys (check, leaf, entry, error);
  if (check->office_key == NULL)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "no leaf before it names keys");
      return FALSE;
    }
  g_autoptr (Note) note = note_open (entry, strlen (entry), &check->office_key, 1, error);
  return note != NULL;
}

/* The signed line of an entry, or NULL: then it was said why. */
static Leaf *
open_entry (LogCheck *check, const StoreLogged *logged)
{
  g_autoptr (GError) error = NULL;
  gsize length = note_text_length (logged->entry, strlen (logged->entry));
  g_autoptr (Leaf) leaf = leaf_read (logged->entry, length, &error);

  if (leaf != NULL && is_signed (check, leaf, logged->entry, &error))
    return g_steal_pointer (&leaf);
  find (check, "leaf %" G_GUINT64_FORMAT ": %s", logged->position, error->message);
  return NULL;
}

/* The words of an edition that was erased are not there to be compared. */
static void
compare_edition (const LogCheck *check, const StoreLogged *logged, const Leaf *leaf)
{
  const Edition *edition = logged->edition;
  gsize length;
  if (edition == NULL || edition->state == STATE_ERASED)
    return;
  if (logged->salt == NULL || g_bytes_get_size (logged->salt) != SALT_BYTES)
    {
      find (check, "edition %u of /%s/%s has no salt, and was not erased", edition->number, edition->language,
            edition->path);
      return;
    }
  g_autofree char *document =
      edition_document_write (edition, check->log->origin, g_bytes_get_data (logged->salt, NULL), &length, NULL);
  Hash digest = hash_of (document, length);
  if (!hash_equal (&digest, &leaf->document_digest))
    find (check, "edition %u of /%s/%s says something else than what was signed (leaf %" G_GUINT64_FORMAT ")",
          edition->number, edition->language, edition->path, logged->position);
}

static void
check_leaf (LogCheck *check, const StoreLogged *logged)
{
  Hash hash = hash_leaf (logged->entry, strlen (logged->entry));
  g_autoptr (Leaf) leaf = open_entry (check, logged);

  if (logged->position != check->hashes->len)
    find (check, "leaf %u is missing", check->hashes->len);
  if (memcmp (hash.bytes, logged->hash, sizeof hash) != 0)
    find (check, "leaf %" G_GUINT64_FORMAT ": its hash is not that of its entry", logged->position);
  g_array_append_val (check->hashes, hash);
  if (leaf != NULL)
    compare_edition (check, logged, leaf);
  if (leaf != NULL && leaf->kind == LEAF_ERASURE)
    g_hash_table_insert (check->erasures, g_memdup2 (&logged->position, sizeof logged->position),
                         g_steal_pointer (&leaf));
}

static gboolean
check_leaves (LogCheck *check, GError **error)
{
  guint64 first = 0;
  guint got;

  do
    {
      g_autoptr (GPtrArray) batch = store_logged (check->store, check->office, first, BATCH, error);
      if (batch == NULL)
        return FALSE;
      got = batch->len;
      for (guint i = 0; i < got; i++)
        check_leaf (check, batch->pdata[i]);
      if (got > 0)
        first = ((const StoreLogged *)batch->pdata[got - 1])->position + 1;
    }
  while (got == BATCH);
  return TRUE;
}

/* ---- Erasures ---- */

static gboolean
says_the_same (const LogCheck *check, const StoreErasure *erasure, const Leaf *leaf)
{
  gsize length;
  g_autofree char *document = erasure_document_write (erasure->edition, check->log->origin, erasure->reason,
                                                      erasure->recorded, &length, NULL);
  Hash digest = hash_of (document, length);
  guint64 previous = erasure->own_leaf >= 0 ? (guint64)erasure->own_leaf : LEAF_NONE;

  return hash_equal (&digest, &leaf->document_digest) && leaf->previous == previous
         && leaf->number == erasure->edition->number && strcmp (leaf->document, erasure->edition->document) == 0
         && strcmp (leaf->language, erasure->edition->language) == 0 && leaf->recorded == erasure->recorded;
}

static void
check_erasure (LogCheck *check, const StoreErasure *erasure)
{
  const Edition *edition = erasure->edition;
  const Leaf *leaf = g_hash_table_lookup (check->erasures, &erasure->leaf);

  if (leaf == NULL || !says_the_same (check, erasure, leaf))
    find (check, "the erasure of edition %u of /%s/%s is not what was signed (leaf %" G_GINT64_FORMAT ")",
          edition->number, edition->language, edition->path, erasure->leaf);
  g_hash_table_remove (check->erasures, &erasure->leaf);
}

/* Those that wait to be signed are not in it yet. */
static gboolean
check_erasures (LogCheck *check, GError **error)
{
  g_autoptr (GPtrArray) sealed = store_erasures (check->store, check->office, TRUE, error);
  GHashTableIter iter;
  gpointer position;

  for (guint i = 0; sealed != NULL && i < sealed->len; i++)
    check_erasure (check, sealed->pdata[i]);
  g_hash_table_iter_init (&iter, check->erasures);
  while (g_hash_table_iter_next (&iter, &position, NULL))
    find (check, "leaf %" G_GUINT64_FORMAT " tells of an erasure that is not in the record", *(guint64 *)position);
  return sealed != NULL;
}

/* ---- Tiles and checkpoints ---- */

/* Leaves from their entries, and the levels above from the file: a root that fits proves both. */
static gboolean
read_tile (gpointer data, const Tile *tile, Hash *hashes, GError **error)
{
  const LogCheck *check = data;

  if (tile->level > 0)
    return store_log_hashes (check->store, check->office, tile->level, tile->index * TILE_WIDTH, tile->width,
                             hashes->bytes, error);
  memcpy (hashes, &g_array_index (check->hashes, Hash, tile->index * TILE_WIDTH), tile->width * sizeof *hashes);
  return TRUE;
}

static void
check_checkpoint (LogCheck *check, const char *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Note) note =
      note_open (bytes, strlen (bytes), (Verifier *const *)check->log_keys->pdata, check->log_keys->len, &error);
  g_autoptr (Checkpoint) head = note != NULL ? checkpoint_parse (note->text, &error) : NULL;
  TileReader reader = { read_tile, check };
  Hash root;

  if (head != NULL && head->size <= check->hashes->len)
    {
      g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, head->size);
      if (merkle_root (tree, &root, &error) && !hash_equal (&root, &head->root))
        find (check, "the checkpoint of %" G_GUINT64_FORMAT " leaves signs another tree", head->size);
    }
  else if (head != NULL)
    find (check, "the checkpoint of %" G_GUINT64_FORMAT " leaves is of more than there are", head->size);
  if (error != NULL)
    find (check, "a checkpoint: %s", error->message);
}

static gboolean
check_log (LogCheck *check, GError **error)
{
  check->root_key = verifier_parse (check->log->root_key, error);
  if (check->root_key == NULL || !check_leaves (check, error) || !check_erasures (check, error))
    return FALSE;

  g_auto (GStrv) checkpoints = store_checkpoints (check->store, check->office, error);
  for (char **checkpoint = checkpoints; checkpoint != NULL && *checkpoint != NULL; checkpoint++)
    check_checkpoint (check, *checkpoint);
  return checkpoints != NULL;
}

/* ---- The whole ---- */

static gboolean
check_office (Store *store, const char *office, StoreFinding found, gpointer data, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (Hash));
  g_autoptr (GPtrArray) log_keys = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
  g_autoptr (GHashTable) erasures =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)leaf_free);
  LogCheck check = { store, office, log, NULL, NULL, log_keys, hashes, erasures, found, data };

  if (failure != NULL)
    g_propagate_error (error, failure);
  gboolean done = failure == NULL && (log == NULL || check_log (&check, error));
  g_clear_pointer (&check.office_key, verifier_free);
  g_clear_pointer (&check.root_key, verifier_free);
  return done;
}

gboolean
log_check (Store *store, StoreFinding found, gpointer data, GError **error)
{
  g_auto (GStrv) offices = store_offices (store, error);

  for (char **office = offices; office != NULL && *office != NULL; office++)
    if (!check_office (store, *office, found, data, error))
      return FALSE;
  return offices != NULL;
}

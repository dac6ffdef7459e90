/* The log of an office from the inside: every leaf against its entry, its signature, and the edition that it is
 * about; every tile against those below; every checkpoint against the leaves. */
#include "publish/log_check.h"

#include "seal/checkpoint.h"
#include "seal/edition_document.h"
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
  Verifier *office_key, *log_key;
  GArray *hashes; /* of the leaves, as their entries make them */
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

/* The signed line of an entry, or NULL: then it was said why. */
static Leaf *
open_entry (const LogCheck *check, const StoreLogged *logged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Note) note = note_open (logged->entry, strlen (logged->entry), &check->office_key, 1, &error);
  Leaf *leaf = note != NULL ? leaf_read (note->text, strlen (note->text), &error) : NULL;

  if (leaf == NULL)
    find (check, "leaf %" G_GUINT64_FORMAT ": %s", logged->position, error->message);
  return leaf;
}

/* An erased text is not there to be compared. */
static void
compare_edition (const LogCheck *check, const StoreLogged *logged, const Leaf *leaf)
{
  const Edition *edition = logged->edition;
  gsize length;
  if (edition == NULL || logged->salt == NULL || g_bytes_get_size (logged->salt) != SALT_BYTES)
    return;
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
  g_autoptr (Note) note = note_open (bytes, strlen (bytes), &check->log_key, 1, &error);
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
  check->office_key = verifier_parse (check->log->office_key, error);
  check->log_key = check->office_key != NULL ? verifier_parse (check->log->log_key, error) : NULL;
  if (check->log_key == NULL || !check_leaves (check, error))
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
  LogCheck check = { store, office, log, NULL, NULL, hashes, found, data };

  if (failure != NULL)
    g_propagate_error (error, failure);
  gboolean done = failure == NULL && (log == NULL || check_log (&check, error));
  g_clear_pointer (&check.office_key, verifier_free);
  g_clear_pointer (&check.log_key, verifier_free);
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

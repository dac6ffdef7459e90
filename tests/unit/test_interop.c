/* Another program, which shares no code with ours (tests/interop/files), reads what we write, and we what it writes.
 */
#include "seal/checkpoint.h"
#include "seal/merkle.h"
#include "seal/note.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define ORIGIN "log.example/one"
#define LEAVES 700

/* ---- The other program ---- */

static const char *
program (void)
{
  const char *path = g_getenv ("CHANCERY_INTEROP");
  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return path;
  g_assert_null (g_getenv ("CI"));
  g_test_skip ("the other program is not built: it needs golang-go and golang-golang-x-mod-dev");
  return NULL;
}

/* What it prints, or NULL if it fails. Transfer full. */
static char *
run (const char *input, const char *command, const char *first, const char *second, const char *third)
{
  const char *argv[] = { program (), command, first, second, third, NULL };
  GSubprocessFlags flags =
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, flags, &error);
  g_autofree char *output = NULL;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, NULL));
  return g_subprocess_get_successful (process) ? g_steal_pointer (&output) : NULL;
}

static char *
secret_of (const Signer *signer)
{
  char *locked = signer_write (signer), *secret = g_strdup (locked);
  sodium_free (locked);
  return secret;
}

/* ---- Notes ---- */

static const char text[] = "log.example/one\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

static void
what_it_signs_opens_here (void)
{
  static const char *const kinds[] = { NULL, "cosignature" };
  if (program () == NULL)
    return;
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *pair = run (NULL, "key", ORIGIN, kinds[i], NULL);
      g_auto (GStrv) keys = g_strsplit (pair, "\n", 2);
      g_autofree char *bytes = run (text, "note-sign", keys[0], "1700000000", NULL);
      g_autoptr (Signer) signer = signer_parse (keys[0], NULL);
      g_autoptr (Verifier) verifier = verifier_parse (g_strchomp (keys[1]), NULL);
      g_autoptr (Note) note = note_open (bytes, strlen (bytes), &verifier, 1, NULL);
      g_assert_nonnull (note);
      g_assert_cmpstr (note->text, ==, text);
      g_assert_cmpint (note_signature (note, verifier)->time, ==, i == 0 ? 0 : 1700000000);
      g_assert_true (verifier_equal (signer->verifier, verifier));
    }
}

static void
what_we_sign_opens_there_and_is_the_same (void)
{
  static const KeyAlgorithm algorithms[] = { KEY_ED25519, KEY_COSIGNATURE };
  if (program () == NULL)
    return;
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (Signer) signer = signer_new (ORIGIN, algorithms[i], NULL);
      g_autofree char *key = verifier_write (signer->verifier), *secret = secret_of (signer);
      g_autofree char *line = note_sign (text, signer, 1700000000), *bytes = note_write (text, line);
      g_autofree char *there = run (bytes, "note-verify", key, NULL, NULL);
      g_autofree char *id =
          g_strdup_printf ("%s+%08x%s\n", ORIGIN, signer->verifier->id, i == 0 ? "" : " 1700000000");
      g_assert_cmpstr (there, ==, id);
      g_autofree char *again = run (text, "note-sign", secret, "1700000000", NULL);
      g_assert_cmpstr (again, ==, bytes);
      *strchr (bytes, '1') = '2';
      g_assert_null (run (bytes, "note-verify", key, NULL, NULL));
    }
}

/* ---- Files of a log ---- */

static void
forget (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      forget (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static char *
new_folder (void)
{
  char *folder = g_dir_make_tmp ("chancery-interop-XXXXXX", NULL);
  g_assert_nonnull (folder);
  return folder;
}

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

static void
write_file (const char *folder, const char *name, gconstpointer bytes, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *above = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
}

static GBytes *
read_tile (const char *folder, const Tile *tile)
{
  g_autofree char *path = tile_path (tile), *name = g_strconcat ("tile/", path, NULL);
  return read_file (folder, name);
}

static void
write_tile (const char *folder, const Tile *tile, gconstpointer bytes, gsize length)
{
  g_autofree char *path = tile_path (tile), *name = g_strconcat ("tile/", path, NULL);
  write_file (folder, name, bytes, length);
}

/* ---- Its log, read by us ---- */

static gboolean
read_hashes (gpointer folder, const Tile *tile, Hash *hashes, GError **error G_GNUC_UNUSED)
{
  g_autoptr (GBytes) bytes = read_tile (folder, tile);
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (length, ==, tile->width * sizeof (Hash));
  memcpy (hashes, data, length);
  return TRUE;
}

static Checkpoint *
read_checkpoint (const char *folder, const char *name, Verifier *verifier)
{
  g_autoptr (GBytes) bytes = read_file (folder, name);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (Note) note = note_open (data, length, &verifier, 1, &error);

  g_assert_no_error (error);
  Checkpoint *checkpoint = checkpoint_parse (note->text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (checkpoint->origin, ==, ORIGIN);
  return checkpoint;
}

static void
check_entries (const char *folder, MerkleTree *tree, const Checkpoint *head)
{
  for (guint64 first = 0; first < head->size; first += TILE_WIDTH)
    {
      Tile tile = { TILE_ENTRIES, first / TILE_WIDTH, tile_width (0, first / TILE_WIDTH, head->size) };
      g_autoptr (GBytes) bytes = read_tile (folder, &tile);
      g_autoptr (GPtrArray) entries = bundle_read (bytes);
      g_assert_cmpuint (entries->len, ==, tile.width);
      for (guint i = 0; i < entries->len; i++)
        {
          gsize length;
          gconstpointer entry = g_bytes_get_data (g_ptr_array_index (entries, i), &length);
          Hash leaf = hash_leaf (entry, length);
          g_autoptr (GArray) proof = merkle_prove_inclusion (tree, first + i, NULL);
          g_assert_true (merkle_verify_inclusion (&leaf, first + i, head->size, (const Hash *)proof->data, proof->len,
                                                  &head->root));
        }
    }
}

static void
check_growth (MerkleTree *tree, const Checkpoint *old, const Checkpoint *head)
{
  Hash empty = hash_empty ();
  if (old->size == 0)
    {
      g_assert_true (hash_equal (&old->root, &empty));
      return;
    }
  g_autoptr (GArray) proof = merkle_prove_consistency (tree, old->size, NULL);
  g_assert_true (merkle_verify_consistency (old->size, &old->root, head->size, &head->root, (const Hash *)proof->data,
                                            proof->len));
}

static guint
check_checkpoints (const char *folder, MerkleTree *tree, const Checkpoint *head, Verifier *verifier)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "checkpoint."))
      {
        g_autoptr (Checkpoint) old = read_checkpoint (folder, name, verifier);
        TileReader reader = { read_hashes, (gpointer)folder };
        g_autoptr (MerkleTree) smaller = merkle_tree_new (&reader, old->size);
        Hash root;
        g_assert_true (merkle_root (smaller, &root, NULL) && hash_equal (&root, &old->root));
        check_growth (tree, old, head);
        count++;
      }
  return count;
}

static void
its_log_holds_by_our_proofs (void)
{
  if (program () == NULL)
    return;
  g_autofree char *folder = new_folder (), *count = g_strdup_printf ("%d", LEAVES);
  g_autoptr (Signer) signer = signer_new (ORIGIN, KEY_ED25519, NULL);
  g_autofree char *secret = secret_of (signer), *said = run (NULL, "log", folder, count, secret);
  g_assert_nonnull (said);
  g_autoptr (Checkpoint) head = read_checkpoint (folder, "checkpoint", signer->verifier);
  TileReader reader = { read_hashes, folder };
  g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, head->size);
  Hash root;

  g_assert_cmpuint (head->size, ==, LEAVES);
  g_assert_true (merkle_root (tree, &root, NULL) && hash_equal (&root, &head->root));
  check_entries (folder, tree, head);
  g_assert_cmpuint (check_checkpoints (folder, tree, head, signer->verifier), >, 10);
  forget (folder);
}

/* ---- Our log, read by it ---- */

/* Hashes by level, as a data file would keep them. */
typedef struct
{
  GArray *levels[3]; /* of Hash */
} Rows;

static gboolean
read_rows (gpointer data, const Tile *tile, Hash *hashes, GError **error G_GNUC_UNUSED)
{
  const Rows *rows = data;
  const GArray *level = rows->levels[tile->level];

  g_assert_cmpuint (tile->index * TILE_WIDTH + tile->width, <=, level->len);
  memcpy (hashes, &g_array_index (level, Hash, tile->index * TILE_WIDTH), tile->width * sizeof (Hash));
  return TRUE;
}

static char *
entry (guint64 n)
{
  return g_strnfill (n % 50, 'x');
}

static void
write_bundle (const char *folder, guint64 index, guint width)
{
  Tile tile = { TILE_ENTRIES, index, width };
  g_autoptr (GByteArray) bundle = g_byte_array_new ();

  for (guint64 n = index * TILE_WIDTH; n < index * TILE_WIDTH + width; n++)
    {
      g_autofree char *bytes = entry (n);
      bundle_append (bundle, bytes, strlen (bytes));
    }
  write_tile (folder, &tile, bundle->data, bundle->len);
}

/* All tiles of the tree of SIZE, its bundles, and its checkpoint. */
static void
write_tree (const char *folder, Rows *rows, guint64 size, const Signer *signer)
{
  TileReader reader = { read_rows, rows };
  g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, size);
  Hash root, hash;
  guint width;

  for (guint level = 0; level < G_N_ELEMENTS (rows->levels); level++)
    for (guint64 index = 0; (width = tile_width (level, index, size)) > 0; index++)
      {
        Tile tile = { level, index, width };
        write_tile (folder, &tile, &g_array_index (rows->levels[level], Hash, index * TILE_WIDTH),
                    width * sizeof (Hash));
        if (level == 0)
          write_bundle (folder, index, width);
        if (width == TILE_WIDTH && rows->levels[level + 1]->len == index)
          {
            g_assert_true (merkle_full_tile (tree, level, index, &hash, NULL));
            g_array_append_val (rows->levels[level + 1], hash);
          }
      }
  g_assert_true (merkle_root (tree, &root, NULL));
  g_autofree char *head = checkpoint_write (ORIGIN, size, &root), *line = note_sign (head, signer, 0);
  g_autofree char *note = note_write (head, line), *old = g_strdup_printf ("checkpoint.%d", (int)size);
  write_file (folder, "checkpoint", note, strlen (note));
  write_file (folder, old, note, strlen (note));
}

static char *
write_log (const Signer *signer)
{
  static const guint64 sizes[] = { 0, 1, 2, 100, 255, 256, 257, 511, 512, 600, LEAVES };
  Rows rows;
  char *folder = new_folder ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows.levels); i++)
    rows.levels[i] = g_array_new (FALSE, FALSE, sizeof (Hash));
  for (guint64 n = 0; n < LEAVES; n++)
    {
      g_autofree char *bytes = entry (n);
      Hash leaf = hash_leaf (bytes, strlen (bytes));
      g_array_append_val (rows.levels[0], leaf);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    write_tree (folder, &rows, sizes[i], signer);
  for (gsize i = 0; i < G_N_ELEMENTS (rows.levels); i++)
    g_array_unref (rows.levels[i]);
  return folder;
}

/* Whether it finds out that a bit of the file NAME was flipped. */
static void
check_flip (const char *folder, const char *name, const char *key)
{
  g_autoptr (GBytes) bytes = read_file (folder, name);
  gsize length;
  g_autofree guint8 *changed = g_bytes_unref_to_data (g_bytes_ref (bytes), &length);

  changed[length / 2] ^= 1;
  write_file (folder, name, changed, length);
  g_assert_null (run (NULL, "checkpoint", folder, key, NULL));
  write_file (folder, name, g_bytes_get_data (bytes, NULL), length);
}

static void
our_log_holds_by_its_proofs (void)
{
  static const char *const files[] = { "checkpoint",       "checkpoint.257",        "tile/0/000",
                                       "tile/0/002.p/188", "tile/1/000.p/2",        "tile/0/001.p/1",
                                       "tile/entries/001", "tile/entries/002.p/188" };
  if (program () == NULL)
    return;
  g_autoptr (Signer) signer = signer_new (ORIGIN, KEY_ED25519, NULL);
  g_autofree char *folder = write_log (signer), *key = verifier_write (signer->verifier);
  g_autofree char *said = run (NULL, "checkpoint", folder, key, NULL);

  g_assert_nonnull (said);
  g_assert_true (g_str_has_prefix (said, ORIGIN ": 700 entries"));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    check_flip (folder, files[i], key);
  forget (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interop/what-it-signs-opens-here", what_it_signs_opens_here);
  g_test_add_func ("/interop/what-we-sign-opens-there-and-is-the-same", what_we_sign_opens_there_and_is_the_same);
  g_test_add_func ("/interop/its-log-holds-by-our-proofs", its_log_holds_by_our_proofs);
  g_test_add_func ("/interop/our-log-holds-by-its-proofs", our_log_holds_by_its_proofs);
  return g_test_run ();
}

/* The tree of a log: against the examples of RFC 6962, public vectors, and a naive tree for all sizes up to 1,000. */
#include "seal/checkpoint.h"
#include "seal/merkle.h"
#include "seal/note.h"

#include "vectors.h"

#define MOST 1000

/* How many public vectors there are: none is to be passed over in silence. */
#define PROOFS 196
#define SUBTREES 322

static Hash leaves[MOST];

static void
make_leaves (void)
{
  for (guint i = 0; i < MOST; i++)
    leaves[i] = hash_leaf (&i, sizeof i);
}

/* ---- A tree in memory, and its tiles ---- */

static Hash
naive_root (const Hash *hashes, gsize count)
{
  gsize left = 1;
  if (count == 0)
    return hash_empty ();
  if (count == 1)
    return hashes[0];
  while (2 * left < count)
    left *= 2;
  Hash one = naive_root (hashes, left), two = naive_root (hashes + left, count - left);
  return hash_node (&one, &two);
}

static guint reads;

static gboolean
read_from_leaves (gpointer data, const Tile *tile, Hash *hashes, GError **error G_GNUC_UNUSED)
{
  const Hash *all = data;
  gsize span = (gsize)1 << (tile->level * TILE_HEIGHT);

  reads++;
  for (guint i = 0; i < tile->width; i++)
    hashes[i] = naive_root (all + (tile->index * TILE_WIDTH + i) * span, span);
  return TRUE;
}

static MerkleTree *
tree_of (guint64 size)
{
  TileReader reader = { read_from_leaves, leaves };
  return merkle_tree_new (&reader, size);
}

static void
roots_are_those_of_a_naive_tree (void)
{
  make_leaves ();
  for (guint size = 0; size <= MOST; size++)
    {
      g_autoptr (MerkleTree) tree = tree_of (size);
      Hash expected = naive_root (leaves, size), root;
      g_assert_true (merkle_root (tree, &root, NULL));
      g_assert_true (hash_equal (&root, &expected));
    }
}

static const Hash *
hashes_of (const GArray *proof)
{
  return (const Hash *)(void *)proof->data;
}

static void
every_leaf_is_proved_and_none_elsewhere (void)
{
  for (guint size = 1; size <= MOST; size++)
    {
      g_autoptr (MerkleTree) tree = tree_of (size);
      Hash root;
      g_assert_true (merkle_root (tree, &root, NULL));
      for (guint index = 0; index < size; index += size < 70 ? 1 : 1 + size / 23)
        {
          g_autoptr (GArray) proof = merkle_prove_inclusion (tree, index, NULL);
          const Hash *hashes = hashes_of (proof);
          g_assert_true (merkle_verify_inclusion (&leaves[index], index, size, hashes, proof->len, &root));
          g_assert_false (merkle_verify_inclusion (&leaves[index], index, size + size, hashes, proof->len, &root));
          g_assert_false (merkle_verify_inclusion (&leaves[index], size, size, hashes, proof->len, &root));
          if (size > 1)
            {
              guint other = (index + 1) % size;
              g_assert_false (merkle_verify_inclusion (&leaves[index], other, size, hashes, proof->len, &root));
              g_assert_false (merkle_verify_inclusion (&leaves[other], index, size, hashes, proof->len, &root));
              g_assert_false (merkle_verify_inclusion (&leaves[index], index, size, hashes, proof->len - 1, &root));
            }
        }
    }
}

static void
every_tree_is_proved_to_be_the_beginning_of_later_ones (void)
{
  g_autofree Hash *roots = g_new (Hash, MOST + 1);
  for (guint size = 0; size <= MOST; size++)
    roots[size] = naive_root (leaves, size);
  for (guint size = 1; size <= MOST; size++)
    {
      g_autoptr (MerkleTree) tree = tree_of (size);
      Hash root, other = hash_leaf ("other", 5);
      g_assert_true (merkle_root (tree, &root, NULL));
      for (guint old = 1; old <= size; old += size < 40 ? 1 : 1 + size / 17)
        {
          g_autoptr (GArray) proof = merkle_prove_consistency (tree, old, NULL);
          const Hash *hashes = hashes_of (proof);
          Hash old_root = roots[old];
          g_assert_true (merkle_verify_consistency (old, &old_root, size, &root, hashes, proof->len));
          g_assert_false (merkle_verify_consistency (old, &other, size, &root, hashes, proof->len));
          g_assert_false (merkle_verify_consistency (old, &old_root, size, &other, hashes, proof->len));
          g_assert_false (merkle_verify_consistency (size + 1, &old_root, size, &root, hashes, proof->len));
        }
    }
}

static void
every_flipped_bit_of_a_proof_is_found (void)
{
  const guint size = 13, index = 6;
  g_autoptr (MerkleTree) tree = tree_of (size);
  g_autoptr (GArray) proof = merkle_prove_inclusion (tree, index, NULL);
  Hash root, leaf = leaves[index];
  struct
  {
    guint8 *bytes;
    gsize length;
  } parts[] = { { (guint8 *)proof->data, proof->len * sizeof (Hash) },
                { root.bytes, sizeof root },
                { leaf.bytes, sizeof leaf } };

  g_assert_true (merkle_root (tree, &root, NULL));
  for (gsize part = 0; part < G_N_ELEMENTS (parts); part++)
    for (gsize bit = 0; bit < 8 * parts[part].length; bit++)
      {
        parts[part].bytes[bit / 8] ^= (guint8)(1 << bit % 8);
        g_assert_false (merkle_verify_inclusion (&leaf, index, size, hashes_of (proof), proof->len, &root));
        parts[part].bytes[bit / 8] ^= (guint8)(1 << bit % 8);
      }
  g_assert_true (merkle_verify_inclusion (&leaf, index, size, hashes_of (proof), proof->len, &root));
}

static void
a_tile_is_read_once (void)
{
  g_autoptr (MerkleTree) tree = tree_of (MOST);

  reads = 0;
  for (guint index = 0; index < MOST; index += 10)
    g_array_unref (merkle_prove_inclusion (tree, index, NULL));
  g_assert_cmpuint (reads, ==, 5); /* four of leaves, one above them */
}

/* ---- Public vectors ---- */

static void
the_tree_of_the_standard_grows_as_it_says (void)
{
  g_autofree char *path = vectors_path ("rfc6962-8leaves.json");
  if (path == NULL)
    return;
  json_auto_t *vectors = json_load_file (path, 0, NULL);
  json_t *roots = json_object_get (vectors, "roots_hex_by_size"), *leaf;
  Hash hashes[8];
  size_t index;

  json_array_foreach (json_object_get (vectors, "leaves_hex"), index, leaf)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      for (const char *hex = json_string_value (leaf); *hex != '\0'; hex += 2)
        {
          guint8 byte = (guint8)(g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
          g_byte_array_append (bytes, &byte, 1);
        }
      hashes[index] = hash_leaf (bytes->data, bytes->len);
    }
  TileReader reader = { read_from_leaves, hashes };
  for (guint size = 0; size <= 8; size++)
    {
      g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, size);
      Hash root;
      g_assert_true (merkle_root (tree, &root, NULL));
      g_autofree char *hex = hash_hex (&root);
      g_assert_cmpstr (hex, ==, json_string_value (json_array_get (roots, size)));
    }
}

/* Some vectors have words for hashes; one stands in for them, the same for the same words. */
static gboolean
vector_hash (json_t *vector, const char *name, Hash *hash)
{
  const char *text = json_string_value (json_object_get (vector, name));
  if (text == NULL || *text == '\0')
    return FALSE;
  if (!hash_read (text, strlen (text), hash))
    *hash = hash_of (text, strlen (text));
  return TRUE;
}

/* FALSE where a hash is none: then the proof is wrong for that. */
static gboolean
vector_proof (json_t *vector, GArray *proof)
{
  size_t index;
  json_t *text;

  json_array_foreach (json_object_get (vector, "proof"), index, text)
    {
      Hash hash;
      if (!hash_read (json_string_value (text), json_string_length (text), &hash))
        return FALSE;
      g_array_append_val (proof, hash);
    }
  return TRUE;
}

/* jansson has no integers beyond 2^63, and some vectors ask for the leaf 2^64 - 1. */
static guint64
vector_number (json_t *vector, const char *name)
{
  double number = json_number_value (json_object_get (vector, name));
  return number < 9e18 ? (guint64)number : G_MAXUINT64;
}

static guint good, bad;

static void
judge (json_t *vector, const char *path, gboolean verified)
{
  gboolean wrong = json_is_true (json_object_get (vector, "wantErr"));
  if (verified == wrong)
    g_error ("%s: %s", path, json_string_value (json_object_get (vector, "desc")));
  *(wrong ? &bad : &good) += 1;
}

static void
try_inclusion (const char *path, const char *bytes, gsize length)
{
  json_auto_t *vector = json_loadb (bytes, length, JSON_DECODE_INT_AS_REAL, NULL);
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  Hash leaf, root;

  judge (vector, path,
         vector_hash (vector, "leafHash", &leaf) && vector_hash (vector, "root", &root)
             && vector_proof (vector, proof)
             && merkle_verify_inclusion (&leaf, vector_number (vector, "leafIdx"), vector_number (vector, "treeSize"),
                                         hashes_of (proof), proof->len, &root));
}

static void
try_consistency (const char *path, const char *bytes, gsize length)
{
  json_auto_t *vector = json_loadb (bytes, length, JSON_DECODE_INT_AS_REAL, NULL);
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  Hash old_root, root;

  judge (vector, path,
         vector_hash (vector, "root1", &old_root) && vector_hash (vector, "root2", &root)
             && vector_proof (vector, proof)
             && merkle_verify_consistency (vector_number (vector, "size1"), &old_root,
                                           vector_number (vector, "size2"), &root, hashes_of (proof), proof->len));
}

static void
public_vectors_are_judged_as_they_say (void)
{
  g_autofree char *inclusion = vectors_path ("merkle-vectors/testdata/inclusion");
  if (inclusion == NULL)
    return;
  g_autofree char *consistency = vectors_path ("merkle-vectors/testdata/consistency");
  vectors_each (inclusion, ".json", try_inclusion);
  vectors_each (consistency, ".json", try_consistency);
  g_test_message ("%u good and %u bad proofs", good, bad);
  g_assert_cmpuint (good + bad, ==, PROOFS);
  g_assert_cmpuint (good, >, 5);
}

/* A subtree over the leaves from START to END may stand where START is a multiple of the power of two that holds it.
 * It is a tree of its own, so a leaf is proved to be in it as in any. */
static gboolean
is_subtree (guint64 start, guint64 end)
{
  guint64 span = 1;
  if (start >= end)
    return FALSE;
  while (span < end - start && span < G_MAXUINT64 / 2)
    span *= 2;
  return start % span == 0;
}

static void
try_subtree_inclusion (const char *path, const char *bytes, gsize length)
{
  json_auto_t *vector = json_loadb (bytes, length, JSON_DECODE_INT_AS_REAL, NULL);
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  guint64 start = vector_number (vector, "start"), end = vector_number (vector, "end"),
          index = vector_number (vector, "leafIdx");
  Hash leaf, root;

  judge (vector, path,
         vector_hash (vector, "leafHash", &leaf) && vector_hash (vector, "root", &root)
             && vector_proof (vector, proof) && is_subtree (start, end) && index >= start
             && merkle_verify_inclusion (&leaf, index - start, end - start, hashes_of (proof), proof->len, &root));
}

static guint elsewhere;

/* A subtree at the beginning is the tree of an earlier head; that others are part of a tree is proved by no format
 * that is used here, and an empty one needs no proof. Those vectors are counted, and not judged. */
static void
try_subtree_consistency (const char *path, const char *bytes, gsize length)
{
  json_auto_t *vector = json_loadb (bytes, length, JSON_DECODE_INT_AS_REAL, NULL);
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  Hash part, whole;

  if (vector_number (vector, "start") > 0 || vector_number (vector, "end") == 0)
    {
      elsewhere++;
      return;
    }
  judge (vector, path,
         vector_hash (vector, "root1", &part) && vector_hash (vector, "root2", &whole) && vector_proof (vector, proof)
             && merkle_verify_consistency (vector_number (vector, "end"), &part, vector_number (vector, "size"),
                                           &whole, hashes_of (proof), proof->len));
}

static void
public_vectors_of_subtrees_are_judged_as_they_say (void)
{
  g_autofree char *inclusion = vectors_path ("merkle-vectors/testdata/subtreeinclusion");
  if (inclusion == NULL)
    return;
  g_autofree char *consistency = vectors_path ("merkle-vectors/testdata/subtreeconsistency");
  good = bad = 0;
  vectors_each (inclusion, ".json", try_subtree_inclusion);
  vectors_each (consistency, ".json", try_subtree_consistency);
  g_test_message ("%u good and %u bad proofs, %u of others", good, bad, elsewhere);
  g_assert_cmpuint (good + bad + elsewhere, ==, SUBTREES);
}

static gboolean
read_from_files (gpointer data, const Tile *tile, Hash *hashes, GError **error G_GNUC_UNUSED)
{
  g_autofree char *path = tile_path (tile), *name = g_strconcat ("tile/", path, NULL), *bytes;
  gsize length;

  bytes = vectors_read (data, name, &length);
  g_assert_cmpuint (length, ==, tile->width * sizeof (Hash));
  memcpy (hashes, bytes, length);
  return TRUE;
}

static void
the_entries_of_another_log_make_its_tiles (void)
{
  g_autofree char *log = vectors_path ("tessera-log/testdata/log");
  if (log == NULL)
    return;
  for (guint width = 1; width <= 15; width++)
    {
      const Tile tile = { 0, 0, width }, entries = { TILE_ENTRIES, 0, width };
      g_autofree char *path = tile_path (&entries), *name = g_strconcat ("tile/", path, NULL);
      gsize length;
      char *bytes = vectors_read (log, name, &length);
      g_autoptr (GBytes) bundle = g_bytes_new_take (bytes, length);
      g_autoptr (GPtrArray) all = bundle_read (bundle);
      Hash hashes[15];
      g_assert_cmpuint (all->len, ==, width);
      g_assert_true (read_from_files (log, &tile, hashes, NULL));
      for (guint i = 0; i < width; i++)
        {
          Hash hash = hash_leaf (g_bytes_get_data (all->pdata[i], NULL), g_bytes_get_size (all->pdata[i]));
          g_assert_true (hash_equal (&hash, &hashes[i]));
        }
    }
}

static void
another_log_reads_as_its_checkpoints_say (void)
{
  g_autofree char *log = vectors_path ("tessera-log/testdata/log");
  if (log == NULL)
    return;
  gsize length;
  g_autofree char *key = vectors_read (log, "log.vkey", &length);
  g_autoptr (Verifier) verifier = verifier_parse (g_strstrip (key), NULL);
  g_assert_nonnull (verifier);
  for (guint size = 0; size <= 15; size++)
    {
      g_autofree char *name = g_strdup_printf ("checkpoint.%u", size), *bytes = vectors_read (log, name, &length);
      g_autoptr (GError) error = NULL;
      g_autoptr (Note) note = note_open (bytes, length, &verifier, 1, &error);
      g_assert_no_error (error);
      g_autoptr (Checkpoint) checkpoint = checkpoint_parse (note->text, &error);
      g_assert_no_error (error);
      TileReader reader = { read_from_files, log };
      g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, checkpoint->size);
      Hash root;
      g_assert_cmpuint (checkpoint->size, ==, size);
      g_assert_true (merkle_root (tree, &root, NULL));
      g_assert_true (hash_equal (&root, &checkpoint->root));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merkle/roots-are-those-of-a-naive-tree", roots_are_those_of_a_naive_tree);
  g_test_add_func ("/merkle/every-leaf-is-proved-and-none-elsewhere", every_leaf_is_proved_and_none_elsewhere);
  g_test_add_func ("/merkle/every-tree-is-proved-to-be-the-beginning-of-later-ones",
                   every_tree_is_proved_to_be_the_beginning_of_later_ones);
  g_test_add_func ("/merkle/every-flipped-bit-of-a-proof-is-found", every_flipped_bit_of_a_proof_is_found);
  g_test_add_func ("/merkle/a-tile-is-read-once", a_tile_is_read_once);
  g_test_add_func ("/merkle/the-tree-of-the-standard-grows-as-it-says", the_tree_of_the_standard_grows_as_it_says);
  g_test_add_func ("/merkle/public-vectors-are-judged-as-they-say", public_vectors_are_judged_as_they_say);
  g_test_add_func ("/merkle/public-vectors-of-subtrees-are-judged-as-they-say",
                   public_vectors_of_subtrees_are_judged_as_they_say);
  g_test_add_func ("/merkle/the-entries-of-another-log-make-its-tiles", the_entries_of_another_log_make_its_tiles);
  g_test_add_func ("/merkle/another-log-reads-as-its-checkpoints-say", another_log_reads_as_its_checkpoints_say);
  return g_test_run ();
}

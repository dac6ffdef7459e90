/* A tree of any size is a row of full subtrees, the largest first. A full subtree's hash stands in a tile, or is made
 * of a few that stand beside each other in one. */
#include "seal/merkle.h"

#include <string.h>

struct _MerkleTree
{
  TileReader reader;
  guint64 size;
  GHashTable *tiles; /* Place -> its hashes */
};

typedef struct
{
  guint64 index;
  guint level;
} Place;

static guint
place_hash (gconstpointer key)
{
  const Place *place = key;
  return (guint)(place->index * 64 + place->level);
}

static gboolean
place_equal (gconstpointer a, gconstpointer b)
{
  const Place *left = a, *right = b;
  return left->index == right->index && left->level == right->level;
}

MerkleTree *
merkle_tree_new (const TileReader *reader, guint64 size)
{
  MerkleTree *tree = g_new (MerkleTree, 1);

  tree->reader = *reader;
  tree->size = size;
  tree->tiles = g_hash_table_new_full (place_hash, place_equal, g_free, g_free);
  return tree;
}

void
merkle_tree_free (MerkleTree *tree)
{
  g_hash_table_unref (tree->tiles);
  g_free (tree);
}

static const Hash *
tile_of (MerkleTree *tree, guint level, guint64 index, GError **error)
{
  Place place = { index, level };
  Hash *hashes = g_hash_table_lookup (tree->tiles, &place);
  if (hashes != NULL)
    return hashes;

  Tile tile = { level, index, tile_width (level, index, tree->size) };
  g_assert (tile.width > 0);
  hashes = g_new0 (Hash, tile.width);
  if (!tree->reader.read (tree->reader.data, &tile, hashes, error))
    {
      g_free (hashes);
      return NULL;
    }
  g_hash_table_insert (tree->tiles, g_memdup2 (&place, sizeof place), hashes);
  return hashes;
}

/* Of 2^HEIGHT hashes, in place. */
static Hash
fold (Hash *hashes, guint height)
{
  for (guint count = 1u << height; count > 1; count /= 2)
    for (guint i = 0; i < count / 2; i++)
      hashes[i] = hash_node (&hashes[2 * i], &hashes[2 * i + 1]);
  return hashes[0];
}

gboolean
merkle_subtree (MerkleTree *tree, guint height, guint64 index, Hash *hash, GError **error)
{
  guint level = height / TILE_HEIGHT, within = height % TILE_HEIGHT;
  guint64 first = index << within; /* in its level */
  const Hash *tile = tile_of (tree, level, first / TILE_WIDTH, error);
  Hash row[TILE_WIDTH];
  if (tile == NULL)
    return FALSE;

  memcpy (row, tile + first % TILE_WIDTH, sizeof *row << within);
  *hash = fold (row, within);
  return TRUE;
}

gboolean
merkle_full_tile (MerkleTree *tree, guint level, guint64 index, Hash *hash, GError **error)
{
  const Hash *tile = tile_of (tree, level, index, error);
  Hash row[TILE_WIDTH];
  if (tile == NULL)
    return FALSE;

  g_assert (tile_width (level, index, tree->size) == TILE_WIDTH);
  memcpy (row, tile, sizeof row);
  *hash = fold (row, TILE_HEIGHT);
  return TRUE;
}

/* The height of the largest full tree that has fewer leaves than SIZE, which is at least 2. */
static guint
height_below (guint64 size)
{
  return (guint)g_bit_nth_msf ((gulong)(size - 1), -1);
}

/* MTH of COUNT leaves from FIRST on, of which FIRST is where a subtree of that many begins. */
static gboolean
range_hash (MerkleTree *tree, guint64 first, guint64 count, Hash *hash, GError **error)
{
  if ((count & (count - 1)) == 0)
    {
      guint height = (guint)g_bit_nth_lsf ((gulong)count, -1);
      return merkle_subtree (tree, height, first >> height, hash, error);
    }
  guint64 left = G_GUINT64_CONSTANT (1) << height_below (count);
  Hash one, two;
  if (!range_hash (tree, first, left, &one, error) || !range_hash (tree, first + left, count - left, &two, error))
    return FALSE;
  *hash = hash_node (&one, &two);
  return TRUE;
}

gboolean
merkle_root (MerkleTree *tree, Hash *root, GError **error)
{
  *root = hash_empty ();
  return tree->size == 0 || range_hash (tree, 0, tree->size, root, error);
}

static gboolean
append_range (MerkleTree *tree, GArray *proof, guint64 first, guint64 count, GError **error)
{
  Hash hash;
  if (!range_hash (tree, first, count, &hash, error))
    return FALSE;
  g_array_append_val (proof, hash);
  return TRUE;
}

/* PATH(m, D[n]), from the leaf up. */
static gboolean
append_path (MerkleTree *tree, GArray *proof, guint64 index, guint64 first, guint64 count, GError **error)
{
  if (count <= 1)
    return TRUE;
  guint64 left = G_GUINT64_CONSTANT (1) << height_below (count);
  if (index < left)
    return append_path (tree, proof, index, first, left, error)
           && append_range (tree, proof, first + left, count - left, error);
  return append_path (tree, proof, index - left, first + left, count - left, error)
         && append_range (tree, proof, first, left, error);
}

GArray *
merkle_prove_inclusion (MerkleTree *tree, guint64 index, GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));

  g_assert (index < tree->size);
  return append_path (tree, proof, index, 0, tree->size, error) ? g_steal_pointer (&proof) : NULL;
}

/* SUBPROOF(m, D[n], whole): WHOLE while the old tree is all of what is looked at, whose hash the verifier has. */
static gboolean
append_subproof (MerkleTree *tree, GArray *proof, guint64 old, guint64 first, guint64 count, gboolean whole,
                 GError **error)
{
  if (old == count)
    return whole || append_range (tree, proof, first, count, error);
  guint64 left = G_GUINT64_CONSTANT (1) << height_below (count);
  if (old <= left)
    return append_subproof (tree, proof, old, first, left, whole, error)
           && append_range (tree, proof, first + left, count - left, error);
  return append_subproof (tree, proof, old - left, first + left, count - left, FALSE, error)
         && append_range (tree, proof, first, left, error);
}

GArray *
merkle_prove_consistency (MerkleTree *tree, guint64 old, GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));

  g_assert (old >= 1 && old <= tree->size);
  return append_subproof (tree, proof, old, 0, tree->size, TRUE, error) ? g_steal_pointer (&proof) : NULL;
}

/* ---- Verifying ---- */

gboolean
merkle_verify_inclusion (const Hash *leaf, guint64 index, guint64 size, const Hash *proof, gsize count,
                         const Hash *root)
{
  if (index >= size)
    return FALSE;
  guint64 place = index, last = size - 1; /* of the node reached, and of the last one at its height */
  Hash hash = *leaf;

  for (gsize i = 0; i < count; i++)
    {
      if (last == 0)
        return FALSE;
      if (place % 2 == 1 || place == last)
        {
          hash = hash_node (&proof[i], &hash);
          for (; place % 2 == 0 && place != 0; place /= 2)
            last /= 2;
        }
      else
        hash = hash_node (&hash, &proof[i]);
      place /= 2;
      last /= 2;
    }
  return last == 0 && hash_equal (&hash, root);
}

/* Both roots are built up along the proof; FIRST is the node both have. */
static gboolean
verify_growth (guint64 old_size, const Hash *old_root, guint64 size, const Hash *root, const Hash *first,
               const Hash *proof, gsize count)
{
  guint64 place = old_size - 1, last = size - 1;
  for (; place % 2 == 1; place /= 2)
    last /= 2;
  Hash before = *first, after = *first;

  for (gsize i = 0; i < count; i++)
    {
      if (last == 0)
        return FALSE;
      if (place % 2 == 1 || place == last)
        {
          before = hash_node (&proof[i], &before);
          after = hash_node (&proof[i], &after);
          for (; place % 2 == 0 && place != 0; place /= 2)
            last /= 2;
        }
      else
        after = hash_node (&after, &proof[i]);
      place /= 2;
      last /= 2;
    }
  return last == 0 && hash_equal (&before, old_root) && hash_equal (&after, root);
}

gboolean
merkle_verify_consistency (guint64 old_size, const Hash *old_root, guint64 size, const Hash *root, const Hash *proof,
                           gsize count)
{
  if (old_size == 0 || old_size > size)
    return FALSE;
  if (old_size == size)
    return count == 0 && hash_equal (old_root, root);
  if ((old_size & (old_size - 1)) == 0)
    return verify_growth (old_size, old_root, size, root, old_root, proof, count);
  return count > 0 && verify_growth (old_size, old_root, size, root, &proof[0], proof + 1, count - 1);
}

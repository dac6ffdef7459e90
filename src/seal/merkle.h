/* merkle.h: the Merkle tree of a log (RFC 6962 section 2.1), read from its tiles, and proofs about it. */
#pragma once

#include "seal/hash.h"
#include "seal/seal_error.h"
#include "seal/tile.h"

/* Where a tree's tiles come from: a data file, or a log far away. READ puts TILE's hashes into HASHES, which has room
 * for its width. */
typedef struct
{
  gboolean (*read) (gpointer data, const Tile *tile, Hash *hashes, GError **error);
  gpointer data;
} TileReader;

/* A tree of SIZE leaves. It reads each tile once, and does not check what it reads: merkle_root() compared with a
 * signed one tells. */
typedef struct _MerkleTree MerkleTree;
MerkleTree *merkle_tree_new (const TileReader *reader, guint64 size);
void merkle_tree_free (MerkleTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MerkleTree, merkle_tree_free)

gboolean merkle_root (MerkleTree *tree, Hash *root, GError **error);
/* The hash of the full subtree over the 2^HEIGHT leaves from INDEX * 2^HEIGHT on, all within the tree. */
gboolean merkle_subtree (MerkleTree *tree, guint height, guint64 index, Hash *hash, GError **error);
/* The hash of the full tile (LEVEL, INDEX), which stands in the level above; that may not be readable yet. */
gboolean merkle_full_tile (MerkleTree *tree, guint level, guint64 index, Hash *hash, GError **error);
/* That the leaf INDEX, less than the size, is in the tree (section 2.1.1). Array of Hash; transfer full. */
GArray *merkle_prove_inclusion (MerkleTree *tree, guint64 index, GError **error);
/* That the tree of OLD leaves, 1 to the size, is a beginning of this one (section 2.1.2). The same. */
GArray *merkle_prove_consistency (MerkleTree *tree, guint64 old, GError **error);

/* Whether COUNT hashes of PROOF lead from LEAF at INDEX to the ROOT of a tree of SIZE (RFC 9162 section 2.1.3.2). */
gboolean merkle_verify_inclusion (const Hash *leaf, guint64 index, guint64 size, const Hash *proof, gsize count,
                                  const Hash *root);
/* Whether they lead from one root to the other (RFC 9162 section 2.1.4.2). A tree without leaves is the beginning of
 * any, which needs no proof and gets none: FALSE. */
gboolean merkle_verify_consistency (guint64 old_size, const Hash *old_root, guint64 size, const Hash *root,
                                    const Hash *proof, gsize count);

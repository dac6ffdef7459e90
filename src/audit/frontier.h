/* frontier.h: the root of a Merkle tree (RFC 6962 section 2.1) whose leaves come in their order and are not kept:
 * what stands are the full subtrees of its right edge, one a height. A plain value. */
#pragma once

#include "seal/hash.h"

typedef struct
{
  struct
  {
    Hash hash;
    guint height;
  } subtrees[64]; /* each lower than the one before */
  guint count;
} Frontier;

/* A full subtree of 2^HEIGHT leaves follows. All that came before fill such subtrees. */
void frontier_add (Frontier *frontier, const Hash *hash, guint height);
Hash frontier_root (const Frontier *frontier);

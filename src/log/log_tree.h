/* log_tree.h: the tree of an office's log, read from the data file. */
#pragma once

#include "seal/merkle.h"
#include "store/store.h"

typedef struct
{
  Store *store;
  const char *office;
} LogPlace;

/* The hashes of TILE, which has room for its width in HASHES. */
gboolean log_tile (const LogPlace *place, const Tile *tile, Hash *hashes, GError **error);
/* PLACE must outlive the tree. Transfer full. */
MerkleTree *log_tree (LogPlace *place, guint64 size);

/* log_tree.h: the tree of an office's log, read from the data file. */
#pragma once

#include "seal/merkle.h"
#include "store/store.h"

typedef struct
{
  Store *store;
  const char *office;
} LogPlace;

/* PLACE must outlive the tree. Transfer full. */
MerkleTree *log_tree (LogPlace *place, guint64 size);

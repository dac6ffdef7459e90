/* bundle.h: a tile's worth of a log's leaves, read and opened by any thread, for the one that takes them in order. */
#pragma once

#include "audit/entry.h"
#include "audit/log_audit.h"
#include "seal/tile.h"

typedef struct
{
  GPtrArray *bytes; /* of GBytes: the entries; NULL: they cannot be had */
  GPtrArray *named; /* the keys with which they were opened; NULL: none was known yet */
  Entry entries[TILE_WIDTH];
  Hash whole;     /* of the full tile */
  char *problem;  /* why they cannot be had */
  char *mismatch; /* in what the tile is not what the entries make, or NULL */
} Bundle;

/* The bundle INDEX of a log of SIZE leaves. */
Bundle *bundle_open (const LogSource *source, guint64 index, guint64 size, GPtrArray *named);
void bundle_free (Bundle *bundle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bundle, bundle_free)

/* The hash of the full tile that COUNT hashes are. */
Hash bundle_fold (const Hash *hashes);

#include "log/log_tree.h"

gboolean
log_tile (const LogPlace *place, const Tile *tile, Hash *hashes, GError **error)
{
  return store_log_hashes (place->store, place->office, tile->level, tile->index * TILE_WIDTH, tile->width,
                           hashes->bytes, error);
}

static gboolean
read_tile (gpointer data, const Tile *tile, Hash *hashes, GError **error)
{
  return log_tile (data, tile, hashes, error);
}

MerkleTree *
log_tree (LogPlace *place, guint64 size)
{
  TileReader reader = { read_tile, place };
  return merkle_tree_new (&reader, size);
}

/* tile.h: the tiles in which a log serves its tree, and the bundles in which it serves its entries (C2SP tlog-tiles).
 */
#pragma once

#include <glib.h>

#define TILE_WIDTH 256
#define TILE_HEIGHT 8
#define TILE_MOST_LEVEL 63
#define TILE_ENTRIES 64 /* stands for the level of a bundle of entries */
#define ENTRY_MOST 65535

typedef struct
{
  guint level;   /* 0 to 63, or TILE_ENTRIES */
  guint64 index; /* in its level */
  guint width;   /* 1 to 256, which is a full one */
} Tile;

/* "0/x001/234", "0/x001/234.p/17", "entries/067": what stands after "tile/". Strict: one text for any tile. */
gboolean tile_parse (const char *text, Tile *tile);
char *tile_path (const Tile *tile); /* transfer full */

/* How wide the tile (LEVEL, INDEX) is in a tree of SIZE leaves; 0: it has none. */
guint tile_width (guint level, guint64 index, guint64 size);

/* Append ENTRY to a bundle: its length as two bytes, the higher first, and its bytes. LENGTH is at most ENTRY_MOST.
 */
void bundle_append (GByteArray *bundle, const void *entry, gsize length);
/* The entries of a bundle, as GBytes that share BUNDLE's; NULL if it ends within one. Transfer full. */
GPtrArray *bundle_read (GBytes *bundle);

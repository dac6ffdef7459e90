/* Any text as a tile's address, and any bytes as a bundle of entries: what is read is written as the same. */
#include "seal/tile.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
try_bundle (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) entries = bundle_read (bytes);
  g_autoptr (GByteArray) again = g_byte_array_new ();

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      gsize length;
      const void *entry = g_bytes_get_data (entries->pdata[i], &length);
      bundle_append (again, entry, length);
    }
  if (entries != NULL && (again->len != size || (size > 0 && memcmp (again->data, data, size) != 0)))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  Tile tile;

  if (tile_parse (text, &tile))
    {
      g_autofree char *path = tile_path (&tile);
      if (strcmp (path, text) != 0)
        abort ();
    }
  try_bundle (data, size);
  return 0;
}

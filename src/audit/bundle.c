#include "audit/bundle.h"

#include <string.h>

void
bundle_free (Bundle *bundle)
{
  for (guint i = 0; bundle->bytes != NULL && i < bundle->bytes->len; i++)
    entry_clear (&bundle->entries[i]);
  g_clear_pointer (&bundle->bytes, g_ptr_array_unref);
  g_clear_pointer (&bundle->named, g_ptr_array_unref);
  g_free (bundle->problem);
  g_free (bundle->mismatch);
  g_free (bundle);
}

Hash
bundle_fold (const Hash *hashes)
{
  Hash row[TILE_WIDTH];

  memcpy (row, hashes, sizeof row);
  for (guint count = TILE_WIDTH; count > 1; count /= 2)
    for (guint i = 0; i < count / 2; i++)
      row[i] = hash_node (&row[2 * i], &row[2 * i + 1]);
  return row[0];
}

static void
compare_tile (Bundle *bundle, guint64 index, GBytes *tile)
{
  Hash hashes[TILE_WIDTH];
  guint count = bundle->bytes->len, same = 0;
  gsize length;
  const guint8 *served = g_bytes_get_data (tile, &length);

  for (guint i = 0; i < count; i++)
    hashes[i] = bundle->entries[i].hash;
  if (count == TILE_WIDTH)
    bundle->whole = bundle_fold (hashes);
  if (length != count * sizeof (Hash))
    bundle->mismatch = g_strdup_printf ("it has %zu bytes, not %zu", length, count * sizeof (Hash));
  else if (memcmp (served, hashes, length) != 0)
    {
      while (memcmp (served + same * sizeof (Hash), &hashes[same], sizeof (Hash)) == 0)
        same++;
      bundle->mismatch = g_strdup_printf ("the hash of leaf %" G_GUINT64_FORMAT " in it is not that of its entry",
                                          index * TILE_WIDTH + same);
    }
}

static void
open_entries (Bundle *bundle, GPtrArray *named)
{
  for (guint i = 0; i < bundle->bytes->len; i++)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (bundle->bytes->pdata[i], &length);
      entry_open (&bundle->entries[i], bytes, length, named);
    }
}

Bundle *
bundle_open (const LogSource *source, guint64 index, guint64 size, GPtrArray *named)
{
  Bundle *bundle = g_new0 (Bundle, 1);
  Tile entries = { TILE_ENTRIES, index, tile_width (TILE_ENTRIES, index, size) }, tile = { 0, index, entries.width };
  g_autofree char *entries_path = tile_path (&entries), *hashes_path = tile_path (&tile);
  g_autofree char *first = g_strconcat ("tile/", entries_path, NULL),
                  *second = g_strconcat ("tile/", hashes_path, NULL);
  char *paths[] = { first, second };
  GBytes *files[2] = { NULL };
  g_autoptr (GError) error = NULL;

  if (named != NULL)
    bundle->named = g_ptr_array_ref (named);
  if (!source->read (source->data, paths, 2, files, &error))
    {
      bundle->problem = g_strdup (error->message);
      return bundle;
    }
  bundle->bytes = bundle_read (files[0]);
  if (bundle->bytes == NULL || bundle->bytes->len != entries.width)
    {
      g_clear_pointer (&bundle->bytes, g_ptr_array_unref);
      bundle->problem = g_strdup_printf ("%s does not hold %u entries", first, entries.width);
    }
  else
    {
      open_entries (bundle, named);
      compare_tile (bundle, index, files[1]);
    }
  g_bytes_unref (files[0]);
  g_bytes_unref (files[1]);
  return bundle;
}

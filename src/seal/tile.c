/* An index is written in groups of three digits, all but the last after an "x", so that a file system can hold the
 * tiles as they are named. */
#include "seal/tile.h"

#include <string.h>

#define MOST_GROUPS 7 /* of three digits, for 64 bits */

static gboolean
read_digits (const char **at, gsize count, guint64 *number)
{
  for (gsize i = 0; i < count; i++, (*at)++)
    {
      guint64 digit = (guint64)(**at - '0');
      if (!g_ascii_isdigit (**at) || *number > (G_MAXUINT64 - digit) / 10)
        return FALSE;
      *number = *number * 10 + digit;
    }
  return TRUE;
}

/* A decimal without leading zeros, from 0 to MOST. */
static gboolean
read_number (const char **at, guint most, guint *number)
{
  gsize length = strspn (*at, "0123456789");
  guint64 value = 0;

  if (length == 0 || length > 3 || (length > 1 && **at == '0') || !read_digits (at, length, &value) || value > most)
    return FALSE;
  *number = (guint)value;
  return TRUE;
}

/* "x001/x234/067"; the first group is not "x000". */
static gboolean
read_index (const char **at, guint64 *index)
{
  *index = 0;
  for (int group = 0; group < MOST_GROUPS; group++)
    {
      gboolean more = **at == 'x';
      *at += more;
      if (!read_digits (at, 3, index) || (group == 0 && more && *index == 0))
        return FALSE;
      if (!more)
        return TRUE;
      if (*(*at)++ != '/')
        return FALSE;
    }
  return FALSE;
}

gboolean
tile_parse (const char *text, Tile *tile)
{
  gboolean entries = g_str_has_prefix (text, "entries");

  *tile = (Tile){ .level = TILE_ENTRIES, .width = TILE_WIDTH };
  if (entries)
    text += strlen ("entries");
  else if (!read_number (&text, TILE_MOST_LEVEL, &tile->level))
    return FALSE;
  if (*text++ != '/' || !read_index (&text, &tile->index))
    return FALSE;
  if (*text == '\0')
    return TRUE;
  if (!g_str_has_prefix (text, ".p/"))
    return FALSE;
  text += strlen (".p/");
  return read_number (&text, TILE_WIDTH - 1, &tile->width) && tile->width > 0 && *text == '\0';
}

char *
tile_path (const Tile *tile)
{
  g_autoptr (GString) path = g_string_new (NULL);
  guint64 rest = tile->index / 1000;

  g_string_printf (path, "%03" G_GUINT64_FORMAT, tile->index % 1000);
  for (; rest > 0; rest /= 1000)
    {
      char group[8];
      g_snprintf (group, sizeof group, "x%03" G_GUINT64_FORMAT "/", rest % 1000);
      g_string_prepend (path, group);
    }
  if (tile->width < TILE_WIDTH)
    g_string_append_printf (path, ".p/%u", tile->width);
  return tile->level == TILE_ENTRIES ? g_strdup_printf ("entries/%s", path->str)
                                     : g_strdup_printf ("%u/%s", tile->level, path->str);
}

guint
tile_width (guint level, guint64 index, guint64 size)
{
  guint shift = level == TILE_ENTRIES ? 0 : level * TILE_HEIGHT;
  guint64 hashes = shift < 64 ? size >> shift : 0;

  if (index > hashes / TILE_WIDTH)
    return 0;
  return (guint)MIN (hashes - index * TILE_WIDTH, TILE_WIDTH);
}

void
bundle_append (GByteArray *bundle, const void *entry, gsize length)
{
  g_assert (length <= ENTRY_MOST);
  guint8 prefix[2] = { (guint8)(length >> 8), (guint8)length };

  g_byte_array_append (bundle, prefix, sizeof prefix);
  g_byte_array_append (bundle, entry, (guint)length);
}

GPtrArray *
bundle_read (GBytes *bundle)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gsize size, at = 0;
  const guint8 *bytes = g_bytes_get_data (bundle, &size);

  while (at < size)
    {
      if (size - at < 2)
        return NULL;
      gsize length = (gsize)bytes[at] << 8 | bytes[at + 1];
      at += 2;
      if (size - at < length)
        return NULL;
      g_ptr_array_add (entries, g_bytes_new_from_bytes (bundle, at, length));
      at += length;
    }
  return g_steal_pointer (&entries);
}

/* What an image file says of its size. Only the header is read, never the pixels. */
#include "publish/picture.h"

#include <string.h>

typedef struct
{
  const guint8 *data;
  gsize size;
} Bytes;

static guint
big_endian (const guint8 *data, unsigned count)
{
  guint value = 0;
  for (unsigned i = 0; i < count; i++)
    value = value << 8 | data[i];
  return value;
}

static guint
little_endian (const guint8 *data, unsigned count)
{
  guint value = 0;
  for (unsigned i = 0; i < count; i++)
    value |= (guint)data[i] << (8 * i);
  return value;
}

static gboolean
size_is (guint w, guint h, int *width, int *height)
{
  if (w == 0 || h == 0 || w > 65535 || h > 65535)
    return FALSE;
  *width = (int)w;
  *height = (int)h;
  return TRUE;
}

static gboolean
png_size (Bytes bytes, int *width, int *height)
{
  return bytes.size >= 24 && memcmp (bytes.data + 12, "IHDR", 4) == 0
         && size_is (big_endian (bytes.data + 16, 4), big_endian (bytes.data + 20, 4), width, height);
}

static gboolean
gif_size (Bytes bytes, int *width, int *height)
{
  return bytes.size >= 10
         && size_is (little_endian (bytes.data + 6, 2), little_endian (bytes.data + 8, 2), width, height);
}

/* A frame header: SOF0 to SOF15, but for DHT, JPG and DAC, which lie in the same range. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
jpeg_size (Bytes bytes, int *width, int *height)
{
  gsize at = 2;

  while (at + 9 <= bytes.size && bytes.data[at] == 0xff)
    {
      if (is_frame (bytes.data[at + 1]))
        return size_is (big_endian (bytes.data + at + 7, 2), big_endian (bytes.data + at + 5, 2), width, height);
      at += 2 + big_endian (bytes.data + at + 2, 2);
    }
  return FALSE;
}

static gboolean
webp_size (Bytes bytes, int *width, int *height)
{
  const guint8 *data = bytes.data;

  if (bytes.size < 30 || memcmp (data + 8, "WEBP", 4) != 0)
    return FALSE;
  if (memcmp (data + 12, "VP8X", 4) == 0)
    return size_is (little_endian (data + 24, 3) + 1, little_endian (data + 27, 3) + 1, width, height);
  if (memcmp (data + 12, "VP8L", 4) == 0)
    {
      guint bits = little_endian (data + 21, 4);
      return size_is ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, width, height);
    }
  return memcmp (data + 12, "VP8 ", 4) == 0
         && size_is (little_endian (data + 26, 2) & 0x3fff, little_endian (data + 28, 2) & 0x3fff, width, height);
}

gboolean
picture_size (GBytes *content, const char *type, int *width, int *height)
{
  Bytes bytes;
  bytes.data = g_bytes_get_data (content, &bytes.size);

  if (strcmp (type, "image/png") == 0)
    return png_size (bytes, width, height);
  if (strcmp (type, "image/gif") == 0)
    return gif_size (bytes, width, height);
  if (strcmp (type, "image/jpeg") == 0)
    return bytes.size > 4 && jpeg_size (bytes, width, height);
  return strcmp (type, "image/webp") == 0 && webp_size (bytes, width, height);
}

/* The first byte chooses the type, the rest is the file. */
#include "publish/picture.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const types[] = { "image/png", "image/gif", "image/jpeg", "image/webp" };
  int width, height;

  if (size < 1)
    return 0;
  g_autoptr (GBytes) content = g_bytes_new (data + 1, size - 1);
  if (picture_size (content, types[data[0] % 4], &width, &height))
    g_assert (width > 0 && height > 0);
  return 0;
}

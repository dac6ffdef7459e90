/* Most of most texts is ASCII, and eight bytes of that are told at one look. */
#include "base/utf8.h"

#include <string.h>

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

/* Bytes at the beginning of TEXT that are surely ASCII and not NUL. */
static gsize
ascii_length (const char *text, gsize length)
{
  gsize n = 0;

  for (; length - n >= 8; n += 8)
    {
      guint64 word;
      memcpy (&word, text + n, 8);
      if (((word | (word - ONES)) & HIGHS) != 0)
        break;
    }
  return n;
}

gboolean
utf8_valid (const char *text, gsize length)
{
  gsize ascii = ascii_length (text, length);

  return ascii == length || g_utf8_validate_len (text + ascii, length - ascii, NULL);
}

#include "seal/base64.h"

#include <sodium.h>
#include <string.h>

char *
base64_write (const void *bytes, gsize length)
{
  gsize room = sodium_base64_encoded_len (length, sodium_base64_VARIANT_ORIGINAL);
  char *text = g_malloc (room);
  return sodium_bin2base64 (text, room, bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

guint8 *
base64_read (const char *text, gsize length, gsize *size)
{
  g_autofree guint8 *bytes = g_malloc (length / 4 * 3 + 3);
  const char *end;

  if (sodium_base642bin (bytes, length / 4 * 3 + 3, text, length, NULL, size, &end, sodium_base64_VARIANT_ORIGINAL)
          != 0
      || end != text + length)
    return NULL;
  g_autofree char *again = base64_write (bytes, *size);
  return strlen (again) == length && memcmp (again, text, length) == 0 ? g_steal_pointer (&bytes) : NULL;
}

/* A leaf and a node are told apart by a first byte, so that neither can be passed off as the other. */
#include "seal/hash.h"

#include "seal/base64.h"

#include <sodium.h>
#include <string.h>

Hash
hash_of (const void *bytes, gsize length)
{
  Hash hash = { { 0 } };
  sha256 (bytes, length, hash.bytes);
  return hash;
}

Hash
hash_empty (void)
{
  return hash_of ("", 0);
}

Hash
hash_leaf (const void *entry, gsize length)
{
  Hash hash = { { 0 } };
  sha256_after (0x00, entry, length, hash.bytes);
  return hash;
}

Hash
hash_node (const Hash *left, const Hash *right)
{
  guint8 pair[2 * SHA256_SIZE];
  Hash hash = { { 0 } };

  memcpy (pair, left->bytes, SHA256_SIZE);
  memcpy (pair + SHA256_SIZE, right->bytes, SHA256_SIZE);
  sha256_after (0x01, pair, sizeof pair, hash.bytes);
  return hash;
}

gboolean
hash_equal (const Hash *a, const Hash *b)
{
  return memcmp (a->bytes, b->bytes, SHA256_SIZE) == 0;
}

char *
hash_write (const Hash *hash)
{
  return base64_write (hash->bytes, SHA256_SIZE);
}

gboolean
hash_read (const char *text, gsize length, Hash *hash)
{
  gsize size;
  g_autofree guint8 *bytes = base64_read (text, length, &size);

  if (bytes == NULL || size != SHA256_SIZE)
    return FALSE;
  memcpy (hash->bytes, bytes, SHA256_SIZE);
  return TRUE;
}

char *
hash_hex (const Hash *hash)
{
  char *hex = g_malloc (2 * SHA256_SIZE + 1);
  return sodium_bin2hex (hex, 2 * SHA256_SIZE + 1, hash->bytes, SHA256_SIZE);
}

gboolean
hash_read_hex (const char *text, Hash *hash)
{
  size_t length;

  return strlen (text) == (gsize)(2 * SHA256_SIZE) && strspn (text, "0123456789abcdef") == (gsize)(2 * SHA256_SIZE)
         && sodium_hex2bin (hash->bytes, SHA256_SIZE, text, 2 * SHA256_SIZE, NULL, &length, NULL) == 0;
}

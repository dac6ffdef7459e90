/* Tokens of 256 bits. They are too long to be guessed, so a plain hash (BLAKE2b) keeps them from whoever reads the
 * file. */
#include "cabinet/file.h"

#include <sodium.h>
#include <string.h>

char *
token_new (void)
{
  guint8 bytes[TOKEN_BYTES];
  gsize size = sodium_base64_ENCODED_LEN (sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *token = g_malloc (size);

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (token, size, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  return token;
}

GBytes *
token_hash (const char *purpose, const char *token)
{
  guint8 hash[TOKEN_BYTES];
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  crypto_generichash_update (&state, (const guint8 *)purpose, strlen (purpose) + 1);
  crypto_generichash_update (&state, (const guint8 *)token, strlen (token));
  crypto_generichash_final (&state, hash, sizeof hash);
  return g_bytes_new (hash, sizeof hash);
}

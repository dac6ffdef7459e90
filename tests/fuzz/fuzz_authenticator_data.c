/* What a device says: its fixed part, and whether the rest of it promises no more than it brings. */
#include "webauthn/answer.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  AuthenticatorData read;

  if (authenticator_data_read (bytes, &read, &error))
    g_assert (size >= 37 && memcmp (read.host_hash, data, sizeof read.host_hash) == 0 && error == NULL);
  else
    g_assert (error != NULL);
  return 0;
}

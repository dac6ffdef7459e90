/* The attestation of a new passkey: CBOR of a stranger. */
#include "webauthn/answer.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_auto (Attestation) attestation = { NULL };
  g_autoptr (GError) error = NULL;

  if (attestation_read (bytes, &attestation, &error))
    g_assert (attestation.format != NULL && attestation.statement != NULL && attestation.authenticator_data != NULL);
  else
    g_assert (attestation.format == NULL && attestation.authenticator_data == NULL && error != NULL);
  return 0;
}

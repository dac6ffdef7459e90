/* What a browser says of the page that asked for a passkey: read or refused, and never half of it. */
#include "webauthn/answer.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_auto (ClientData) client = { NULL };
  g_autoptr (GError) error = NULL;

  if (client_data_read (bytes, &client, &error))
    g_assert (client.type != NULL && client.challenge != NULL && client.origin != NULL && error == NULL);
  else
    g_assert (client.type == NULL && error != NULL);
  return 0;
}

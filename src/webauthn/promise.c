/* In CBOR a few bytes can promise billions of members, for which libcbor asks for memory before it looks whether they
 * are there. Each member takes a byte at least, so what promises more than there are bytes is broken. */
#include "webauthn/answer.h"

#include <cbor.h>

typedef struct
{
  gsize promised, bytes;
} Promise;

static void
on_array (void *data, size_t size)
{
  Promise *promise = data;
  promise->promised = size <= promise->bytes ? promise->promised + size : G_MAXUINT32;
}

static void
on_map (void *data, size_t size)
{
  on_array (data, size <= G_MAXUINT32 / 2 ? 2 * size : G_MAXUINT32);
}

gboolean
promises_hold (const guint8 *bytes, gsize length)
{
  struct cbor_callbacks callbacks = cbor_empty_callbacks;
  Promise promise = { 0, length };
  gsize at = 0;

  g_assert (length <= ATTESTATION_MOST);
  callbacks.array_start = on_array;
  callbacks.map_start = on_map;
  while (at < length && promise.promised <= length)
    {
      struct cbor_decoder_result result = cbor_stream_decode (bytes + at, length - at, &callbacks, &promise);
      if (result.status != CBOR_DECODER_FINISHED)
        return FALSE;
      at += result.read;
    }
  return promise.promised <= length;
}

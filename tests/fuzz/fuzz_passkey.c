/* A whole new passkey and a whole answer, past the checks that a fuzzer does not pass by itself: what the device says
 * is put into an attestation and an assertion whose host and challenge fit, so that libfido2 reads it. */
#include "base/sha256.h"
#include "webauthn/webauthn.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const guint8 key[CHALLENGE_KEY_BYTES] = { 1 };
static const Ceremony ceremony = { .host = "localhost",
                                   .origin = "http://localhost:8081",
                                   .key = key,
                                   .purpose = "new",
                                   .bound = "session",
                                   .now = 1790000000 * INSTANT_SECOND };

static GBytes *
client_data (const char *type)
{
  g_autofree char *challenge = challenge_new (&ceremony);
  char *text =
      g_strdup_printf ("{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"}", type, challenge, ceremony.origin);
  return g_bytes_new_take (text, strlen (text));
}

/* The first byte are the flags. */
static GByteArray *
authenticator_data (const uint8_t *data, size_t size)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 hash[SHA256_SIZE];

  sha256 (ceremony.host, strlen (ceremony.host), hash);
  g_byte_array_append (bytes, hash, sizeof hash);
  g_byte_array_append (bytes, (const guint8[]){ (guint8)(data[0] | 5), 0, 0, 0, 0 }, 5);
  g_byte_array_append (bytes, data + 1, (guint)(size - 1));
  return bytes;
}

static void
try_new (GByteArray *said)
{
  static const guint8 before[] = "\xa3\x63"
                                 "fmt\x64none\x67"
                                 "attStmt\xa0\x68"
                                 "authData\x59";
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GBytes) client = client_data ("webauthn.create");
  g_autofree char *challenge = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Credential) credential = { NULL };

  g_byte_array_append (whole, before, sizeof before - 1);
  g_byte_array_append (whole, (const guint8[]){ (guint8)(said->len >> 8), (guint8)said->len }, 2);
  g_byte_array_append (whole, said->data, said->len);
  g_autoptr (GBytes) attestation = g_bytes_new (whole->data, whole->len);
  const Registration registration = { client, attestation };
  if (registration_verify (&ceremony, &registration, &credential, &challenge, &error))
    g_assert (credential.id != NULL && g_bytes_get_size (credential.key) >= 32 && challenge != NULL);
}

static void
try_use (GByteArray *said)
{
  g_autoptr (GBytes) client = client_data ("webauthn.get");
  g_autoptr (GBytes) id = g_bytes_new_static ("id", 2),
                     public = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  g_autoptr (GBytes) signature = g_bytes_new_static ("0", 1), bytes = g_bytes_new (said->data, said->len);
  const Assertion assertion = { id, client, bytes, signature };
  const Credential credential = { id, -8, public, 0 };
  g_autofree char *challenge = NULL;
  g_autoptr (GError) error = NULL;
  guint32 counter;

  g_assert (!assertion_verify (&ceremony, &assertion, &credential, &counter, &challenge, &error));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 1 || size > 8000 || sodium_init () < 0)
    return 0;
  g_autoptr (GByteArray) said = authenticator_data (data, size);
  try_new (said);
  try_use (said);
  return 0;
}

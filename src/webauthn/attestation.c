/* A map of three in CBOR (RFC 8949), read by libcbor: fmt, attStmt, authData. */
#include "webauthn/answer.h"

#include <cbor.h>
#include <stdlib.h>
#include <string.h>

#define MEMBERS 3

static void
item_free (cbor_item_t *item)
{
  cbor_decref (&item);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cbor_item_t, item_free)

void
attestation_clear (Attestation *attestation)
{
  g_clear_pointer (&attestation->format, g_free);
  g_clear_pointer (&attestation->statement, g_bytes_unref);
  g_clear_pointer (&attestation->authenticator_data, g_bytes_unref);
}

/* All of BYTES as one map, or NULL. */
static cbor_item_t *
load_map (GBytes *bytes)
{
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  struct cbor_load_result result;

  if (length == 0 || length > ATTESTATION_MOST || start[0] != (0xa0 | MEMBERS) || !promises_hold (start, length))
    return NULL;
  cbor_item_t *map = cbor_load (start, length, &result);
  if (map != NULL && result.read == length)
    return map;
  if (map != NULL)
    item_free (map);
  return NULL;
}

/* The value of NAME; borrowed, or NULL. */
static cbor_item_t *
member (const cbor_item_t *map, const char *name)
{
  const struct cbor_pair *pairs = cbor_map_handle (map);
  cbor_item_t *found = NULL;

  for (gsize i = 0; i < cbor_map_size (map); i++)
    {
      const cbor_item_t *key = pairs[i].key;
      if (cbor_isa_string (key) && cbor_string_is_definite (key) && cbor_string_length (key) == strlen (name)
          && memcmp (cbor_string_handle (key), name, strlen (name)) == 0)
        found = found == NULL ? pairs[i].value : NULL; /* of two neither counts; there are three keys at most */
    }
  return found;
}

static GBytes *
serialized (const cbor_item_t *item)
{
  unsigned char *buffer = NULL;
  gsize size = 0, length = cbor_serialize_alloc (item, &buffer, &size);
  GBytes *bytes = length > 0 ? g_bytes_new (buffer, length) : NULL;

  free (buffer);
  return bytes;
}

gboolean
attestation_read (GBytes *bytes, Attestation *attestation, GError **error)
{
  g_autoptr (cbor_item_t) map = load_map (bytes);
  cbor_item_t *format = map != NULL ? member (map, "fmt") : NULL;
  cbor_item_t *statement = map != NULL ? member (map, "attStmt") : NULL;
  cbor_item_t *data = map != NULL ? member (map, "authData") : NULL;

  *attestation = (Attestation){ NULL };
  if (format != NULL && cbor_isa_string (format) && cbor_string_is_definite (format) && statement != NULL
      && cbor_isa_map (statement) && data != NULL && cbor_isa_bytestring (data) && cbor_bytestring_is_definite (data))
    {
      attestation->format = g_strndup ((const char *)cbor_string_handle (format), cbor_string_length (format));
      attestation->statement = serialized (statement);
      attestation->is_empty = cbor_map_size (statement) == 0;
      attestation->authenticator_data = g_bytes_new (cbor_bytestring_handle (data), cbor_bytestring_length (data));
    }
  if (attestation->statement != NULL)
    return TRUE;
  attestation_clear (attestation);
  g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_BROKEN, "the attestation object cannot be read");
  return FALSE;
}

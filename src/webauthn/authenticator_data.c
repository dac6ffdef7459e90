/* 32 bytes of hash, one of flags, four of counter; what follows is libfido2's to read. */
#include "webauthn/answer.h"

#include <string.h>

#define FIXED_BYTES 37
#define MAKER_BYTES 16

enum
{
  FLAG_PRESENT = 1 << 0,
  FLAG_RECOGNISED = 1 << 2,
  FLAG_MAY_BE_COPIED = 1 << 3,
  FLAG_COPIED = 1 << 4,
  FLAG_CREDENTIAL = 1 << 6
};

/* After the fixed part: the maker's number, the name of a new passkey with its length, and what is CBOR. */
static gboolean
tail_holds (const guint8 *start, gsize length, gboolean has_credential)
{
  gsize at = FIXED_BYTES;

  if (has_credential)
    {
      if (length < at + MAKER_BYTES + 2)
        return FALSE;
      at += MAKER_BYTES;
      at += 2 + ((gsize)start[at] << 8 | start[at + 1]);
    }
  return at <= length && promises_hold (start + at, length - at);
}

gboolean
authenticator_data_read (GBytes *bytes, AuthenticatorData *data, GError **error)
{
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  guint32 counter;

  if (length < FIXED_BYTES || length > ATTESTATION_MOST)
    {
      g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_BROKEN,
                           "the authenticator data are too short, or too long");
      return FALSE;
    }
  guint8 flags = start[32];
  memcpy (&counter, start + 33, sizeof counter);
  *data = (AuthenticatorData){ .present = (flags & FLAG_PRESENT) != 0,
                               .recognised = (flags & FLAG_RECOGNISED) != 0,
                               .may_be_copied = (flags & FLAG_MAY_BE_COPIED) != 0,
                               .copied = (flags & FLAG_COPIED) != 0,
                               .has_credential = (flags & FLAG_CREDENTIAL) != 0,
                               .counter = GUINT32_FROM_BE (counter) };
  memcpy (data->host_hash, start, sizeof data->host_hash);
  if (tail_holds (start, length, data->has_credential))
    return TRUE;
  g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_BROKEN, "the authenticator data are not whole");
  return FALSE;
}

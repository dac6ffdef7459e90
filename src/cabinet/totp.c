/* Codes that a device and the desk make of one secret and the time. */
#include "cabinet/totp.h"

#include <string.h>

guint32
totp_code (const guint8 *secret, gsize length, guint64 counter, unsigned digits)
{
  static const guint32 modulus[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000 };
  guint8 mac[20];
  gsize size = sizeof mac;
  guint64 message = GUINT64_TO_BE (counter);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, secret, length);

  g_assert (digits < G_N_ELEMENTS (modulus));
  g_hmac_update (hmac, (const guchar *)&message, sizeof message);
  g_hmac_get_digest (hmac, mac, &size);
  const guint8 *four = mac + (mac[19] & 0x0f); /* RFC 4226 section 5.3 */
  guint32 number = (guint32)(four[0] & 0x7f) << 24 | (guint32)four[1] << 16 | (guint32)four[2] << 8 | four[3];
  return number % modulus[digits];
}

guint64
totp_step (Instant now)
{
  return now > 0 ? (guint64)(now / TOTP_STEP) : 0;
}

static gboolean
read_digits (const char *code, guint32 *number)
{
  unsigned count = 0;
  *number = 0;
  for (; *code != '\0'; code++)
    {
      if (*code == ' ')
        continue;
      if (!g_ascii_isdigit (*code) || ++count > TOTP_DIGITS)
        return FALSE;
      *number = *number * 10 + (guint32)(*code - '0');
    }
  return count == TOTP_DIGITS;
}

guint64
totp_match (const guint8 *secret, gsize length, const char *code, Instant now, guint64 used)
{
  guint32 number;
  guint64 found = 0, step = totp_step (now);

  if (step == 0 || !read_digits (code, &number))
    return 0;
  for (guint64 one = step - 1; one <= step + 1; one++)
    if (one > used && found == 0 && totp_code (secret, length, one, TOTP_DIGITS) == number)
      found = one;
  return found;
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

char *
base32_write (const guint8 *bytes, gsize length)
{
  GString *text = g_string_sized_new (length * 8 / 5 + 2);
  guint32 bits = 0;
  unsigned held = 0;

  for (gsize i = 0; i < length; i++)
    {
      bits = bits << 8 | bytes[i];
      for (held += 8; held >= 5; held -= 5)
        g_string_append_c (text, alphabet[bits >> (held - 5) & 31]);
    }
  if (held > 0)
    g_string_append_c (text, alphabet[bits << (5 - held) & 31]);
  return g_string_free (text, FALSE);
}

guint8 *
base32_read (const char *text, gsize *length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 bits = 0;
  unsigned held = 0;

  for (; *text != '\0'; text++)
    {
      if (strchr (" -=", *text) != NULL)
        continue;
      const char *place = strchr (alphabet, g_ascii_toupper (*text));
      if (place == NULL)
        return NULL;
      bits = bits << 5 | (guint32)(place - alphabet);
      held += 5;
      if (held >= 8)
        {
          guint8 byte = (guint8)(bits >> (held - 8));
          g_byte_array_append (bytes, &byte, 1);
          held -= 8;
        }
    }
  *length = bytes->len;
  guint8 *read = g_malloc (bytes->len + 1);
  if (bytes->len > 0)
    memcpy (read, bytes->data, bytes->len);
  return read;
}

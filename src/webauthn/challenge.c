/* A challenge says itself for what it is good and until when, and bears a code that only who has the key can make
 * (BLAKE2b with a key). So nothing has to be kept for those who ask and never answer. */
#include "webauthn/webauthn.h"

#include <sodium.h>
#include <string.h>

#define NONCE_BYTES 16
#define CODE_BYTES 32

typedef struct
{
  guint8 nonce[NONCE_BYTES];
  guint8 until[sizeof (gint64)]; /* the instant, most significant byte first */
  guint8 code[CODE_BYTES];
} Challenge;

#define TEXT_SIZE sodium_base64_ENCODED_LEN (sizeof (Challenge), sodium_base64_VARIANT_URLSAFE_NO_PADDING)

/* Each text with its end, so that none runs into the next. */
static void
seal (const Ceremony *ceremony, const Challenge *challenge, guint8 code[CODE_BYTES])
{
  const char *const texts[] = { ceremony->host, ceremony->purpose, ceremony->bound };
  crypto_generichash_state state;

  crypto_generichash_init (&state, ceremony->key, CHALLENGE_KEY_BYTES, CODE_BYTES);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    crypto_generichash_update (&state, (const guint8 *)texts[i], strlen (texts[i]) + 1);
  crypto_generichash_update (&state, challenge->nonce, sizeof challenge->nonce);
  crypto_generichash_update (&state, challenge->until, sizeof challenge->until);
  crypto_generichash_final (&state, code, CODE_BYTES);
}

char *
challenge_new (const Ceremony *ceremony)
{
  gint64 until = GINT64_TO_BE (ceremony->now + CHALLENGE_LIFE);
  Challenge challenge;
  char *text = g_malloc (TEXT_SIZE);

  randombytes_buf (challenge.nonce, sizeof challenge.nonce);
  memcpy (challenge.until, &until, sizeof until);
  seal (ceremony, &challenge, challenge.code);
  return sodium_bin2base64 (text, TEXT_SIZE, (const guint8 *)&challenge, sizeof challenge,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

gboolean
challenge_fits (const Ceremony *ceremony, const char *text)
{
  Challenge challenge;
  guint8 code[CODE_BYTES];
  gint64 until;
  gsize length;

  if (strlen (text) != TEXT_SIZE - 1
      || sodium_base642bin ((guint8 *)&challenge, sizeof challenge, text, strlen (text), NULL, &length, NULL,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING)
             != 0
      || length != sizeof challenge)
    return FALSE;
  seal (ceremony, &challenge, code);
  memcpy (&until, challenge.until, sizeof until);
  until = GINT64_FROM_BE (until);
  return sodium_memcmp (code, challenge.code, sizeof code) == 0 && ceremony->now < until
         && until - ceremony->now <= CHALLENGE_LIFE;
}

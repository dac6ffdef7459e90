/* Passkeys: for what a challenge is good, and what is read of answers. Whole answers, of all kinds of keys, are made
 * by tests/passkey.js. */
#include "webauthn/answer.h"

#include <sodium.h>
#include <string.h>

#define NOON (G_GINT64_CONSTANT (1790000000) * INSTANT_SECOND)

static const guint8 one_key[CHALLENGE_KEY_BYTES] = { 1 }, other_key[CHALLENGE_KEY_BYTES] = { 2 };
static const Ceremony ceremony = { .host = "desk.example",
                                   .origin = "https://desk.example",
                                   .key = one_key,
                                   .purpose = "login",
                                   .bound = "a",
                                   .now = NOON };

static void
test_only_of_its_ceremony (void)
{
  g_autofree char *challenge = challenge_new (&ceremony);
  Ceremony other[] = { ceremony, ceremony, ceremony, ceremony, ceremony };

  g_assert_true (challenge_fits (&ceremony, challenge));
  other[0].host = "desk.exampl";
  other[1].purpose = "again";
  other[2].bound = "b";
  other[3].key = other_key;
  other[4].host = "desk.examplelogin"; /* texts do not run into each other */
  for (gsize i = 0; i < G_N_ELEMENTS (other); i++)
    g_assert_false (challenge_fits (&other[i], challenge));
}

static void
test_only_for_a_while (void)
{
  g_autofree char *challenge = challenge_new (&ceremony);
  Ceremony later = ceremony;

  later.now = NOON + CHALLENGE_LIFE - 1;
  g_assert_true (challenge_fits (&later, challenge));
  later.now = NOON + CHALLENGE_LIFE;
  g_assert_false (challenge_fits (&later, challenge));
  later.now = NOON - 1; /* a clock that was set back does not make it last longer */
  g_assert_false (challenge_fits (&later, challenge));
}

static void
test_no_two_alike_and_none_changed (void)
{
  g_autofree char *challenge = challenge_new (&ceremony), *next = challenge_new (&ceremony);

  g_assert_cmpstr (challenge, !=, next);
  for (gsize i = 0; i + 1 < strlen (challenge); i++)
    {
      g_autofree char *changed = g_strdup (challenge);
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      g_assert_false (challenge_fits (&ceremony, changed));
    }
  g_assert_false (challenge_fits (&ceremony, ""));
  g_autofree char *longer = g_strconcat (challenge, "A", NULL);
  g_assert_false (challenge_fits (&ceremony, longer));
}

static gboolean
reads_client (const char *text, ClientData *data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  gboolean read = client_data_read (bytes, data, &error);
  g_assert_true (read == (error == NULL));
  return read;
}

static void
test_client_data (void)
{
  static const char *const broken[] = {
    "",
    "[]",
    "{}",
    "{\"type\":\"a\",\"challenge\":\"b\"}",
    "{\"type\":1,\"challenge\":\"b\",\"origin\":\"c\"}",
    "{\"type\":\"a\",\"type\":\"b\",\"challenge\":\"b\",\"origin\":\"c\"}",
    "{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\"} {}",
    "{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\",\"crossOrigin\":\"no\"}",
    "{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\\u0000d\"}",
  };
  g_auto (ClientData) data = { NULL };

  g_assert_true (reads_client ("{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\",\"later\":[{}]}", &data));
  g_assert_cmpstr (data.type, ==, "a");
  g_assert_cmpstr (data.challenge, ==, "b");
  g_assert_cmpstr (data.origin, ==, "c");
  g_assert_false (data.crossed);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_auto (ClientData) none = { NULL };
      g_assert_false (reads_client (broken[i], &none));
    }
}

static void
test_client_data_of_a_frame (void)
{
  g_auto (ClientData) crossed = { NULL }, topped = { NULL };

  g_assert_true (
      reads_client ("{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\",\"crossOrigin\":true}", &crossed));
  g_assert_true (crossed.crossed);
  g_assert_true (reads_client ("{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\",\"topOrigin\":\"d\"}", &topped));
  g_assert_true (topped.crossed);
}

/* A hash of zeros, FLAGS, a counter of 258, and TAIL. */
static gboolean
reads_device (guint8 flags, const char *tail, gsize length, AuthenticatorData *data)
{
  guint8 bytes[512] = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (37 + length, <=, sizeof bytes);
  bytes[32] = flags;
  bytes[35] = 1;
  bytes[36] = 2;
  memcpy (bytes + 37, tail, length);
  g_autoptr (GBytes) whole = g_bytes_new (bytes, 37 + length);
  gboolean read = authenticator_data_read (whole, data, &error);
  g_assert_true (read == (error == NULL));
  return read;
}

static void
test_authenticator_data (void)
{
  AuthenticatorData data;

  g_assert_true (reads_device (0x05, "", 0, &data));
  g_assert_true (data.present && data.recognised && !data.may_be_copied && !data.copied && !data.has_credential);
  g_assert_cmpuint (data.counter, ==, 258);
  g_assert_true (reads_device (0x18, "", 0, &data));
  g_assert_true (!data.present && !data.recognised && data.may_be_copied && data.copied);
  g_autoptr (GBytes) brief = g_bytes_new_static ("short", 5);
  g_assert_false (authenticator_data_read (brief, &data, NULL));
}

static void
test_no_more_is_promised_than_there_is (void)
{
  AuthenticatorData data;
  char tail[64] = { 0 };

  g_assert_true (reads_device (0x80, "\xa1\x61x\x02", 4, &data));
  g_assert_false (reads_device (0x80, "\xbb\x00\x00\x0f\xff\xff\xff\xff\xff", 9, &data));
  g_assert_false (reads_device (0x80, "\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9, &data));
  g_assert_false (reads_device (0x80, "\x82\x82\x82\x01\x01", 5, &data));
  tail[17] = 40; /* a name of forty bytes */
  g_assert_true (reads_device (0x40, tail, 16 + 2 + 40, &data));
  g_assert_false (reads_device (0x40, tail, 16 + 2 + 39, &data));
  g_assert_false (reads_device (0x40, tail, 17, &data));
}

static void
test_attestation (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    gboolean good;
  } cases[] = {
#define CASE(text, good) { (text), sizeof (text) - 1, (good) }
    CASE ("\xa3\x63"
          "fmt"
          "\x64"
          "none"
          "\x67"
          "attStmt"
          "\xa0\x68"
          "authData"
          "\x42"
          "ab",
          TRUE),
    CASE ("\xa3\x63"
          "fmt"
          "\x64"
          "none"
          "\x67"
          "attStmt"
          "\xa0\x68"
          "authData"
          "\x42"
          "abc",
          FALSE),
    CASE ("\xa3\x63"
          "fmt"
          "\x64"
          "none"
          "\x67"
          "attStmt"
          "\xa0\x68"
          "authData"
          "\x42"
          "a",
          FALSE),
    CASE ("\xa3\x63"
          "fmt"
          "\x64"
          "none"
          "\x67"
          "attStmt"
          "\x80\x68"
          "authData"
          "\x42"
          "ab",
          FALSE),
    CASE ("\xa3\x63"
          "fmt"
          "\x44"
          "none"
          "\x67"
          "attStmt"
          "\xa0\x68"
          "authData"
          "\x42"
          "ab",
          FALSE),
    CASE ("\xa3\x63"
          "fmt"
          "\x64"
          "none"
          "\x63"
          "fmt"
          "\xa0\x68"
          "authData"
          "\x42"
          "ab",
          FALSE),
    CASE ("\xa2\x63"
          "fmt"
          "\x64"
          "none"
          "\x67"
          "attStmt"
          "\xa0",
          FALSE),
    CASE ("\xa3\x01\x01\x02\x02\x03\x03", FALSE),
    CASE ("", FALSE),
#undef CASE
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, cases[i].length);
      g_auto (Attestation) attestation = { NULL };
      g_autoptr (GError) error = NULL;
      g_assert_true (attestation_read (bytes, &attestation, &error) == cases[i].good);
      g_assert_true ((error == NULL) == cases[i].good);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/challenge/is-good-only-for-its-ceremony", test_only_of_its_ceremony);
  g_test_add_func ("/challenge/is-good-for-five-minutes", test_only_for_a_while);
  g_test_add_func ("/challenge/cannot-be-made-of-another", test_no_two_alike_and_none_changed);
  g_test_add_func ("/answer/the-page-says-type-challenge-and-origin", test_client_data);
  g_test_add_func ("/answer/a-page-in-a-foreign-frame-is-known", test_client_data_of_a_frame);
  g_test_add_func ("/answer/the-device-says-who-was-there", test_authenticator_data);
  g_test_add_func ("/answer/what-promises-more-than-it-brings-is-refused", test_no_more_is_promised_than_there_is);
  g_test_add_func ("/answer/an-attestation-has-its-three-members", test_attestation);
  return g_test_run ();
}

/* Signed notes: the examples of those who invented them, Ed25519 by Wycheproof, and every bit that may be flipped. */
#include "seal/base64.h"
#include "seal/checkpoint.h"
#include "seal/note.h"

#include "vectors.h"

#include <sodium.h>

static Note *
open_with (const char *bytes, gsize length, const Verifier *verifier, GError **error)
{
  Verifier *known[] = { (Verifier *)verifier };
  return note_open (bytes, length, known, 1, error);
}

static void
the_example_of_the_standard_opens (void)
{
  g_autofree char *folder = vectors_path ("note-vectors");
  if (folder == NULL)
    return;
  gsize length;
  g_autofree char *key = vectors_read (folder, "c2sp-example.vkey", &length);
  g_autoptr (Verifier) verifier = verifier_parse (g_strstrip (key), NULL);
  g_autofree char *bytes = vectors_read (folder, "c2sp-example.note", &length);
  g_autoptr (Note) note = open_with (bytes, length, verifier, NULL);

  g_assert_nonnull (note);
  g_assert_cmpstr (note->text, ==, "This is an example message.\n");
  g_autofree char *again = verifier_write (verifier);
  g_assert_cmpstr (again, ==, key);
}

/* "skey: …\nvkey: …\n…\n----\n" and the note. */
static void
another_signer_signs_the_same_bytes (void)
{
  g_autofree char *folder = vectors_path ("note-vectors");
  if (folder == NULL)
    return;
  gsize length;
  g_autofree char *all = vectors_read (folder, "x-mod.txt", &length);
  const char *expected = strstr (all, "----\n") + 5, *vkey = strstr (all, "vkey: ") + 6,
             *skey = strstr (all, "skey: ") + 6;
  g_autofree char *secret = g_strndup (skey, strcspn (skey, "\n")), *public = g_strndup (vkey, strcspn (vkey, "\n"));
  g_autoptr (Signer) signer = signer_parse (secret, NULL);
  g_assert_nonnull (signer);
  g_autofree char *verifier = verifier_write (signer->verifier);
  g_assert_cmpstr (verifier, ==, public);
  char *again = signer_write (signer);
  g_assert_cmpstr (again, ==, secret);
  sodium_free (again);

  g_autofree char *text = g_strndup (expected, note_text_length (expected, strlen (expected)));
  g_autofree char *line = note_sign (text, signer, 0), *note = note_write (text, line);
  g_assert_cmpstr (note, ==, expected);
}

static guint8 *
unhex (const char *hex, gsize *length)
{
  guint8 *bytes = g_malloc (strlen (hex) / 2 + 1);
  g_assert_cmpint (sodium_hex2bin (bytes, strlen (hex) / 2, hex, strlen (hex), NULL, length, NULL), ==, 0);
  return bytes;
}

static gboolean
ed25519_says (json_t *test, const guint8 *key)
{
  gsize message_length, size;
  g_autofree guint8 *message = unhex (json_string_value (json_object_get (test, "msg")), &message_length);
  g_autofree guint8 *signature = unhex (json_string_value (json_object_get (test, "sig")), &size);
  Verifier verifier = { .algorithm = KEY_ED25519 };
  memcpy (verifier.key, key, KEY_BYTES);
  return verifier_check (&verifier, message, message_length, signature, size);
}

static void
signatures_are_judged_as_wycheproof_does (void)
{
  g_autofree char *path = vectors_path ("wycheproof/testvectors_v1/ed25519_test.json");
  if (path == NULL)
    return;
  json_auto_t *vectors = json_load_file (path, 0, NULL);
  json_t *group, *test;
  size_t g, t;
  guint tried = 0;

  json_array_foreach (json_object_get (vectors, "testGroups"), g, group)
    {
      gsize length;
      g_autofree guint8 *key =
          unhex (json_string_value (json_object_get (json_object_get (group, "publicKey"), "pk")), &length);
      g_assert_cmpuint (length, ==, KEY_BYTES);
      json_array_foreach (json_object_get (group, "tests"), t, test)
        {
          gboolean valid = strcmp (json_string_value (json_object_get (test, "result")), "valid") == 0;
          if (ed25519_says (test, key) != valid)
            g_error ("case %lld", (long long)json_integer_value (json_object_get (test, "tcId")));
          tried++;
        }
    }
  g_assert_cmpuint (tried, ==, (guint)json_integer_value (json_object_get (vectors, "numberOfTests")));
}

/* ---- Our own ---- */

static char *
signed_by (const char *text, const Signer *signer, gint64 time)
{
  g_autofree char *line = note_sign (text, signer, time);
  return note_write (text, line);
}

static void
flip (char *bytes, gsize bit)
{
  guint8 *byte = (guint8 *)bytes + bit / 8;
  *byte = (guint8)(*byte ^ 1u << bit % 8);
}

static void
every_flipped_bit_of_a_note_is_found (void)
{
  g_autoptr (Signer) signer = signer_new ("a.example", KEY_ED25519, NULL);
  g_autofree char *bytes = signed_by ("a\n1\n", signer, 0);
  gsize length = strlen (bytes);

  for (gsize bit = 0; bit < 8 * length; bit++)
    {
      flip (bytes, bit);
      g_autoptr (Note) note = open_with (bytes, length, signer->verifier, NULL);
      g_assert_null (note);
      flip (bytes, bit);
    }
  g_autoptr (Note) note = open_with (bytes, length, signer->verifier, NULL);
  g_assert_nonnull (note);
}

static void
a_cosignature_bears_its_time (void)
{
  g_autoptr (Signer) witness = signer_new ("w.example", KEY_COSIGNATURE, NULL);
  g_autofree char *bytes = signed_by ("a\n1\n", witness, 1700000000);
  g_autoptr (Note) note = open_with (bytes, strlen (bytes), witness->verifier, NULL);

  g_assert_nonnull (note);
  g_assert_cmpint (g_array_index (note->signed_by, NoteSignature, 0).time, ==, 1700000000);
  for (gsize bit = 0; bit < 8 * strlen (bytes); bit++)
    {
      flip (bytes, bit);
      g_autoptr (Note) spoilt = open_with (bytes, strlen (bytes), witness->verifier, NULL);
      g_assert_null (spoilt);
      flip (bytes, bit);
    }
}

static void
strangers_are_passed_over_and_a_bad_friend_spoils_all (void)
{
  g_autoptr (Signer) ours = signer_new ("a.example", KEY_ED25519, NULL);
  g_autoptr (Signer) other = signer_new ("b.example", KEY_ED25519, NULL);
  g_autofree char *own = note_sign ("x\n", ours, 0), *strange = note_sign ("x\n", other, 0);
  g_autofree char *wrong = note_sign ("y\n", other, 0), *both = g_strconcat (strange, own, own, NULL);
  g_autofree char *note = note_write ("x\n", both), *with_wrong = g_strconcat (note, wrong, NULL);
  g_autofree char *alone = note_write ("x\n", strange), *spoilt = note_write ("x\n", wrong);
  g_autofree char *spoilt_too = g_strconcat (spoilt, own, NULL);
  Verifier *all[] = { ours->verifier, other->verifier };
  g_autoptr (GError) error = NULL;

  g_autoptr (Note) opened = open_with (with_wrong, strlen (with_wrong), ours->verifier, NULL);
  g_assert_nonnull (opened);
  g_assert_cmpuint (opened->signed_by->len, ==, 1); /* a second signature of the same key says nothing more */
  g_assert_null (open_with (alone, strlen (alone), ours->verifier, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH);
  g_assert_null (note_open (spoilt_too, strlen (spoilt_too), all, 2, NULL));
}

static void
what_is_no_note_is_refused (void)
{
  static const char *const texts[] = { "",
                                       "x",
                                       "x\n",
                                       "\n",
                                       "x\n\n",
                                       "x\n\nsigned\n",
                                       "x\n\n— a\n",
                                       "x\n\n— a b\n",
                                       "x\n\n— a AAAA",
                                       "x\n\n— a+b AAAAAAA=\n",
                                       "x\r\n\n— a AAAAAAA=\n",
                                       "x\xff\n\n— a AAAAAAA=\n" };
  g_autoptr (Signer) signer = signer_new ("a", KEY_ED25519, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (open_with (texts[i], strlen (texts[i]), signer->verifier, &error));
      g_assert_nonnull (error);
    }
  static const char *const keys[] = { "",
                                      "a",
                                      "a+0+",
                                      "a+00000000+AAAA",
                                      "+12345678+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                                      "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                                      "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                                      "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k" };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_null (verifier_parse (keys[i], NULL));
  static const char *const names[] = { "",         "a b",           "a+b",           "a\tb",         "a\xc2\x85",
                                       "\xc2\xa0", "a\xe1\x9a\x80", "\xe2\x80\x89z", "\xe2\x80\xa8", "\xe3\x80\x80",
                                       "\xff" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_null (signer_new (names[i], KEY_ED25519, NULL));
}

static void
base64_has_one_text_for_any_bytes (void)
{
  static const char *const wrong[] = { "A",      "AA",    "AA=",      "AAA",  "AB==", "AAB=",
                                       "AA==\n", " AA==", "AA==AA==", "A_-=", "====", "AA=A" };
  gsize size;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (base64_read (wrong[i], strlen (wrong[i]), &size));
  for (guint length = 0; length < 70; length++)
    {
      guint8 bytes[70];
      randombytes_buf (bytes, sizeof bytes);
      g_autofree char *text = base64_write (bytes, length);
      g_autofree guint8 *again = base64_read (text, strlen (text), &size);
      g_assert_cmpuint (size, ==, length);
      g_assert_true (memcmp (again, bytes, length) == 0);
    }
}

static void
a_checkpoint_is_read_strictly (void)
{
  static const char root[] = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  static const char *const wrong[] = { "a\n1\n",      "a\n01\n%s\n", "a\n-1\n%s\n",  "a\n1 \n%s\n",
                                       "\n1\n%s\n",   "a\n1\n%s",    "a\n1\n\n%s\n", "a\n18446744073709551616\n%s\n",
                                       "a\n1\n%sA\n", "a\n1\n%s\n\n" };
  g_autofree char *text = g_strdup_printf ("example.com/log\n18446744073709551615\n%s\nmore\n", root);
  g_autoptr (Checkpoint) checkpoint = checkpoint_parse (text, NULL);

  g_assert_nonnull (checkpoint);
  g_assert_cmpstr (checkpoint->origin, ==, "example.com/log");
  g_assert_cmpuint (checkpoint->size, ==, G_MAXUINT64);
  g_autofree char *again = checkpoint_write (checkpoint->origin, checkpoint->size, &checkpoint->root);
  g_assert_true (g_str_has_prefix (text, again));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (GStrv) parts = g_strsplit (wrong[i], "%s", 2);
      g_autofree char *bad = g_strjoinv (root, parts);
      g_assert_null (checkpoint_parse (bad, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note/the-example-of-the-standard-opens", the_example_of_the_standard_opens);
  g_test_add_func ("/note/another-signer-signs-the-same-bytes", another_signer_signs_the_same_bytes);
  g_test_add_func ("/note/signatures-are-judged-as-wycheproof-does", signatures_are_judged_as_wycheproof_does);
  g_test_add_func ("/note/every-flipped-bit-of-a-note-is-found", every_flipped_bit_of_a_note_is_found);
  g_test_add_func ("/note/a-cosignature-bears-its-time", a_cosignature_bears_its_time);
  g_test_add_func ("/note/strangers-are-passed-over-and-a-bad-friend-spoils-all",
                   strangers_are_passed_over_and_a_bad_friend_spoils_all);
  g_test_add_func ("/note/what-is-no-note-is-refused", what_is_no_note_is_refused);
  g_test_add_func ("/note/base64-has-one-text-for-any-bytes", base64_has_one_text_for_any_bytes);
  g_test_add_func ("/note/a-checkpoint-is-read-strictly", a_checkpoint_is_read_strictly);
  return g_test_run ();
}

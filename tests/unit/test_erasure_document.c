/* What an office says of an erasure, as a file, and what that file and a proof prove. */
#include "seal/checkpoint.h"
#include "seal/erasure_document.h"
#include "seal/merkle.h"
#include "seal/proof.h"
#include "seal/verification.h"

#include <string.h>

#define UUID "1e0f3c0e-0000-4000-8000-000000000000"

static char *
some_document (gsize *length)
{
  Edition edition = { .office = (char *)"embassy", .document = (char *)UUID, .language = (char *)"en", .number = 2 };
  return erasure_document_write (&edition, "log.example", "The court “of” first instance.", 5, length, NULL);
}

static void
reads_as_it_was_written (void)
{
  gsize length;
  g_autofree char *bytes = some_document (&length);
  g_autoptr (ErasureDocument) document = erasure_document_read (bytes, length, NULL);

  g_assert_cmpstr (bytes, ==,
                   "{\"document\":\"" UUID "\",\"edition\":2,\"format\":\"chancery-erasure/1\",\"language\":\"en\","
                   "\"log\":\"log.example\",\"office\":\"embassy\",\"reason\":\"The court “of” first instance.\","
                   "\"recorded\":\"1970-01-01T00:00:00.000005Z\"}");
  g_assert_cmpuint (length, ==, strlen (bytes));
  g_assert_cmpstr (document->origin, ==, "log.example");
  g_assert_cmpstr (document->office, ==, "embassy");
  g_assert_cmpstr (document->document, ==, UUID);
  g_assert_cmpstr (document->language, ==, "en");
  g_assert_cmpuint (document->number, ==, 2);
  g_assert_cmpstr (document->reason, ==, "The court “of” first instance.");
  g_assert_cmpint (document->recorded, ==, 5);
}

static void
with_anything_else_in_it_is_refused (void)
{
  static const char *const changes[][2] = {
    { "\"reason\"", "\"title\":\"x\",\"reason\"" },
    { "\"edition\":2", "\"edition\":2,\"edition\":2" },
    { "\"edition\":2", "\"edition\":\"2\"" },
    { "\"edition\":2", "\"edition\":-2" },
    { "erasure/1", "edition/1" },
    { "\"office\":\"embassy\",", "" },
    { "00005Z", "00005+00:00" },
    { "\"reason\":\"The court “of” first instance.\"", "\"reason\":null" },
    { "{", "[{" },
  };
  g_autofree char *text = some_document (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, changes[i][0], 2);
      g_autofree char *changed = g_strjoinv (changes[i][1], parts);
      g_autoptr (GError) error = NULL;
      g_assert_cmpstr (changed, !=, text);
      g_assert_null (erasure_document_read (changed, strlen (changed), &error));
      g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
    }
}

/* ---- Proved ---- */

typedef struct
{
  Signer *log, *office;
  VerificationKeys keys;
} Trust;

/* The proof of a log that holds LEAF alone. */
static char *
proof_of (const Trust *trust, const Leaf *leaf)
{
  g_autofree char *text = leaf_write (leaf);
  g_autofree char *line = note_sign (text, trust->office, 0);
  g_autofree char *entry = note_write (text, line);
  Hash root = hash_leaf (entry, strlen (entry));
  g_autofree char *head = checkpoint_write ("log.example", 1, &root);
  g_autofree char *head_line = note_sign (head, trust->log, 0);
  g_autofree char *checkpoint = note_write (head, head_line);
  g_autoptr (GBytes) extra = g_bytes_new (entry, strlen (entry));
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (Hash));
  return proof_write (extra, 0, none, checkpoint);
}

static Leaf
leaf_of (const char *bytes, gsize length)
{
  return (Leaf){ .kind = LEAF_ERASURE,
                 .document_digest = hash_of (bytes, length),
                 .document = (char *)UUID,
                 .language = (char *)"en",
                 .number = 2,
                 .previous = LEAF_NONE,
                 .recorded = 5 };
}

static Verification *
verify (const Trust *trust, const Leaf *leaf, const char *bytes, gsize length)
{
  g_autofree char *proof = proof_of (trust, leaf);
  return verification_of (bytes, length, proof, strlen (proof), &trust->keys, NULL);
}

static void
is_proved_by_its_leaf_and_by_no_other (void)
{
  Trust trust = { .log = signer_new ("log.example", KEY_ED25519, NULL),
                  .office = signer_new ("log.example/office", KEY_ED25519, NULL) };
  gsize length;
  g_autofree char *bytes = some_document (&length);
  const Leaf leaf = leaf_of (bytes, length);
  trust.keys = (VerificationKeys){
    .logs = &trust.log->verifier, .log_count = 1, .offices = &trust.office->verifier, .office_count = 1
  };

  g_autoptr (Verification) verification = verify (&trust, &leaf, bytes, length);
  g_assert_nonnull (verification);
  g_assert_null (verification->document);
  g_assert_cmpstr (verification->erasure->reason, ==, "The court “of” first instance.");

  Leaf others[4] = { leaf, leaf, leaf, leaf };
  others[0].number = 3;
  others[1].language = (char *)"fr";
  others[2].recorded = 6;
  others[3].kind = LEAF_CORRECTION; /* an erasure passes for no edition */
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (verify (&trust, &others[i], bytes, length));
  for (gsize bit = 0; bit < 8 * length; bit++)
    {
      bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
      g_assert_null (verify (&trust, &leaf, bytes, length));
      bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
  signer_free (trust.log);
  signer_free (trust.office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/erasure-document/reads-as-it-was-written", reads_as_it_was_written);
  g_test_add_func ("/erasure-document/with-anything-else-in-it-is-refused", with_anything_else_in_it_is_refused);
  g_test_add_func ("/erasure-document/is-proved-by-its-leaf-and-by-no-other", is_proved_by_its_leaf_and_by_no_other);
  return g_test_run ();
}

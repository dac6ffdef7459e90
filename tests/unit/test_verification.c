/* What an edition's file and its proof prove: nothing any more once a single bit of them is another. */
#include "seal/verification.h"

#include "seal/checkpoint.h"
#include "seal/merkle.h"
#include "seal/proof.h"
#include "seal/tile.h"

#include <string.h>

#define ORIGIN "office.example/log"
#define SIZE 7
#define INDEX 4

typedef struct
{
  Signer *log, *office;
  char *document, *proof;
  gsize document_length, proof_length;
} Case;

static char *
write_document (gsize *length)
{
  g_autoptr (Edition) edition = edition_new ();
  guint8 salt[SALT_BYTES] = { 7, 8, 9 };

  edition->office = g_strdup ("embassy");
  edition->document = g_strdup ("1e0f3c0e-0000-4000-8000-000000000000");
  edition->language = g_strdup ("en");
  edition->number = 2;
  edition->kind = KIND_REMARKS;
  edition->published = 86400 * INSTANT_SECOND;
  edition->recorded = 86401 * INSTANT_SECOND;
  edition->title = g_strdup ("Title");
  edition->slug = g_strdup ("title");
  edition->body = g_strdup ("Words.\n");
  edition->change_note = g_strdup ("A name.");
  return edition_document_write (edition, ORIGIN, salt, length, NULL);
}

static char *
write_entry (const Case *made)
{
  Leaf leaf = { .kind = LEAF_CORRECTION,
                .document_digest = hash_of (made->document, made->document_length),
                .document = (char *)"1e0f3c0e-0000-4000-8000-000000000000",
                .language = (char *)"en",
                .number = 2,
                .previous = 1,
                .published = 86400 * INSTANT_SECOND,
                .recorded = 86401 * INSTANT_SECOND };
  g_autofree char *text = leaf_write (&leaf), *line = note_sign (text, made->office, 0);
  return note_write (text, line);
}

static gboolean
read_hashes (gpointer data, const Tile *tile, Hash *hashes, GError **error G_GNUC_UNUSED)
{
  memcpy (hashes, data, tile->width * sizeof *hashes);
  return TRUE;
}

static char *
write_proof (const Case *made)
{
  g_autofree char *entry = write_entry (made);
  Hash hashes[SIZE], root;
  for (guint i = 0; i < SIZE; i++)
    hashes[i] = i == INDEX ? hash_leaf (entry, strlen (entry)) : hash_leaf (&i, sizeof i);

  TileReader reader = { read_hashes, hashes };
  g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, SIZE);
  g_assert_true (merkle_root (tree, &root, NULL));
  g_autoptr (GArray) path = merkle_prove_inclusion (tree, INDEX, NULL);
  g_autofree char *text = checkpoint_write (ORIGIN, SIZE, &root), *line = note_sign (text, made->log, 0);
  g_autofree char *checkpoint = note_write (text, line);
  g_autoptr (GBytes) extra = g_bytes_new (entry, strlen (entry));
  return proof_write (extra, INDEX, path, checkpoint);
}

static void
case_make (Case *made)
{
  made->log = signer_new (ORIGIN, KEY_ED25519, NULL);
  made->office = signer_new (ORIGIN "/office", KEY_ED25519, NULL);
  made->document = write_document (&made->document_length);
  made->proof = write_proof (made);
  made->proof_length = strlen (made->proof);
}

static void
case_clear (Case *made)
{
  signer_free (made->log);
  signer_free (made->office);
  g_free (made->document);
  g_free (made->proof);
}

static gboolean
is_verified (const Case *made, gboolean with_office)
{
  VerificationKeys keys = { .logs = &made->log->verifier,
                            .log_count = 1,
                            .offices = &made->office->verifier,
                            .office_count = with_office ? 1 : 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (Verification) verification =
      verification_of (made->document, made->document_length, made->proof, made->proof_length, &keys, &error);

  g_assert_true ((verification == NULL) == (error != NULL));
  return verification != NULL;
}

/* In the document stand words and salt; in the proof the leaf with the office's signature, the place, the hashes, and
 * the checkpoint with the log's. */
static void
every_single_bit_matters (gconstpointer with_office)
{
  Case made = { 0 };
  gboolean office = GPOINTER_TO_INT (with_office);
  case_make (&made);
  const struct
  {
    const char *name;
    char *bytes;
    gsize length;
  } files[] = { { "document", made.document, made.document_length }, { "proof", made.proof, made.proof_length } };

  g_assert_true (is_verified (&made, office));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    for (gsize bit = 0; bit < 8 * files[i].length; bit++)
      {
        guint8 *byte = (guint8 *)files[i].bytes + bit / 8;
        *byte = (guint8)(*byte ^ 1u << bit % 8);
        if (is_verified (&made, office))
          g_error ("bit %zu of the %s may be another", bit, files[i].name);
        *byte = (guint8)(*byte ^ 1u << bit % 8);
      }
  g_assert_true (is_verified (&made, office));
  case_clear (&made);
}

/* Cut off anywhere, or with a byte more. */
static void
the_length_matters (void)
{
  Case made = { 0 };
  case_make (&made);
  gsize *const lengths[] = { &made.document_length, &made.proof_length };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gsize whole = *lengths[i];
      for (gsize length = 0; length <= whole + 1; length++)
        {
          *lengths[i] = length;
          g_assert_true (is_verified (&made, TRUE) == (length == whole));
        }
      *lengths[i] = whole;
    }
  case_clear (&made);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/verification/every-single-bit-matters", GINT_TO_POINTER (TRUE), every_single_bit_matters);
  g_test_add_data_func ("/verification/every-single-bit-matters-without-the-office's-key", GINT_TO_POINTER (FALSE),
                        every_single_bit_matters);
  g_test_add_func ("/verification/the-length-matters", the_length_matters);
  return g_test_run ();
}

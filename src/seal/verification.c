#include "seal/verification.h"

#include "seal/checkpoint.h"
#include "seal/merkle.h"
#include "seal/proof.h"

#include <string.h>

void
verification_free (Verification *verification)
{
  g_clear_pointer (&verification->document, edition_document_free);
  g_clear_pointer (&verification->erasure, erasure_document_free);
  g_clear_pointer (&verification->leaf, leaf_free);
  g_array_unref (verification->witnesses);
  g_free (verification);
}

static gboolean
mismatch (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, "%s", what);
  return FALSE;
}

static const Verifier *
one_of (const Verifier *verifier, Verifier *const *all, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (all[i] == verifier)
      return verifier;
  return NULL;
}

static GPtrArray *
known_of (const VerificationKeys *keys)
{
  GPtrArray *known = g_ptr_array_new ();

  for (gsize i = 0; i < keys->log_count; i++)
    g_ptr_array_add (known, keys->logs[i]);
  for (guint i = 0; keys->witnesses != NULL && i < keys->witnesses->len; i++)
    g_ptr_array_add (known, keys->witnesses->pdata[i]);
  return known;
}

/* The checkpoint's text, signed by the log; its witnesses into VERIFICATION. */
static Checkpoint *
open_checkpoint (Verification *verification, const char *bytes, const VerificationKeys *keys, GError **error)
{
  g_autoptr (GPtrArray) known = known_of (keys);
  g_autoptr (Note) note = note_open (bytes, strlen (bytes), (Verifier *const *)known->pdata, known->len, error);
  if (note == NULL)
    return NULL;

  for (guint i = 0; i < note->signed_by->len; i++)
    {
      const NoteSignature *signature = &g_array_index (note->signed_by, NoteSignature, i);
      const Verifier *log = one_of (signature->verifier, keys->logs, keys->log_count);
      if (log == NULL)
        g_array_append_val (verification->witnesses, *signature);
      else if (verification->log == NULL)
        verification->log = log;
    }
  if (verification->log == NULL)
    return mismatch (error, "the log itself did not sign the checkpoint"), NULL;
  g_autoptr (Checkpoint) checkpoint = checkpoint_parse (note->text, error);
  if (checkpoint == NULL || strcmp (checkpoint->origin, verification->log->name) == 0)
    return g_steal_pointer (&checkpoint);
  return mismatch (error, "the checkpoint is of another log"), NULL;
}

static gboolean
check_inclusion (Verification *verification, const Proof *proof, const VerificationKeys *keys, GError **error)
{
  g_autoptr (Checkpoint) checkpoint = open_checkpoint (verification, proof->checkpoint, keys, error);
  gsize length;
  const void *entry = g_bytes_get_data (proof->extra, &length);
  Hash leaf = hash_leaf (entry, length);
  if (checkpoint == NULL)
    {
      g_prefix_error (error, "the checkpoint: ");
      return FALSE;
    }
  verification->index = proof->index;
  verification->size = checkpoint->size;
  return merkle_verify_inclusion (&leaf, proof->index, checkpoint->size, (const Hash *)(void *)proof->hashes->data,
                                  proof->hashes->len, &checkpoint->root)
         || mismatch (error,
                      "the place in the log: the hashes of the proof do not lead from this leaf to the checkpoint");
}

/* The leaf is a note, signed by the office. */
static gboolean
read_leaf (Verification *verification, GBytes *entry, const VerificationKeys *keys, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (entry, &length);
  gsize text = note_text_length (bytes, length);
  gboolean checked = keys->office_count > 0;
  g_autoptr (Note) note = checked ? note_open (bytes, length, keys->offices, keys->office_count, error) : NULL;

  if (note != NULL)
    verification->office = g_array_index (note->signed_by, NoteSignature, 0).verifier;
  if ((!checked || note != NULL) && text > 0)
    verification->leaf = leaf_read (bytes, text, error);
  else if (text == 0 && !checked)
    mismatch (error, "it is no signed note");
  if (verification->leaf == NULL)
    g_prefix_error (error, "the leaf: ");
  return verification->leaf != NULL;
}

EditionDocument *
verification_document (const Leaf *leaf, const char *bytes, gsize length, GError **error)
{
  Hash digest = hash_of (bytes, length);
  if (leaf->kind == LEAF_KEYS)
    return mismatch (error, "the leaf is about keys, not about an edition"), NULL;
  if (!hash_equal (&digest, &leaf->document_digest))
    return mismatch (error,
                     "the edition: its SHA-256 is not the one in the log; the text was changed, or is another one"),
           NULL;

  g_autoptr (EditionDocument) document = edition_document_read (bytes, length, error);
  if (document == NULL
      || (strcmp (document->document, leaf->document) == 0 && strcmp (document->language, leaf->language) == 0
          && document->number == leaf->number && document->published == leaf->published
          && document->recorded == leaf->recorded))
    return g_steal_pointer (&document);
  return mismatch (error, "the edition: it says other things of itself than its leaf"), NULL;
}

ErasureDocument *
verification_erasure (const Leaf *leaf, const char *bytes, gsize length, GError **error)
{
  Hash digest = hash_of (bytes, length);
  if (!hash_equal (&digest, &leaf->document_digest))
    return mismatch (error,
                     "the erasure: its SHA-256 is not the one in the log; the file was changed, or is another one"),
           NULL;

  g_autoptr (ErasureDocument) document = erasure_document_read (bytes, length, error);
  if (document == NULL
      || (strcmp (document->document, leaf->document) == 0 && strcmp (document->language, leaf->language) == 0
          && document->number == leaf->number && document->recorded == leaf->recorded))
    return g_steal_pointer (&document);
  return mismatch (error, "the erasure: it says other things of itself than its leaf"), NULL;
}

/* A log may take in what another office signed for its own; a leaf does not name its log, and the file does. */
static gboolean
check_log (const Verification *verification, const char *named, GError **error)
{
  if (strcmp (named, verification->log->name) == 0)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, "the log: the file is of the log %s, and the proof of %s",
               named, verification->log->name);
  return FALSE;
}

static gboolean
check_document (Verification *verification, const char *bytes, gsize length, GError **error)
{
  if (verification->leaf->kind == LEAF_ERASURE)
    verification->erasure = verification_erasure (verification->leaf, bytes, length, error);
  else
    verification->document = verification_document (verification->leaf, bytes, length, error);
  if (verification->erasure != NULL)
    return check_log (verification, verification->erasure->origin, error);
  return verification->document != NULL && check_log (verification, verification->document->origin, error);
}

Verification *
verification_of (const char *document, gsize document_length, const char *proof_bytes, gsize proof_length,
                 const VerificationKeys *keys, GError **error)
{
  g_autoptr (Verification) verification = g_new0 (Verification, 1);
  g_autoptr (Proof) proof = proof_parse (proof_bytes, proof_length, error);

  verification->witnesses = g_array_new (FALSE, FALSE, sizeof (NoteSignature));
  if (proof == NULL)
    return NULL;
  if (proof->extra == NULL)
    {
      mismatch (error, "the proof bears no leaf (its “extra” line)");
      return NULL;
    }
  return check_inclusion (verification, proof, keys, error) && read_leaf (verification, proof->extra, keys, error)
                 && check_document (verification, document, document_length, error)
             ? g_steal_pointer (&verification)
             : NULL;
}

/* verification.h: what the file of an edition, or of its erasure, and the proof of it prove, without a network. */
#pragma once

#include "seal/edition_document.h"
#include "seal/erasure_document.h"
#include "seal/leaf.h"
#include "seal/note.h"

typedef struct
{
  EditionDocument *document; /* NULL: it is an erasure */
  ErasureDocument *erasure;  /* NULL: it is an edition */
  Leaf *leaf;
  guint64 index, size;    /* of the leaf, and of the log as its checkpoint says */
  const Verifier *log;    /* whose signature of the checkpoint was good, of those that were given */
  const Verifier *office; /* whose of the leaf; NULL: none was given, and it was not checked */
  GArray *witnesses;      /* of NoteSignature: whose cosignatures stand below the checkpoint */
} Verification;

typedef struct
{
  Verifier *const *logs; /* whose checkpoints are believed; a log has several in the course of time */
  gsize log_count;
  Verifier *const *offices; /* who signs leaves; none: that is not checked */
  gsize office_count;
  GPtrArray *witnesses; /* of Verifier, or NULL */
} VerificationKeys;     /* all borrowed */

/* The document of LENGTH bytes that LEAF commits to, and that says of itself what the leaf does; NULL with ERROR set.
 * Transfer full. */
EditionDocument *verification_document (const Leaf *leaf, const char *bytes, gsize length, GError **error);
/* The same for a leaf of an erasure. */
ErasureDocument *verification_erasure (const Leaf *leaf, const char *bytes, gsize length, GError **error);

/* Step by step: the proof's leaf is an entry of the log that the checkpoint signs, and it names the digest of
 * DOCUMENT and says of it what it says itself. NULL with ERROR set, which tells the step that failed. Transfer full.
 */
Verification *verification_of (const char *document, gsize document_length, const char *proof, gsize proof_length,
                               const VerificationKeys *keys, GError **error);
void verification_free (Verification *verification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Verification, verification_free)

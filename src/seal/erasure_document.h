/* erasure_document.h: what an office says of an edition that law ordered erased, as one file (RFC 8785).
 *
 * Its SHA-256 is what a leaf of kind "erasure" commits to. It holds nothing of what was erased, so it has no salt. */
#pragma once

#include "record/edition.h"
#include "seal/hash.h"
#include "seal/seal_error.h"

typedef struct
{
  char *origin; /* of the log */
  char *office, *document, *language, *reason;
  unsigned number; /* of the edition that was erased */
  Instant recorded;
} ErasureDocument;

/* EDITION: the erased one. ORIGIN: the name of the office's log. Transfer full; NULL with ERROR set. */
char *erasure_document_write (const Edition *edition, const char *origin, const char *reason, Instant recorded,
                              gsize *length, GError **error);
/* What a verifier says of it. Strict. NULL with SEAL_ERROR_MALFORMED. Transfer full. */
ErasureDocument *erasure_document_read (const char *bytes, gsize length, GError **error);
void erasure_document_free (ErasureDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ErasureDocument, erasure_document_free)

/* leaf.h: what the log says of an edition: one line of JSON (RFC 8785), which the office signs as a note.
 *
 * It names the edition by the digest of its document and tells nothing of its words, for it can never be taken back.
 */
#pragma once

#include "record/instant.h"
#include "seal/hash.h"
#include "seal/seal_error.h"

typedef enum
{
  LEAF_EDITION,    /* the first of a chain */
  LEAF_CORRECTION, /* a later one */
  LEAF_WITHDRAWAL,
  LEAF_RESTORED, /* readable again after a withdrawal */
  LEAF_ERASURE,  /* the words of an edition were erased, by order of law; DOC is of its erasure document */
  LEAF_PROFILE,
  LEAF_KEYS,  /* the keys that sign from here on */
  LEAF_IMPORT /* it was public elsewhere before: its date is asserted, not witnessed */
} LeafKind;

const char *leaf_kind_name (LeafKind kind);

#define LEAF_NONE G_MAXUINT64

typedef struct
{
  LeafKind kind;
  /* Of an edition: */
  Hash document_digest; /* SHA-256 of its document (edition_document.h, erasure_document.h) */
  char *document;       /* UUID */
  char *language;
  unsigned number;
  guint64 previous; /* the index of the leaf of the edition before, of an erasure that of the edition; or LEAF_NONE */
  Instant published, recorded;
  /* Of keys: */
  char **keys; /* verifiers (key.h): NULL but for LEAF_KEYS */
} Leaf;

/* The text, with its newline. Transfer full. */
char *leaf_write (const Leaf *leaf);
/* Strict: members that are unknown, missing, twice, or of another type are refused. NULL with SEAL_ERROR_MALFORMED.
 * Transfer full. */
Leaf *leaf_read (const char *text, gsize length, GError **error);
void leaf_free (Leaf *leaf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaf, leaf_free)

/* proof.h: that an entry is in a log, in a file of its own that can be checked without a network (C2SP tlog-proof).
 */
#pragma once

#include "seal/hash.h"
#include "seal/seal_error.h"

typedef struct
{
  GBytes *extra; /* or NULL; nothing vouches for it until it is hashed */
  guint64 index;
  GArray *hashes;   /* of Hash, from the leaf's sibling up */
  char *checkpoint; /* a signed note */
} Proof;

/* NULL with SEAL_ERROR_MALFORMED. Transfer full. */
Proof *proof_parse (const char *bytes, gsize length, GError **error);
char *proof_write (GBytes *extra, guint64 index, const GArray *hashes, const char *checkpoint);
void proof_free (Proof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proof, proof_free)

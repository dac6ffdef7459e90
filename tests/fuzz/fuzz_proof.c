/* Any bytes as a proof: what is read is written as the same bytes. */
#include "seal/proof.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (Proof) proof = proof_parse ((const char *)data, size, NULL);
  if (proof == NULL)
    return 0;
  g_autofree char *again = proof_write (proof->extra, proof->index, proof->hashes, proof->checkpoint);
  if (strlen (again) != size || memcmp (again, data, size) != 0)
    abort ();
  return 0;
}

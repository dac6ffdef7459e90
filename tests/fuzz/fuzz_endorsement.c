/* Any bytes as what a root key vouches for: what is taken was signed by it, so nothing is of what is made up. */
#include "seal/endorsement.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static Signer *root;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);

  if (root == NULL)
    root = signer_new ("log.example/root", KEY_ED25519, NULL);
  if (endorsements_read ((const char *)data, size, root->verifier, keys, &error) || error == NULL)
    abort ();
  return 0;
}

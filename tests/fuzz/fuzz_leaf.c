/* Any bytes as a leaf and as the document of an edition: a leaf that is read can be written, and reads as the same.
 */
#include "seal/edition_document.h"
#include "seal/leaf.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Leaf) leaf = leaf_read ((const char *)data, size, &error);
  g_autoptr (EditionDocument) document = edition_document_read ((const char *)data, size, NULL);

  if ((leaf == NULL) != (error != NULL) || (leaf != NULL && document != NULL))
    abort ();
  if (leaf == NULL)
    return 0;
  g_autofree char *text = leaf_write (leaf);
  g_autoptr (Leaf) again = leaf_read (text, strlen (text), NULL);
  g_autofree char *twice = again != NULL ? leaf_write (again) : NULL;
  if (g_strcmp0 (text, twice) != 0)
    abort ();
  return 0;
}

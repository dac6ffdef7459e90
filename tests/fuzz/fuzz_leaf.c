/* Any bytes as a leaf, as the document of an edition and as that of an erasure: they are one of them at most, and
 * what is read can be written, and reads as the same. */
#include "seal/edition_document.h"
#include "seal/erasure_document.h"
#include "seal/leaf.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static char *
write_erasure (const ErasureDocument *document)
{
  Edition edition = { .office = document->office,
                      .document = document->document,
                      .language = document->language,
                      .number = document->number };
  return erasure_document_write (&edition, document->origin, document->reason, document->recorded, NULL, NULL);
}

static void
try_erasure (const ErasureDocument *document)
{
  g_autofree char *text = write_erasure (document);
  g_autoptr (ErasureDocument) again = text != NULL ? erasure_document_read (text, strlen (text), NULL) : NULL;
  g_autofree char *twice = again != NULL ? write_erasure (again) : NULL;
  if (text != NULL && g_strcmp0 (text, twice) != 0)
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Leaf) leaf = leaf_read ((const char *)data, size, &error);
  g_autoptr (EditionDocument) document = edition_document_read ((const char *)data, size, NULL);

  g_autoptr (ErasureDocument) erasure = erasure_document_read ((const char *)data, size, NULL);

  if ((leaf == NULL) != (error != NULL) || (leaf != NULL) + (document != NULL) + (erasure != NULL) > 1)
    abort ();
  if (erasure != NULL)
    try_erasure (erasure);
  if (leaf == NULL)
    return 0;
  g_autofree char *text = leaf_write (leaf);
  g_autoptr (Leaf) again = leaf_read (text, strlen (text), NULL);
  g_autofree char *twice = again != NULL ? leaf_write (again) : NULL;
  if (g_strcmp0 (text, twice) != 0)
    abort ();
  return 0;
}

/* Any pattern: what is taken apart and put together again says the same, and is taken apart into the same. */
#include "text/plural_sentence.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *pattern = g_strndup ((const char *)data, size);
  g_autoptr (GHashTable) forms = g_utf8_validate (pattern, -1, NULL) ? plural_sentence_split (pattern, "days") : NULL;
  if (forms == NULL)
    return 0;
  g_autofree char *joined = plural_sentence_join (forms, "days");
  g_autoptr (GHashTable) again = plural_sentence_split (joined, "days");
  GHashTableIter iter;
  gpointer name, text;

  if (again == NULL || g_hash_table_size (again) != g_hash_table_size (forms))
    abort ();
  g_hash_table_iter_init (&iter, forms);
  while (g_hash_table_iter_next (&iter, &name, &text))
    if (g_strcmp0 (g_hash_table_lookup (again, name), text) != 0)
      abort ();
  return 0;
}

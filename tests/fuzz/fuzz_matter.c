/* Front matter of other generators, and the links of a body. */
#include "carry/link.h"
#include "carry/matter.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;

  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (Matter) matter = matter_parse (text, "x.md", NULL);
  g_autofree char *mended = links_mend (matter != NULL ? matter->body : text, known, "https://o.example");
  return mended == NULL;
}

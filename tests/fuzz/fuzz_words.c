/* Any text: words of letters and digits with one space between each two, and the same when they are folded again. */
#include "base/words.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *)data, (gssize)size);
  g_autofree char *words = words_fold (text);

  if (!g_utf8_validate (words, -1, NULL) || *words == ' ' || g_str_has_suffix (words, " ")
      || strstr (words, "  ") != NULL || strpbrk (words, "\"'*():^-+{}") != NULL)
    abort ();
  return 0;
}

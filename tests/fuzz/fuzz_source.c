/* Any bytes of a draft: what is read and written once reads and writes the same again, and no word of a body is lost.
 */
#include "desk/text/source.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  g_autoptr (Source) source = source_read (text);
  g_autofree char *once = source_write (source);
  g_autoptr (Source) again = source_read (once);
  g_autofree char *twice = source_write (again);

  if (!g_str_has_suffix (text, source->body) || strcmp (once, twice) != 0)
    abort ();
  return 0;
}

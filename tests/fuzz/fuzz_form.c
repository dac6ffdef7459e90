/* Any bytes as a form: fields of plain text, or nothing. */
#include "desk/form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (Form) form = form_parse ((const char *)data, size);
  if (form == NULL)
    return 0;
  for (const char *name = "abcdefghijklmnopqrstuvwxyz"; *name != '\0'; name++)
    {
      const char key[] = { *name, '\0' };
      const char *text = form_text (form, key);
      if (!g_utf8_validate (text, -1, NULL) || strchr (text, '\r') != NULL)
        abort ();
    }
  return 0;
}

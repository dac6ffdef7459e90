/* Any bytes as a form in parts: fields of plain text and files that lie within it, or nothing. */
#include "desk/form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* The first line is the type, the rest the body. */
int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const guint8 *end = memchr (data, '\n', size);
  gsize head = end != NULL ? (gsize)(end - data) : size;
  g_autofree char *type = g_strndup ((const char *)data, head);
  gsize rest = end != NULL ? size - head - 1 : 0;
  g_autoptr (GBytes) body = g_bytes_new (end != NULL ? end + 1 : NULL, rest);
  g_autoptr (Form) form = form_parse_parts (body, type);
  gsize whole = 0;

  if (form == NULL)
    return 0;
  for (guint i = 0; i < form_count_files (form); i++)
    {
      const FormFile *file = form_file (form, i);
      whole += g_bytes_get_size (file->content);
      if (!g_utf8_validate (file->name, -1, NULL) || !g_utf8_validate (file->field, -1, NULL))
        abort ();
    }
  if (whole > rest)
    abort ();
  for (const char *name = "abcdefghijklmnopqrstuvwxyz"; *name != '\0'; name++)
    {
      const char key[] = { *name, '\0' };
      if (!g_utf8_validate (form_text (form, key), -1, NULL))
        abort ();
    }
  return 0;
}

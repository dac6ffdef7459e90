/* Any bytes have a type, and any name becomes one that an address can bear. */
#include "publish/file_type.h"
#include "record/slug.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree guint8 *exact = g_memdup2 (data, size); /* so that what is read beyond is seen */
  FileType type = file_type_find (exact, size);
  if (!file_type_is_taken (type))
    return 0;
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *name = file_name_for (text, file_type_ending (type));
  char *dot = strrchr (name, '.');
  if (dot == NULL || strcmp (dot + 1, file_type_ending (type)) != 0 || strchr (name, '/') != NULL)
    abort ();
  *dot = '\0';
  if (!slug_valid (name))
    abort ();
  return 0;
}

/* Any text as an instant: what is read is written so that it is read again as the same. */
#include "record/civil.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  Instant instant, again;

  if (!instant_parse (text, &instant, &error))
    {
      if (error == NULL)
        abort ();
      return 0;
    }
  g_autofree char *written = instant_format (instant);
  g_autofree char *http = instant_format_http (instant);
  if (!instant_parse (written, &again, NULL) || again != instant || strlen (http) != 29)
    abort ();
  return 0;
}

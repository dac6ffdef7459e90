/* Any path and query: a route, whatever it says. */
#include "page/route.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  char *query = strchr (text, '?');
  if (query != NULL)
    *query++ = '\0';
  route_free (route_parse (text, query));
  return 0;
}

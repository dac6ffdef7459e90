/* A target, a host and the fields that choose an answer, a line each. */
#include "front/negotiate.h"
#include "front/target.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 5);
  guint count = g_strv_length (lines);
  guint64 first = 0, last = 0;

  g_autoptr (Target) target = count > 0 ? target_parse (lines[0]) : NULL;
  g_assert (target == NULL || *target->path == '/');
  if (count > 1)
    g_free (host_parse (lines[1]));
  if (count > 2)
    negotiate_gzip (lines[2]);
  if (count > 3)
    negotiate_none_match (lines[3], "\"abc\"");
  if (count > 4 && negotiate_range (lines[4], 100, &first, &last) == RANGE_PART)
    g_assert (first <= last && last < 100);
  return 0;
}

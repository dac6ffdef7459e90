/* Any bytes become HTML that cleaning again does not change. */
#include "text/clean.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *once = clean_html ((const char *)data, size);
  g_autofree char *again = clean_html (once, strlen (once));

  g_assert_cmpstr (once, ==, again);
  return 0;
}

/* Any Accept-Language header chooses one of the languages offered. */
#include "text/locale.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const offered[] = { "en", "fr", "pt-BR", "zh-Hans", "ar", NULL };
  g_autofree char *header = g_strndup ((const char *)data, size);
  const char *chosen = locale_negotiate (header, offered);

  g_assert_true (g_strv_contains (offered, chosen));
  return 0;
}

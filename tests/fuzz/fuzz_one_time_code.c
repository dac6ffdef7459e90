/* What somebody types as a code, a secret or a name of a link: no crash, and nothing that is read is written
 * otherwise. */
#include "cabinet/totp.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  gsize length = 0, again = 0;
  g_autofree guint8 *bytes = base32_read (text, &length);

  if (bytes != NULL)
    {
      g_autofree char *written = base32_write (bytes, length);
      g_autofree guint8 *reread = base32_read (written, &again);
      g_assert (reread != NULL && again == length && memcmp (bytes, reread, length) == 0);
    }
  guint64 step = totp_match ((const guint8 *)"12345678901234567890", 20, text, 1111111109 * INSTANT_SECOND, 37037035);
  g_assert (step == 0 || step == 37037036 || step == 37037037);
  return 0;
}

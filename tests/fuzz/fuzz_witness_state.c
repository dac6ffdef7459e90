/* Any bytes as the state of a witness, bare and with a right digest below them: what is read is written, and read
 * again as the same. */
#include "base/sha256.h"
#include "witness/state_text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
try_text (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) seen = state_text_read (text, length, &error);
  if ((seen == NULL) != (error != NULL))
    abort ();
  if (seen == NULL)
    return;

  g_autofree char *written = state_text_write (seen);
  g_autoptr (GHashTable) again = state_text_read (written, strlen (written), NULL);
  if (again == NULL || g_hash_table_size (again) != g_hash_table_size (seen))
    abort ();
  g_autofree char *twice = state_text_write (again);
  if (strcmp (written, twice) != 0)
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *digest = sha256_hex (data, size);
  g_autofree char *body = g_strndup ((const char *)data, size);
  g_autofree char *whole = g_strconcat (body, "sha256 ", digest, "\n", NULL);

  try_text ((const char *)data, size);
  try_text (whole, strlen (whole));
  return 0;
}

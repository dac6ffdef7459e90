/* Any bytes as a file of keys: what loads without a passphrase is two keys, which are read again as the same. */
#include "seal/key_file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* In place of the library's, so that the sanitizer sees what is written. */
void
sodium_memzero (void *memory, size_t size)
{
  memset (memory, 0, size);
  __asm__ __volatile__("" : : "r"(memory) : "memory");
}

static char *path;
static int file;

static void
forget (void)
{
  unlink (path);
}

static void
try_again (const Signer *signer)
{
  char *text = signer_write (signer);
  g_autoptr (Signer) again = signer_parse (text, NULL);

  if (again == NULL || !verifier_equal (again->verifier, signer->verifier))
    abort ();
  sodium_free (text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      file = g_file_open_tmp ("chancery-fuzz-XXXXXX", &path, NULL);
      atexit (forget);
    }
  if (ftruncate (file, 0) != 0 || pwrite (file, data, size, 0) != (ssize_t)size)
    abort ();
  g_autoptr (Keys) keys = keys_load (path, NULL, &error);
  if ((keys == NULL) != (error != NULL))
    abort ();
  if (keys != NULL)
    {
      try_again (keys->log);
      try_again (keys->office);
    }
  return 0;
}

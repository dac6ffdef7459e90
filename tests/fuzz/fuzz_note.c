/* Any bytes as a signed note, a key and a checkpoint: what is read is written so that it is read again as the same.
 */
#include "seal/checkpoint.h"
#include "seal/note.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
try_key (const char *text)
{
  g_autoptr (Verifier) verifier = verifier_parse (text, NULL);
  g_autofree char *again = verifier != NULL ? verifier_write (verifier) : NULL;
  if (verifier != NULL && strcmp (again, text) != 0)
    abort ();
}

static void
try_checkpoint (const char *text)
{
  g_autoptr (Checkpoint) checkpoint = checkpoint_parse (text, NULL);
  if (checkpoint == NULL)
    return;
  g_autofree char *again = checkpoint_write (checkpoint->origin, checkpoint->size, &checkpoint->root);
  if (!g_str_has_prefix (text, again))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static Verifier *known;
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;

  if (known == NULL)
    known = verifier_parse ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", NULL);
  g_autoptr (Note) note = note_open ((const char *)data, size, &known, 1, &error);
  if ((note == NULL) != (error != NULL)
      || (note != NULL && strlen (note->text) != note_text_length ((const char *)data, size)))
    abort ();
  try_key (text);
  try_checkpoint (text);
  return 0;
}

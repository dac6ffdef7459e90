#include "seal/checkpoint.h"

#include <string.h>

gboolean
decimal_read (const char *text, gsize length, guint64 *number)
{
  *number = 0;
  if (length == 0 || (length > 1 && *text == '0'))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      guint64 digit = (guint64)(text[i] - '0');
      if (!g_ascii_isdigit (text[i]) || *number > (G_MAXUINT64 - digit) / 10)
        return FALSE;
      *number = *number * 10 + digit;
    }
  return TRUE;
}

void
checkpoint_free (Checkpoint *checkpoint)
{
  g_free (checkpoint->origin);
  g_free (checkpoint);
}

/* Lines that are not empty, each ended, at least three: "a\nb\nc\n" splits into four. */
static gboolean
lines_are_good (char **lines)
{
  guint count = g_strv_length (lines);

  if (count < 4 || *lines[count - 1] != '\0')
    return FALSE;
  for (guint i = 0; i + 1 < count; i++)
    if (*lines[i] == '\0')
      return FALSE;
  return TRUE;
}

Checkpoint *
checkpoint_parse (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 64);
  g_autoptr (Checkpoint) checkpoint = g_new0 (Checkpoint, 1);

  if (!lines_are_good (lines) || !decimal_read (lines[1], strlen (lines[1]), &checkpoint->size)
      || !hash_read (lines[2], strlen (lines[2]), &checkpoint->root))
    {
      g_set_error (
          error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
          "this is no checkpoint: it should be three lines, the log's name, its size, and its root in Base64");
      return NULL;
    }
  checkpoint->origin = g_strdup (lines[0]);
  return g_steal_pointer (&checkpoint);
}

char *
checkpoint_write (const char *origin, guint64 size, const Hash *root)
{
  g_autofree char *base64 = hash_write (root);
  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", origin, size, base64);
}

/* A line a key: the office's (a verifier, where the key itself is kept elsewhere), the log's, and perhaps the one
 * that the log had before. */
#include "seal/key_file.h"

#include <sodium.h>
#include <string.h>

#define MOST_KEYS 3
#define PRIVATE "PRIVATE+"

Keys *
keys_new (const char *origin, const Verifier *office, GError **error)
{
  g_autofree char *name = g_strconcat (origin, "/office", NULL);
  g_autoptr (Keys) keys = g_new0 (Keys, 1);

  keys->log = signer_new (origin, KEY_ED25519, error);
  if (keys->log == NULL)
    return NULL;
  if (office == NULL)
    keys->office = signer_new (name, KEY_ED25519, error);
  if (office == NULL && keys->office == NULL)
    return NULL;
  keys->office_verifier = verifier_copy (office != NULL ? office : keys->office->verifier);
  return g_steal_pointer (&keys);
}

void
keys_free (Keys *keys)
{
  g_clear_pointer (&keys->office_verifier, verifier_free);
  g_clear_pointer (&keys->office, signer_free);
  g_clear_pointer (&keys->log, signer_free);
  g_clear_pointer (&keys->old_log, signer_free);
  g_free (keys);
}

/* ---- Writing ---- */

static char *
office_line (const Keys *keys)
{
  if (keys->office != NULL)
    return signer_write (keys->office);
  g_autofree char *text = verifier_write (keys->office_verifier);
  char *line = key_memory (strlen (text) + 1);
  memcpy (line, text, strlen (text) + 1);
  return line;
}

gboolean
keys_save (const Keys *keys, const char *path, const char *passphrase, GError **error)
{
  char *office = office_line (keys), *log = signer_write (keys->log);
  char *old = keys->old_log != NULL ? signer_write (keys->old_log) : NULL;
  gsize length = strlen (office) + strlen (log) + (old != NULL ? strlen (old) : 0) + MOST_KEYS + 1;
  char *lines = key_memory (length);

  g_snprintf (lines, length, "%s\n%s\n%s%s", office, log, old != NULL ? old : "", old != NULL ? "\n" : "");
  sodium_free (office);
  sodium_free (log);
  sodium_free (old);
  gboolean saved = secret_file_save (lines, path, passphrase, error);
  sodium_free (lines);
  return saved;
}

/* ---- Reading ---- */

/* LINES cut at their newlines. 0: they are not whole, or too many. */
static guint
cut (char *lines, char *parts[MOST_KEYS])
{
  guint count = 0;

  while (*lines != '\0')
    {
      char *newline = strchr (lines, '\n');
      if (newline == NULL || count == MOST_KEYS)
        return 0;
      *newline = '\0';
      parts[count++] = lines;
      lines = newline + 1;
    }
  return count;
}

static gboolean
read_office (Keys *keys, const char *line, GError **error)
{
  if (g_str_has_prefix (line, PRIVATE))
    keys->office = signer_parse (line, error);
  else
    keys->office_verifier = verifier_parse (line, error);
  if (keys->office != NULL)
    keys->office_verifier = verifier_copy (keys->office->verifier);
  return keys->office_verifier != NULL;
}

static Keys *
keys_of (char *lines, GError **error)
{
  char *parts[MOST_KEYS];
  guint count = cut (lines, parts);
  g_autoptr (Keys) keys = g_new0 (Keys, 1);

  if (count < 2)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "there are not two or three keys in this file");
      return NULL;
    }
  if (!read_office (keys, parts[0], error))
    return NULL;
  keys->log = signer_parse (parts[1], error);
  if (keys->log != NULL && count == 3)
    keys->old_log = signer_parse (parts[2], error);
  return keys->log != NULL && (count < 3 || keys->old_log != NULL) ? g_steal_pointer (&keys) : NULL;
}

Keys *
keys_load (const char *path, const char *passphrase, GError **error)
{
  char *lines = secret_file_load (path, passphrase, error);
  Keys *keys = lines != NULL ? keys_of (lines, error) : NULL;

  sodium_free (lines);
  return keys;
}

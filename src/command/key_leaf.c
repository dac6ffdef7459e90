#include "command/key_leaf.h"

#include "command/command.h"
#include "seal/leaf.h"
#include "seal/note.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST_LINE 1024

static char *
ask_root (GError **error)
{
  char *line = key_memory (MOST_LINE);

  if (command_on_terminal (STDIN_FILENO))
    fputs ("The root key, as it is printed (PRIVATE+KEY+…): ", stderr);
  if (fgets (line, MOST_LINE, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      return line;
    }
  sodium_free (line);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED,
               "the root key is needed, which vouches for the new keys: --root FILE, or type it in");
  return NULL;
}

Signer *
root_read (const char *file, GError **error)
{
  char *line = file != NULL ? secret_file_load (file, NULL, error) : ask_root (error);
  Signer *root = NULL;

  if (line != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      root = signer_parse (line, error);
    }
  sodium_free (line);
  return root;
}

char *
keys_entry (const Keys *keys, const Verifier *root, Signer *const *signers, guint count, Instant now)
{
  g_autofree char *office = verifier_write (keys->office_verifier), *log = verifier_write (keys->log->verifier),
                  *root_key = verifier_write (root);
  char *names[] = { office, log, root_key, NULL };
  Leaf leaf = { .kind = LEAF_KEYS, .recorded = now, .keys = names };
  g_autofree char *text = leaf_write (&leaf);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    if (signers[i] != NULL)
      {
        g_autofree char *line = note_sign (text, signers[i], 0);
        g_string_append (lines, line);
      }
  return note_write (text, lines->str);
}

StoreLog *
keys_log (const Keys *keys, const char *root)
{
  StoreLog *log = g_new0 (StoreLog, 1);

  log->origin = g_strdup (keys->log->verifier->name);
  log->root_key = g_strdup (root);
  log->office_key = verifier_write (keys->office_verifier);
  log->log_key = verifier_write (keys->log->verifier);
  log->old_log_key = keys->old_log != NULL ? verifier_write (keys->old_log->verifier) : NULL;
  return log;
}

void
keys_print (const StoreLog *log)
{
  printf ("log         %s\nroot key    %s\noffice key  %s\nlog key     %s\n", log->origin, log->root_key,
          log->office_key, log->log_key);
  if (log->old_log_key != NULL)
    printf ("and, until it is retired, the log key before: %s\n", log->old_log_key);
}

#include "command/keys.h"

#include "publish/sealing.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MOST_PASSPHRASE 1024

static char *
keep (const char *text)
{
  char *kept = key_memory (strlen (text) + 1);
  memcpy (kept, text, strlen (text) + 1);
  return kept;
}

/* The first line of a file. */
static char *
from_credential (void)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "chancery-passphrase", NULL);
  char *text = NULL;

  if (folder == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  text[strcspn (text, "\n")] = '\0';
  char *kept = keep (text);
  sodium_memzero (text, strlen (text));
  g_free (text);
  return kept;
}

/* Without showing what is typed. */
static char *
ask (const char *question)
{
  struct termios shown, hidden;
  char line[MOST_PASSPHRASE];

  fputs (question, stderr);
  tcgetattr (STDIN_FILENO, &shown);
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  char *got = fgets (line, sizeof line, stdin);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fputc ('\n', stderr);
  if (got == NULL)
    return NULL;
  line[strcspn (line, "\n")] = '\0';
  char *kept = keep (line);
  sodium_memzero (line, sizeof line);
  return kept;
}

static char *
ask_on_terminal (const char *path, gboolean new, GError **error)
{
  g_autofree char *question = g_strdup_printf ("Passphrase %s %s: ", new ? "for" : "of", path);
  char *first = ask (question);
  char *second = new &&first != NULL ? ask ("The same again: ") : NULL;
  gboolean same = first != NULL && (!new || (second != NULL && strcmp (first, second) == 0));

  sodium_free (second);
  if (same)
    return first;
  sodium_free (first);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the two passphrases differ; nothing was done");
  return NULL;
}

char *
command_passphrase (const char *path, gboolean new, GError **error)
{
  const char *given = g_getenv ("CHANCERY_PASSPHRASE");
  char *credential = given == NULL ? from_credential () : NULL;

  if (given != NULL || credential != NULL)
    return given != NULL ? keep (given) : credential;
  if (command_on_terminal (STDIN_FILENO))
    return ask_on_terminal (path, new, error);
  g_set_error (
      error, SEAL_ERROR, SEAL_ERROR_FAILED,
      "%s: a passphrase is needed: CHANCERY_PASSPHRASE, the systemd credential chancery-passphrase, or a terminal",
      path);
  return NULL;
}

Keys *
command_keys (const char *path, GError **error)
{
  gboolean locked;
  if (!keys_locked (path, &locked, error))
    return NULL;
  char *passphrase = locked ? command_passphrase (path, FALSE, error) : NULL;
  Keys *keys = !locked || passphrase != NULL ? keys_load (path, passphrase, error) : NULL;
  sodium_free (passphrase);
  return keys;
}

/* Whether there is anything to be signed. */
static gboolean
needs_keys (Store *store, const char *office, gboolean *needed, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);

  *needed = log != NULL && store_next_unsealed (store, office, &failure) <= g_get_real_time ();
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
command_commit (Store *store, const char *site, const char *office, const char *path, GError **error)
{
  g_autofree char *usual = g_strconcat (site, ".keys", NULL);
  gboolean needed;
  if (!needs_keys (store, office, &needed, error))
    return FALSE;
  if (!needed)
    return store_commit (store, error);

  g_autoptr (Keys) keys = command_keys (path != NULL ? path : usual, error);
  if (keys == NULL)
    {
      g_prefix_error (error, "the record of “%s” is sealed, and what is published must be signed: ", office);
      return FALSE;
    }
  return sealing_run (store, office, keys, g_get_real_time (), NULL, error) && store_commit (store, error)
         && sealing_remember (store, office, keys, error);
}

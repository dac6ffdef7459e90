#include "command/keys.h"

#include "publish/sealing.h"
#include "seal/secret_file.h"
#include "witness/witnessing.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MOST_PASSPHRASE 1024
#define DEAD_STACK 65536 /* bytes, in which registers that read the environment were put by */

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

static char *
any_passphrase (const char *path, gboolean new, GError **error)
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

char *
command_passphrase (const char *path, gboolean new, GError **error)
{
  char *passphrase = any_passphrase (path, new, error);

  if (passphrase == NULL || *passphrase != '\0')
    return passphrase;
  sodium_free (passphrase);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "%s: the passphrase is empty%s", path,
               new ? "; --open keeps keys without one" : "");
  return NULL;
}

char *
command_passphrase_of (const char *path, GError **error)
{
  return command_passphrase (path, FALSE, error);
}

gboolean
command_save_signer (const Signer *signer, const char *path, gboolean open, GError **error)
{
  char *passphrase = open ? NULL : command_passphrase (path, TRUE, error);
  if (passphrase == NULL && !open)
    return FALSE;

  char *line = signer_write (signer);
  gboolean saved = secret_file_save (line, path, passphrase, error);
  sodium_free (line);
  sodium_free (passphrase);
  return saved;
}

Signer *
command_signer (const char *path, GError **error)
{
  gboolean locked;
  if (!secret_file_locked (path, &locked, error))
    return NULL;
  char *passphrase = locked ? command_passphrase (path, FALSE, error) : NULL;
  char *line = !locked || passphrase != NULL ? secret_file_load (path, passphrase, error) : NULL;
  Signer *signer = line != NULL ? signer_parse (line, error) : NULL;

  sodium_free (passphrase);
  sodium_free (line);
  return signer;
}

gboolean
command_passphrase_is_out_of_reach (void)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "chancery-passphrase", NULL);

  return g_getenv ("CHANCERY_PASSPHRASE") == NULL && (folder == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
         && !command_on_terminal (STDIN_FILENO);
}

void
command_forget_passphrase (void)
{
  char *given = (char *)g_getenv ("CHANCERY_PASSPHRASE");

  if (given != NULL)
    sodium_memzero (given, strlen (given));
  g_unsetenv ("CHANCERY_PASSPHRASE");
  sodium_stackzero (DEAD_STACK);
}

/* ---- The keeper ---- */

/* Beside the record: that of the first office under the record's name, those of others under theirs as well. */
char *
command_keys_path (Store *store, const char *site, const char *office, const char *given, GError **error)
{
  g_auto (GStrv) offices = given == NULL ? store_offices (store, error) : NULL;

  if (given != NULL)
    return g_strdup (given);
  if (offices == NULL)
    return NULL;
  return g_strcmp0 (offices[0], office) == 0 ? g_strconcat (site, ".keys", NULL)
                                             : g_strconcat (site, ".", office, ".keys", NULL);
}

static Keeper *
start (Store *store, const char *site, const char *office, const char *given, GError **error)
{
  g_autofree char *path = command_keys_path (store, site, office, given, error);
  KeeperOptions options = { .path = path, .passphrase = command_passphrase_of };
  Keeper *keeper = path != NULL ? keeper_start (&options, error) : NULL;

  if (keeper == NULL)
    g_prefix_error (error, "the record of “%s” is sealed, and what is published must be signed: ", office);
  return keeper;
}

Keeper *
command_keeper (Store *store, const char *site, const char *office, const char *given, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  return log != NULL ? start (store, site, office, given, error) : NULL;
}

gboolean
command_begin_profile (Store *store, const char *office, const char *profile, GError **error)
{
  const Witnessing witnessing = { .store = store, .office = office, .profile = profile };
  return witnessing_compare (&witnessing, g_get_real_time (), error) && store_begin (store, error);
}

gboolean
command_begin (Store *store, const char *office, GError **error)
{
  return command_begin_profile (store, office, NULL, error);
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

void
command_remember (Store *store, const char *office, Keeper *keeper)
{
  g_autoptr (GError) error = NULL;

  if (!sealing_remember (store, office, keeper, &error))
    fprintf (stderr, "chancery: it is done, but %s; an old copy of the record would not be found out\n",
             error->message);
}

static gboolean
seal_and_commit (Store *store, const char *office, Keeper *keeper, GError **error)
{
  guint sealed;
  if (!sealing_run (store, office, keeper, g_get_real_time (), &sealed, error) || !store_commit (store, error))
    return FALSE;
  if (sealed > 0)
    command_remember (store, office, keeper);
  if (store_next_unsealed (store, office, NULL) <= g_get_real_time ())
    fprintf (stderr,
             "chancery: what became public waits for the office's signature (chancery seal --to-sign FILE)\n");
  return TRUE;
}

gboolean
command_commit (Store *store, const char *site, const char *office, const char *given, Keeper *keeper, GError **error)
{
  gboolean needed;

  if (!needs_keys (store, office, &needed, error))
    return FALSE;
  if (!needed)
    return store_commit (store, error);
  if (keeper != NULL)
    return seal_and_commit (store, office, keeper, error);
  g_autoptr (Keeper) started = start (store, site, office, given, error);
  return started != NULL && seal_and_commit (store, office, started, error);
}

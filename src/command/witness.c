/* chancery witness: be a witness of the logs of others; chancery witness new: make its key. */
#include "command/keys.h"

#include "witness/server.h"

#include <stdio.h>
#include <string.h>

#define LISTEN_DEFAULT "127.0.0.1:8082"

typedef struct
{
  char **logs;
  char *key, *state, *listen, *name, *user;
  gboolean open, unconfined;
} Wanted;

static void
wanted_clear (Wanted *wanted)
{
  g_strfreev (wanted->logs);
  g_free (wanted->key);
  g_free (wanted->state);
  g_free (wanted->listen);
  g_free (wanted->name);
  g_free (wanted->user);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

/* ---- The key ---- */

static int
make_key (const Wanted *wanted)
{
  GError *error = NULL;
  if (wanted->key == NULL || wanted->name == NULL)
    return command_wrong (
        "witness new: --key FILE and --name NAME are needed: where the key is kept, and whose it is");
  g_autoptr (Signer) signer = signer_new (wanted->name, KEY_COSIGNATURE, &error);
  if (signer == NULL || !command_save_signer (signer, wanted->key, wanted->open, &error))
    return command_fail (error);

  g_autofree char *key = verifier_write (signer->verifier);
  printf ("%s\n", key);
  return COMMAND_FINE;
}

static Signer *
load_key (const char *path, GError **error)
{
  g_autoptr (Signer) signer = command_signer (path, error);
  if (signer == NULL || signer->verifier->algorithm == KEY_COSIGNATURE)
    return g_steal_pointer (&signer);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
               "%s: this is no key of a witness (“chancery witness new” makes one)", path);
  return NULL;
}

/* ---- Serving ---- */

static StateFile *
open_state (const char *path, GError **error)
{
  gboolean fresh;
  StateFile *state = state_file_open (path, &fresh, error);

  if (state != NULL && fresh)
    fprintf (stderr, "chancery: %s is new: this witness has seen nothing yet\n", path);
  return state;
}

static int
serve (const Wanted *wanted)
{
  GError *error = NULL;
  g_autoptr (Watched) watched = watched_new ((const char *const *)wanted->logs, &error);
  g_autoptr (Signer) signer = watched != NULL ? load_key (wanted->key, &error) : NULL;
  g_autoptr (StateFile) state = signer != NULL ? open_state (wanted->state, &error) : NULL;
  if (state == NULL)
    return command_fail (error);

  const WitnessOptions options = { .sequencer = { watched, signer, state },
                                   .listen = wanted->listen != NULL ? wanted->listen : LISTEN_DEFAULT,
                                   .user = wanted->user,
                                   .unconfined = wanted->unconfined };
  g_autofree char *key = verifier_write (signer->verifier);
  fprintf (stderr, "chancery: the witness's key: %s\n", key);
  return witness_serve (&options, &error) ? COMMAND_FINE : command_fail (error);
}

int
command_witness (int argc, char **argv)
{
  g_auto (Wanted) wanted = { 0 };
  const GOptionEntry entries[] = {
    { "log", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wanted.logs,
      "The key of a log to watch (chancery key show); may be repeated, also for keys of one log", "KEY" },
    { "key", 'k', 0, G_OPTION_ARG_FILENAME, &wanted.key, "The witness's own key", "FILE" },
    { "state", 's', 0, G_OPTION_ARG_FILENAME, &wanted.state,
      "What it has cosigned; it must never be lost, nor put back from a backup", "FILE" },
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &wanted.listen,
      "Where to listen (default: " LISTEN_DEFAULT "; port 0: any)", "ADDR:PORT" },
    { "user", 'u', 0, G_OPTION_ARG_STRING, &wanted.user, "Become this user once it listens, if root started it",
      "NAME" },
    { "no-sandbox", 0, 0, G_OPTION_ARG_NONE, &wanted.unconfined, "Leave it all rights of its user, for debugging",
      NULL },
    { "name", 'n', 0, G_OPTION_ARG_STRING, &wanted.name,
      "new: what the witness is called (such as witness.gazette.example)", "NAME" },
    { "open", 0, 0, G_OPTION_ARG_NONE, &wanted.open,
      "new: without a passphrase, for a place that encrypts what it holds", NULL },
    { NULL }
  };
  int status;
  if (!command_options ("witness", entries, &argc, &argv, 0, 1, &status))
    return status;
  if (argc > 1)
    return strcmp (argv[1], "new") == 0
               ? make_key (&wanted)
               : command_wrong ("witness: “%s”: “new” makes a key; nothing more is needed to be a witness", argv[1]);
  if (wanted.logs == NULL || wanted.key == NULL || wanted.state == NULL)
    return command_wrong (
        "witness: --log KEY, --key FILE and --state FILE are needed: whose log, as whom, and where to "
        "remember it");
  return serve (&wanted);
}

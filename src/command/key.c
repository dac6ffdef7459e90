/* chancery key: the keys of an office, and the beginning of its log. chancery seal: what is due. */
#include "command/keys.h"

#include "publish/sealing.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  const char *site, *office, *origin, *path;
  gboolean open;
} NewKeys;

static gboolean
has_log (Store *store, const char *office, GError **error)
{
  g_autoptr (StoreLog) log = store_log (store, office, error);
  if (log != NULL)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the record of “%s” is sealed already, as %s", office,
                 log->origin);
  return log != NULL;
}

static Keys *
make_keys (const NewKeys *new, GError **error)
{
  char *passphrase = new->open ? NULL : command_passphrase (new->path, TRUE, error);
  if (passphrase == NULL && !new->open)
    return NULL;
  Keys *keys = keys_new (new->origin, error);
  if (keys != NULL && !keys_save (keys, new->path, passphrase, error))
    g_clear_pointer (&keys, keys_free);
  if (keys != NULL)
    keys->path = g_strdup (new->path);
  sodium_free (passphrase);
  return keys;
}

static gboolean
begin_log (Store *store, const NewKeys *new, const Keys *keys, guint *sealed, GError **error)
{
  if (!store_begin (store, error))
    return FALSE;
  if (!has_log (store, new->office, error) && (error == NULL || *error == NULL)
      && sealing_begin (store, new->office, keys, g_get_real_time (), error)
      && sealing_run (store, new->office, keys, g_get_real_time (), sealed, error) && store_commit (store, error))
    return sealing_remember (store, new->office, keys, error);
  store_rollback (store);
  return FALSE;
}

static void
print_keys (const char *origin, const char *office_key, const char *log_key)
{
  printf ("log         %s\nlog key     %s\noffice key  %s\n", origin, log_key, office_key);
}

static int
key_new (Store *store, const NewKeys *new)
{
  GError *error = NULL;
  guint sealed = 0;
  if (has_log (store, new->office, &error) || error != NULL)
    return command_fail (error);
  g_autoptr (Keys) keys = make_keys (new, &error);
  if (keys == NULL || !begin_log (store, new, keys, &sealed, &error))
    return command_fail (error);

  g_autofree char *office_key = verifier_write (keys->office->verifier);
  g_autofree char *log_key = verifier_write (keys->log->verifier);
  print_keys (new->origin, office_key, log_key);
  printf (
      "%u editions that were public are sealed. Keep %s, and its passphrase, where nobody else can get at them.\n",
      sealed, new->path);
  return COMMAND_FINE;
}

static int
key_show (Store *store, const char *office)
{
  GError *error = NULL;
  g_autoptr (StoreLog) log = store_log (store, office, &error);

  if (error != NULL)
    return command_fail (error);
  if (log == NULL)
    return command_wrong ("the record of “%s” is not sealed; “chancery key new” begins its log", office);
  print_keys (log->origin, log->office_key, log->log_key);
  return COMMAND_FINE;
}

int
command_key (int argc, char **argv)
{
  g_autofree char *named = NULL, *origin = NULL, *path = NULL;
  gboolean open = FALSE;
  const GOptionEntry entries[] = {
    { "name", 'n', 0, G_OPTION_ARG_STRING, &origin,
      "The log's name: where it is to be had, without https:// (such as lisbon.mfa.example/log)", "NAME" },
    { "open", 0, 0, G_OPTION_ARG_NONE, &open, "Without a passphrase, for a place that encrypts what it holds", NULL },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office, where there are several", "NAME" },
    COMMAND_KEYS_OPTION (path),
    { NULL }
  };
  int status;
  if (!command_options ("key", entries, &argc, &argv, 2, 2, &status))
    return status;
  gboolean new = strcmp (argv[1], "new") == 0;
  if (!new &&strcmp (argv[1], "show") != 0)
    return command_wrong ("key: “%s”: “new” makes keys and begins a log, “show” shows them", argv[1]);
  if (new &&origin == NULL)
    return command_wrong ("key new: --name NAME is needed: what the log is called for ever");

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[2], new ? STORE_WRITE : STORE_READ, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  g_autofree char *usual = g_strconcat (argv[2], ".keys", NULL);
  NewKeys wanted = { argv[2], office, origin, path != NULL ? path : usual, open };
  return office == NULL ? status : new ? key_new (store, &wanted) : key_show (store, office);
}

int
command_seal (int argc, char **argv)
{
  g_autofree char *named = NULL, *path = NULL;
  const GOptionEntry entries[] = { { "office", 'o', 0, G_OPTION_ARG_STRING, &named,
                                     "Which office, where there are several", "NAME" },
                                   COMMAND_KEYS_OPTION (path),
                                   { NULL } };
  int status;
  if (!command_options ("seal", entries, &argc, &argv, 1, 1, &status))
    return status;

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[1], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  if (office == NULL)
    return status;
  if (!store_begin (store, &error) || !command_commit (store, argv[1], office, path, &error))
    {
      store_rollback (store);
      return command_fail (error);
    }
  return COMMAND_FINE;
}

/* Root, office and log key, their file, and the first leaf of the log. The root's key is shown once, to be kept on
 * paper, and is nowhere else. */
#include "command/key.h"

#include "publish/sealing.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  Signer *root;
  Keys *keys;
  StoreLog *log;
} Made;

static void
made_clear (Made *made)
{
  g_clear_pointer (&made->root, signer_free);
  g_clear_pointer (&made->keys, keys_free);
  g_clear_pointer (&made->log, store_log_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, made_clear)

/* An office has one log, and a name one office: two logs of a name are what a fork looks like. */
static gboolean
is_free (Store *store, const KeyOrder *order, GError **error)
{
  g_auto (GStrv) offices = store_offices (store, error);

  for (char **office = offices; office != NULL && *office != NULL; office++)
    {
      GError *failure = NULL;
      g_autoptr (StoreLog) log = store_log (store, *office, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (log != NULL && strcmp (*office, order->office) == 0)
        g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the record of “%s” is sealed already, as %s", *office,
                     log->origin);
      else if (log != NULL && strcmp (log->origin, order->origin) == 0)
        g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED,
                     "the record of “%s” is sealed as %s; another log needs another name", *office, log->origin);
      else
        continue;
      return FALSE;
    }
  return offices != NULL;
}

static gboolean
make (Made *made, const KeyOrder *order, GError **error)
{
  g_autofree char *root_name = g_strconcat (order->origin, "/root", NULL);
  g_autoptr (Verifier) office = order->office_key != NULL ? verifier_parse (order->office_key, error) : NULL;
  if (order->office_key != NULL && office == NULL)
    return FALSE;

  made->root = signer_new (root_name, KEY_ED25519, error);
  made->keys = made->root != NULL ? keys_new (order->origin, office, error) : NULL;
  g_autofree char *root_key = made->keys != NULL ? verifier_write (made->root->verifier) : NULL;
  made->log = made->keys != NULL ? keys_log (made->keys, root_key) : NULL;
  return made->log != NULL;
}

static gboolean
save (const Made *made, const KeyOrder *order, GError **error)
{
  char *passphrase = order->open ? NULL : command_passphrase (order->path, TRUE, error);
  gboolean saved = (passphrase != NULL || order->open) && keys_save (made->keys, order->path, passphrase, error);

  sodium_free (passphrase);
  if (!saved || order->root == NULL)
    return saved;
  char *root = signer_write (made->root);
  saved = secret_file_save (root, order->root, NULL, error);
  sodium_free (root);
  if (!saved)
    g_unlink (order->path);
  return saved;
}

/* The log with its first leaf. FALSE: it did not begin, and the keys are for nothing. */
static gboolean
begin_log (Store *store, const KeyOrder *order, const Made *made, const char *entry, Keeper *keeper, GError **error)
{
  if (!store_begin (store, error))
    return FALSE;
  if (sealing_begin (store, order->office, made->log, entry, keeper, error) && store_commit (store, error))
    {
      command_remember (store, order->office, keeper);
      return TRUE;
    }
  store_rollback (store);
  return FALSE;
}

/* What is public already. */
static gboolean
seal_public (Store *store, const KeyOrder *order, Keeper *keeper, guint *sealed, GError **error)
{
  if (!store_begin (store, error))
    return FALSE;
  if (sealing_run (store, order->office, keeper, g_get_real_time (), sealed, error) && store_commit (store, error))
    {
      command_remember (store, order->office, keeper);
      return TRUE;
    }
  store_rollback (store);
  g_prefix_error (error, "the log is begun, but what is public is not in it yet; “chancery seal” tries again: ");
  return FALSE;
}

/* The keeper takes the keys over. */
static Keeper *
start_keeper (const KeyOrder *order, Made *made, GError **error)
{
  KeeperOptions options = { .path = order->path, .keys = made->keys };
  Keeper *keeper = keeper_start (&options, error);

  g_clear_pointer (&made->keys, keys_free);
  return keeper;
}

/* What can be done when it is lost, and what not, is to be read before it is too late. */
static void
print_root (const Made *made, const char *file)
{
  char *root = signer_write (made->root);

  if (file == NULL)
    printf (
        "\nThis is the root key. It vouches for the other keys, now and when they change. It is shown this once and\n"
        "kept nowhere: print it, or write it down, and lock it away from this machine. It is not needed until then.\n"
        "\n    %s\n\n",
        root);
  else
    printf (
        "The root key is in %s, without a passphrase. Take it off this machine: it is needed only when the other\n"
        "keys change, and whoever has it can vouch for others.\n",
        file);
  sodium_free (root);
}

static void
print_rest (const KeyOrder *order, guint sealed)
{
  printf ("%u editions that were public are sealed%s. Keep %s%s where nobody else can get at them.\n", sealed,
          order->office_key != NULL ? "; the others wait for the office's key (chancery seal --to-sign)" : "",
          order->path, order->open ? "" : ", and its passphrase,");
}

int
key_new (Store *store, const KeyOrder *order)
{
  GError *error = NULL;
  g_auto (Made) made = { NULL };
  guint sealed = 0;

  if (!is_free (store, order, &error) || !make (&made, order, &error) || !save (&made, order, &error))
    return command_fail (error);
  Signer *const signers[] = { made.keys->office, made.root };
  g_autofree char *entry =
      keys_entry (made.keys, made.root->verifier, signers, G_N_ELEMENTS (signers), g_get_real_time ());
  g_autoptr (Keeper) keeper = start_keeper (order, &made, &error);
  if (keeper == NULL || !begin_log (store, order, &made, entry, keeper, &error))
    {
      g_unlink (order->path);
      return command_fail (error);
    }
  keys_print (made.log);
  print_root (&made, order->root);
  if (!seal_public (store, order, keeper, &sealed, &error))
    return command_fail (error);
  print_rest (order, sealed);
  return COMMAND_FINE;
}

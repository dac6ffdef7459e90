/* New keys for a log that goes on under its name.
 *
 * They are written to a file beside the old ones, take over in one transaction, and then take the old ones' place.
 * Where that was cut off, the record says which of the two files is right. */
#include "command/key.h"

#include "publish/sealing.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  char *passphrase; /* of both files, or NULL */
  Keys *old, *new;
  Signer *root;
  StoreLog *log;
  char *path; /* where the new ones are written */
} Rotation;

static void
rotation_clear (Rotation *rotation)
{
  sodium_free (rotation->passphrase);
  g_clear_pointer (&rotation->old, keys_free);
  g_clear_pointer (&rotation->new, keys_free);
  g_clear_pointer (&rotation->root, signer_free);
  g_clear_pointer (&rotation->log, store_log_free);
  g_free (rotation->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rotation, rotation_clear)

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, SEAL_ERROR, SEAL_ERROR_FAILED, what);
  return FALSE;
}

static gboolean
are_of (const Keys *keys, const StoreLog *log)
{
  const Verifier *old = keys->old_log != NULL ? keys->old_log->verifier : NULL;
  return verifier_is (keys->log->verifier, log->log_key) && verifier_is (keys->office_verifier, log->office_key)
         && (old != NULL) == (log->old_log_key != NULL);
}

static Signer *
signer_copy (const Signer *signer)
{
  char *text = signer_write (signer);
  Signer *copy = signer_parse (text, NULL);
  sodium_free (text);
  return copy;
}

/* ---- What there is ---- */

static gboolean
read_log (Rotation *rotation, Store *store, const KeyOrder *order, GError **error)
{
  GError *failure = NULL;

  rotation->log = store_log (store, order->office, &failure);
  if (rotation->log == NULL && failure == NULL)
    g_set_error (&failure, SEAL_ERROR, SEAL_ERROR_FAILED,
                 "the record of “%s” is not sealed; “chancery key new” begins its log", order->office);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
read_keys (Rotation *rotation, const KeyOrder *order, GError **error)
{
  gboolean locked;

  if (!secret_file_locked (order->path, &locked, error))
    return FALSE;
  if (locked)
    rotation->passphrase = command_passphrase (order->path, FALSE, error);
  if (!locked || rotation->passphrase != NULL)
    rotation->old = keys_load (order->path, rotation->passphrase, error);
  return rotation->old != NULL;
}

/* A file of new keys is there already: an earlier change was cut off, before it took hold or after. */
static gboolean
finish_earlier (Rotation *rotation, const KeyOrder *order, gboolean *finished, GError **error)
{
  *finished = FALSE;
  if (!g_file_test (rotation->path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr (Keys) new = keys_load (rotation->path, rotation->passphrase, error);
  if (new == NULL)
    return FALSE;
  *finished = are_of (new, rotation->log);
  if (*finished ? g_rename (rotation->path, order->path) == 0 : g_unlink (rotation->path) == 0)
    return TRUE;
  return fail (error, "the file of new keys, whose making was cut off, can be neither used nor removed");
}

/* FINISHED: what was cut off is whole now, and nothing is left to do. */
static gboolean
begin (Rotation *rotation, Store *store, const KeyOrder *order, gboolean *finished, GError **error)
{
  rotation->path = g_strconcat (order->path, ".new", NULL);
  if (!read_log (rotation, store, order, error) || !read_keys (rotation, order, error)
      || !finish_earlier (rotation, order, finished, error))
    return FALSE;
  return *finished || are_of (rotation->old, rotation->log)
         || fail (error, "these are not the keys that the log is kept with");
}

/* ---- Rotation ---- */

static gboolean
make_new (Rotation *rotation, const KeyOrder *order, GError **error)
{
  const Keys *old = rotation->old;
  if (old->old_log != NULL)
    return fail (error, "the log's key before this one still signs: “chancery key retire” ends that first");

  g_autoptr (Verifier) given = order->office_key != NULL ? verifier_parse (order->office_key, error) : NULL;
  if (order->office_key != NULL && given == NULL)
    return FALSE;
  const Verifier *elsewhere = given != NULL ? given : old->office == NULL ? old->office_verifier : NULL;
  rotation->new = keys_new (old->log->verifier->name, elsewhere, error);
  if (rotation->new != NULL)
    rotation->new->old_log = signer_copy (old->log);
  return rotation->new != NULL;
}

static gboolean
read_root (Rotation *rotation, const KeyOrder *order, GError **error)
{
  if (order->without_root)
    return rotation->old->office != NULL
           || fail (error, "where the office's key is kept elsewhere, only the root key can vouch for new ones");
  rotation->root = root_read (order->root, error);
  return rotation->root != NULL
         && (verifier_is (rotation->root->verifier, rotation->log->root_key)
             || fail (error, "this is not the root key of this log"));
}

/* Who signed until now vouches, the root, and who will sign from here on. */
static char *
make_entry (const Rotation *rotation, GError **error)
{
  Signer *const signers[] = { rotation->old->office, rotation->root, rotation->new->office };
  g_autoptr (Verifier) root = verifier_parse (rotation->log->root_key, error);
  return root != NULL ? keys_entry (rotation->new, root, signers, G_N_ELEMENTS (signers), g_get_real_time ()) : NULL;
}

static gboolean
take_over (Rotation *rotation, Store *store, const KeyOrder *order, const char *entry, GError **error)
{
  g_autoptr (StoreLog) log = keys_log (rotation->new, rotation->log->root_key);
  KeeperOptions options = { .path = order->path, .keys = rotation->new };
  g_autoptr (Keeper) keeper = keeper_start (&options, error);
  if (keeper == NULL || !store_begin (store, error))
    return FALSE;

  if (!sealing_rotate (store, order->office, log, entry, keeper, error) || !store_commit (store, error))
    {
      store_rollback (store);
      return FALSE;
    }
  command_remember (store, order->office, keeper);
  keys_print (log);
  return TRUE;
}

static gboolean
rotate (Rotation *rotation, Store *store, const KeyOrder *order, GError **error)
{
  if (!make_new (rotation, order, error) || !read_root (rotation, order, error))
    return FALSE;
  g_autofree char *entry = make_entry (rotation, error);
  if (entry == NULL || !keys_save (rotation->new, rotation->path, rotation->passphrase, error))
    return FALSE;
  if (take_over (rotation, store, order, entry, error))
    return g_rename (rotation->path, order->path) == 0
           || fail (error, "the new keys cannot take the old ones' place");
  g_unlink (rotation->path);
  return FALSE;
}

int
key_rotate (Store *store, const KeyOrder *order)
{
  g_auto (Rotation) rotation = { NULL };
  GError *error = NULL;
  gboolean finished;

  if (!begin (&rotation, store, order, &finished, &error) || (!finished && !rotate (&rotation, store, order, &error)))
    return command_fail (error);
  if (finished)
    printf ("A change of keys that had been cut off is whole now; nothing else was done.\n");
  else
    printf (
        "Show the new keys wherever the office shows its keys. When readers and witnesses have them, “chancery key\n"
        "retire” ends the old log key's signing.\n");
  return COMMAND_FINE;
}

/* ---- Retiring ---- */

static gboolean
retire (Rotation *rotation, Store *store, const KeyOrder *order, GError **error)
{
  Keys *keys = rotation->old;
  if (keys->old_log == NULL)
    return fail (error, "there is no log key before this one that still signs");

  g_clear_pointer (&keys->old_log, signer_free);
  g_autoptr (StoreLog) log = keys_log (keys, rotation->log->root_key);
  if (!keys_save (keys, rotation->path, rotation->passphrase, error) || !store_begin (store, error))
    return FALSE;
  if (!store_set_log_keys (store, order->office, log, error) || !store_commit (store, error))
    {
      store_rollback (store);
      g_unlink (rotation->path);
      return FALSE;
    }
  keys_print (log);
  return g_rename (rotation->path, order->path) == 0 || fail (error, "the keys cannot take the old ones' place");
}

int
key_retire (Store *store, const KeyOrder *order)
{
  g_auto (Rotation) rotation = { NULL };
  GError *error = NULL;
  gboolean finished;

  if (!begin (&rotation, store, order, &finished, &error) || (!finished && !retire (&rotation, store, order, &error)))
    return command_fail (error);
  return COMMAND_FINE;
}

/* chancery seal: what is due goes into the log; and what an office key signs that is kept elsewhere, there and back.
 */
#include "command/keys.h"

#include "publish/signing.h"
#include "witness/witnessing.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  const char *site, *office, *keys, *to_sign, *signed_file;
} SealOrder;

static gboolean
write_request (Store *store, const SealOrder *order, GError **error)
{
  guint count;
  g_autofree char *text = signing_request (store, order->office, &count, error);

  if (text == NULL || !store_commit (store, error)
      || !g_file_set_contents_full (order->to_sign, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  printf ("%u editions wait to be signed; “chancery sign %s” signs them where the office's key is\n", count,
          order->to_sign);
  return TRUE;
}

static gboolean
take_answer (Store *store, const SealOrder *order, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  guint count;
  if (!g_file_get_contents (order->signed_file, &text, &length, error))
    return FALSE;
  if (!signing_take (store, order->office, text, length, &count, error))
    {
      g_prefix_error (error, "%s: ", order->signed_file);
      return FALSE;
    }
  printf ("%u signed leaves are taken; each goes into the log when its edition is public\n", count);
  return TRUE;
}

/* Where nothing waits, nothing will be signed. */
static gboolean
begin (Store *store, const SealOrder *order, GError **error)
{
  GError *failure = NULL;
  Instant due = store_next_unsealed (store, order->office, &failure);

  if (failure == NULL)
    return due > g_get_real_time () ? store_begin (store, error) : command_begin (store, order->office, error);
  g_propagate_error (error, failure);
  return FALSE;
}

static void
say (const char *sentence, gpointer data)
{
  (void)data;
  fprintf (stderr, "chancery: %s\n", sentence);
}

static gboolean
seal (Store *store, const SealOrder *order, GError **error)
{
  const Witnessing witnessing = { .store = store, .office = order->office, .told = say };

  if (order->to_sign != NULL)
    return store_begin (store, error) && write_request (store, order, error);
  return begin (store, order, error) && (order->signed_file == NULL || take_answer (store, order, error))
         && command_commit (store, order->site, order->office, order->keys, NULL, error)
         && witnessing_run (&witnessing, g_get_real_time (), error);
}

static int
seal_office (Store *store, const SealOrder *order)
{
  GError *error = NULL;

  if (seal (store, order, &error))
    return COMMAND_FINE;
  store_rollback (store);
  return command_fail (error);
}

/* Every office of the record: one that fails keeps no other from it. */
static int
seal_all (Store *store, SealOrder *order)
{
  GError *error = NULL;
  g_auto (GStrv) offices = store_offices (store, &error);
  int status = COMMAND_FINE;
  if (offices == NULL)
    return command_fail (error);

  for (char **office = offices; *office != NULL; office++)
    {
      order->office = *office;
      if (seal_office (store, order) != COMMAND_FINE)
        status = COMMAND_FAILED;
    }
  return status;
}

int
command_seal (int argc, char **argv)
{
  g_autofree char *named = NULL, *path = NULL, *to_sign = NULL, *signed_file = NULL;
  const GOptionEntry entries[] = {
    { "to-sign", 0, 0, G_OPTION_ARG_FILENAME, &to_sign,
      "Where the office's key is kept elsewhere: write what it is to sign to FILE", "FILE" },
    { "signed", 0, 0, G_OPTION_ARG_FILENAME, &signed_file, "Take what it signed from FILE", "FILE" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office (default: all of them)", "NAME" },
    COMMAND_KEYS_OPTION (path),
    { NULL }
  };
  int status;
  if (!command_options ("seal", entries, &argc, &argv, 1, 1, &status))
    return status;

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[1], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  SealOrder order = { argv[1], NULL, path, to_sign, signed_file };
  if (named == NULL && path == NULL && to_sign == NULL && signed_file == NULL)
    return seal_all (store, &order);
  g_autofree char *office = command_office (store, named, &status);
  order.office = office;
  return office != NULL ? seal_office (store, &order) : status;
}

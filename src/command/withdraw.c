/* chancery withdraw: a statement taken back stays readable, under a notice that says why. */
#include "command/keys.h"

#include "publish/publish.h"

#include <stdio.h>

typedef struct
{
  char *note, *keys;
} Withdrawal;

static int
withdraw (Store *store, const char *site, const char *office, const char *reference, const Withdrawal *options)
{
  GError *error = NULL;
  g_autofree char *address = NULL;

  if (!command_begin (store, office, &error))
    return command_fail (error);
  if (!publish_withdrawal (store, office, reference, options->note, g_get_real_time (), &address, &error)
      || !command_commit (store, site, office, options->keys, NULL, &error))
    {
      store_rollback (store);
      return command_fail (error);
    }
  printf ("withdrawn  %s\n", address);
  return COMMAND_FINE;
}

int
command_withdraw (int argc, char **argv)
{
  g_autofree char *note = NULL, *named = NULL, *keys = NULL;
  const GOptionEntry entries[] = { { "note", 'n', 0, G_OPTION_ARG_STRING, &note, "Why; it is public", "TEXT" },
                                   { "office", 'o', 0, G_OPTION_ARG_STRING, &named,
                                     "Which office, where there are several", "NAME" },
                                   COMMAND_KEYS_OPTION (keys),
                                   { NULL } };
  int status;
  if (!command_options ("withdraw", entries, &argc, &argv, 2, 2, &status))
    return status;
  if (note == NULL || *note == '\0')
    return command_wrong ("withdraw: --note TEXT is needed: say why; readers will see it");

  GError *error = NULL;
  g_autoptr (Store) store = store_open (argv[1], STORE_WRITE, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  Withdrawal options = { note, keys };
  return office != NULL ? withdraw (store, argv[1], office, argv[2], &options) : status;
}

/* chancery withdraw: a statement taken back stays readable, under a notice that says why. */
#include "command/command.h"

#include "publish/publish.h"

#include <stdio.h>

static int
withdraw (Store *store, const char *office, const char *reference, const char *note, gboolean erase)
{
  GError *error = NULL;
  g_autofree char *address = NULL;

  if (!store_begin (store, &error))
    return command_fail (error);
  if (!publish_withdrawal (store, office, reference, note, erase, g_get_real_time (), &address, &error)
      || !store_commit (store, &error))
    {
      store_rollback (store);
      return command_fail (error);
    }
  printf ("%s  %s\n", erase ? "erased   " : "withdrawn", address);
  return COMMAND_FINE;
}

int
command_withdraw (int argc, char **argv)
{
  g_autofree char *note = NULL;
  g_autofree char *named = NULL;
  gboolean erase = FALSE;
  const GOptionEntry entries[] = { { "note", 'n', 0, G_OPTION_ARG_STRING, &note, "Why; it is public", "TEXT" },
                                   { "erase", 0, 0, G_OPTION_ARG_NONE, &erase,
                                     "Remove the text itself, by order of law; it cannot be undone", NULL },
                                   { "office", 'o', 0, G_OPTION_ARG_STRING, &named,
                                     "Which office, where there are several", "NAME" },
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
  return office != NULL ? withdraw (store, office, argv[2], note, erase) : status;
}

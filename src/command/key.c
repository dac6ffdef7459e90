/* chancery key: the keys of an office, and the beginning of its log. */
#include "command/key.h"

#include <stdio.h>
#include <string.h>

static int
key_show (Store *store, const KeyOrder *order)
{
  GError *error = NULL;
  g_autoptr (StoreLog) log = store_log (store, order->office, &error);

  if (error != NULL)
    return command_fail (error);
  if (log == NULL)
    return command_wrong ("the record of “%s” is not sealed; “chancery key new” begins its log", order->office);
  keys_print (log);
  return COMMAND_FINE;
}

static const struct
{
  const char *name;
  StoreMode mode;
  int (*run) (Store *store, const KeyOrder *order);
} actions[] = {
  { "new", STORE_WRITE, key_new },       { "show", STORE_READ, key_show },   { "rotate", STORE_WRITE, key_rotate },
  { "retire", STORE_WRITE, key_retire }, { "trust", STORE_READ, key_trust },
};

static int
run_action (gsize action, const char *site, const char *named, const char *path, KeyOrder *order)
{
  GError *error = NULL;
  int status = COMMAND_FAILED;
  g_autoptr (Store) store = store_open (site, actions[action].mode, &error);
  if (store == NULL)
    return command_fail (error);
  g_autofree char *office = command_office (store, named, &status);
  if (office == NULL)
    return status;
  g_autofree char *usual = command_keys_path (store, site, office, path, &error);
  if (usual == NULL)
    return command_fail (error);
  order->site = site;
  order->office = office;
  order->path = usual;
  return actions[action].run (store, order);
}

int
command_key (int argc, char **argv)
{
  g_autofree char *named = NULL, *origin = NULL, *path = NULL, *root = NULL, *office_key = NULL;
  KeyOrder order = { NULL };
  const GOptionEntry entries[] = {
    { "name", 'n', 0, G_OPTION_ARG_STRING, &origin,
      "new: the log's name: where it is to be had, without https:// (such as lisbon.mfa.example/log)", "NAME" },
    { "open", 0, 0, G_OPTION_ARG_NONE, &order.open,
      "new: without a passphrase, for a place that encrypts what it holds", NULL },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &root,
      "new: write the root key to FILE, not to the terminal; rotate: read it there", "FILE" },
    { "without-root", 0, 0, G_OPTION_ARG_NONE, &order.without_root,
      "rotate: the root key is lost; the old office key alone vouches for the new ones", NULL },
    { "office-key", 0, 0, G_OPTION_ARG_STRING, &office_key,
      "new, rotate: the office's key is kept elsewhere (chancery sign); this is its public half", "KEY" },
    { "office", 'o', 0, G_OPTION_ARG_STRING, &named, "Which office, where there are several", "NAME" },
    COMMAND_KEYS_OPTION (path),
    { NULL }
  };
  int status;
  if (!command_options ("key", entries, &argc, &argv, 2, 2, &status))
    return status;
  gsize action = 0;
  while (action < G_N_ELEMENTS (actions) && strcmp (argv[1], actions[action].name) != 0)
    action++;
  if (action == G_N_ELEMENTS (actions))
    return command_wrong (
        "key: “%s”: “new” makes keys and begins a log, “show” shows them, “rotate” puts new ones in "
        "their place, “retire” ends the old log key",
        argv[1]);
  if (actions[action].run == key_new && origin == NULL)
    return command_wrong ("key new: --name NAME is needed: what the log is called for ever");

  if (origin != NULL && strstr (origin, "://") != NULL)
    return command_wrong ("--name: “%s”: the name is written without %.*s", origin,
                          (int)(strstr (origin, "://") + 3 - origin), origin);
  order.origin = origin;
  order.root = root;
  order.office_key = office_key;
  return run_action (action, argv[2], named, path, &order);
}

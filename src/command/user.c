/* chancery user: who works at the desk, from the console: for the first of them, and for whoever is locked out. */
#include "command/user.h"

#include <string.h>

static const struct
{
  const char *name;
  gboolean named; /* it is about somebody */
  UserAction run;
} actions[] = {
  { "add", TRUE, user_add },         { "roles", TRUE, user_roles },   { "reset", TRUE, user_reset },
  { "disable", TRUE, user_disable }, { "enable", TRUE, user_enable }, { "list", FALSE, user_list },
  { "audit", FALSE, user_audit },
};

static int
run_action (UserAction run, const char *site, const UserOrder *order)
{
  GError *error = NULL;
  g_autoptr (Store) store = store_open (site, STORE_READ, &error);
  g_autofree char *path = cabinet_path (site);
  g_autoptr (Cabinet) cabinet = store != NULL ? cabinet_open (path, &error) : NULL;
  if (cabinet == NULL)
    return command_fail (error);

  g_autofree char *place = g_strconcat ("console, ", g_get_user_name (), NULL);
  const Actor actor = { 0, "console", place, g_get_real_time () };
  return run (cabinet, store, &actor, order);
}

static int
choose_action (int argc, char **argv, UserOrder *order)
{
  gsize action = 0;
  while (action < G_N_ELEMENTS (actions) && strcmp (argv[1], actions[action].name) != 0)
    action++;
  if (action == G_N_ELEMENTS (actions))
    return command_wrong ("user: “%s”: one of add, roles, reset, disable, enable, list, audit", argv[1]);
  if (actions[action].named != (argc == 4))
    return command_wrong (actions[action].named ? "usage: chancery user %s [options] SITE.db NAME"
                                                : "usage: chancery user %s [options] SITE.db",
                          argv[1]);
  order->name = actions[action].named ? argv[3] : NULL;
  return run_action (actions[action].run, argv[2], order);
}

int
command_user (int argc, char **argv)
{
  g_auto (GStrv) roles = NULL, offices = NULL, languages = NULL;
  g_autofree char *display = NULL, *address = NULL, *since = NULL, *until = NULL, *person = NULL, *document = NULL,
                  *what = NULL;
  UserOrder order = { NULL };
  const GOptionEntry entries[] = {
    { "role", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &roles,
      "add, roles: writer, editor, publisher or administrator; may be given several times", "ROLE" },
    { "office", 'o', 0, G_OPTION_ARG_STRING_ARRAY, &offices,
      "add, roles: in that office only; may be given several times; audit: of that office", "NAME" },
    { "language", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &languages,
      "add, roles: for that language only; may be given several times", "TAG" },
    { "display", 0, 0, G_OPTION_ARG_STRING, &display, "add: the name as colleagues know it", "TEXT" },
    { "mail", 0, 0, G_OPTION_ARG_STRING, &address, "add: a mail address", "ADDRESS" },
    { "second-factor", 0, 0, G_OPTION_ARG_NONE, &order.second_factor, "reset: take off the second factor too", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &order.json, "list: as JSON, one line for each", NULL },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, "audit: from that instant on", "INSTANT" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, "audit: before that instant", "INSTANT" },
    { "person", 0, 0, G_OPTION_ARG_STRING, &person, "audit: done by that person", "NAME" },
    { "document", 0, 0, G_OPTION_ARG_STRING, &document, "audit: done to that document", "UUID" },
    { "action", 0, 0, G_OPTION_ARG_STRING, &what, "audit: what was done, or how its name begins: draft.", "ACTION" },
    { NULL }
  };
  int status;
  if (!command_options ("user", entries, &argc, &argv, 2, 3, &status))
    return status;
  order.roles = roles;
  order.offices = offices;
  order.languages = languages;
  order.display = display;
  order.address = address;
  order.since = since;
  order.until = until;
  order.person = person;
  order.document = document;
  order.action = what;
  return choose_action (argc, argv, &order);
}

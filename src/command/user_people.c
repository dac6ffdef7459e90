/* chancery user add, roles, reset, disable, enable. */
#include "command/user.h"

#include "record/language.h"

#include <stdio.h>

#define LINK_HOURS 48

/* ---- Roles: each that is named, in each office and for each language that is ---- */

static gboolean
roles_are_known (char **roles)
{
  Role role;
  for (; *roles != NULL; roles++)
    if (!role_parse (*roles, &role))
      {
        command_wrong ("--role: “%s” is no role; one of writer, editor, publisher, administrator", *roles);
        return FALSE;
      }
  return TRUE;
}

static gboolean
offices_are_known (Store *store, char **offices, int *status)
{
  for (; offices != NULL && *offices != NULL; offices++)
    {
      g_autofree char *office = command_office (store, *offices, status);
      if (office == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The tags in their usual letter case; NULL if one is none. */
static char **
language_tags (char **languages)
{
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  for (; languages != NULL && *languages != NULL; languages++)
    {
      g_autofree char *tag = language_tag (*languages);
      if (tag == NULL || !language_known (tag))
        {
          command_wrong ("--language: “%s” is no language tag; such as en, fr or pt-BR", *languages);
          return NULL;
        }
      g_strv_builder_add (tags, tag);
    }
  return g_strv_builder_end (tags);
}

static void
grant_each (GPtrArray *grants, Role role, char **offices, char **languages)
{
  static char *all[] = { NULL, NULL };
  gboolean some_offices = offices != NULL && *offices != NULL, some_languages = *languages != NULL;

  for (char **office = some_offices ? offices : all; office == all || *office != NULL; office++)
    {
      for (char **language = some_languages ? languages : all; language == all || *language != NULL; language++)
        {
          g_ptr_array_add (grants, grant_new (role, *office, *language));
          if (language == all)
            break;
        }
      if (office == all)
        break;
    }
}

/* What the options grant. NULL: *STATUS, it has been said why. Transfer full. */
static GPtrArray *
order_grants (Store *store, const UserOrder *order, int *status)
{
  *status = COMMAND_WRONG;
  if (order->roles == NULL)
    {
      command_wrong ("user: --role ROLE is needed: writer, editor, publisher or administrator");
      return NULL;
    }
  if (!roles_are_known (order->roles) || !offices_are_known (store, order->offices, status))
    return NULL;
  g_auto (GStrv) languages = language_tags (order->languages);
  if (languages == NULL)
    return NULL;

  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  for (char **name = order->roles; *name != NULL; name++)
    {
      Role role = ROLE_WRITER;
      role_parse (*name, &role);
      grant_each (grants, role, order->offices, languages);
    }
  return grants;
}

/* ---- People ---- */

/* Somebody of that name; NULL: it has been said that there is nobody. */
static Person *
find (Cabinet *cabinet, const char *name)
{
  GError *error = NULL;
  Person *person = cabinet_person_named (cabinet, name, &error);
  if (error != NULL)
    command_fail (error);
  else if (person == NULL)
    command_fail (g_error_new (CABINET_ERROR, CABINET_ERROR_MISSING,
                               "there is nobody of the name “%s”; “chancery user list” shows who there is", name));
  return person;
}

/* Data for whoever passes it on; the desk's own address goes before it. */
static int
print_link (Cabinet *cabinet, const Actor *actor, LinkPurpose purpose, gint64 person)
{
  GError *error = NULL;
  Instant expires = actor->now + LINK_HOURS * 60 * INSTANT_MINUTE;
  g_autofree char *token = cabinet_make_link (cabinet, actor, purpose, person, expires, &error);
  if (token == NULL)
    return command_fail (error);
  printf ("%s%s\n", LINK_PATH, token);
  if (command_on_terminal (1))
    fprintf (
        stderr,
        "Put the desk's address before it and hand it on: it is good once, for %d hours, and lets whoever has it "
        "choose the password.\n",
        LINK_HOURS);
  return COMMAND_FINE;
}

int
user_add (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order)
{
  GError *error = NULL;
  int status;
  gint64 id = 0;
  g_autoptr (GPtrArray) grants = order_grants (store, order, &status);
  if (grants == NULL)
    return status;
  if (!cabinet_add_person (cabinet, actor, order->name, order->display, order->address, grants, &id, &error))
    return command_fail (error);
  return print_link (cabinet, actor, LINK_WELCOME, id);
}

int
user_roles (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order)
{
  GError *error = NULL;
  int status;
  g_autoptr (GPtrArray) grants = order_grants (store, order, &status);
  if (grants == NULL)
    return status;
  g_autoptr (Person) person = find (cabinet, order->name);
  if (person == NULL)
    return COMMAND_FAILED;
  return cabinet_set_grants (cabinet, actor, person->id, grants, &error) ? COMMAND_FINE : command_fail (error);
}

int
user_reset (Cabinet *cabinet, Store *store G_GNUC_UNUSED, const Actor *actor, const UserOrder *order)
{
  g_autoptr (Person) person = find (cabinet, order->name);
  if (person == NULL)
    return COMMAND_FAILED;
  return print_link (cabinet, actor, order->second_factor ? LINK_RESET_ALL : LINK_RESET, person->id);
}

static int
set_disabled (Cabinet *cabinet, const Actor *actor, const char *name, gboolean disabled)
{
  GError *error = NULL;
  g_autoptr (Person) person = find (cabinet, name);
  if (person == NULL)
    return COMMAND_FAILED;
  return cabinet_set_disabled (cabinet, actor, person->id, disabled, &error) ? COMMAND_FINE : command_fail (error);
}

int
user_disable (Cabinet *cabinet, Store *store G_GNUC_UNUSED, const Actor *actor, const UserOrder *order)
{
  return set_disabled (cabinet, actor, order->name, TRUE);
}

int
user_enable (Cabinet *cabinet, Store *store G_GNUC_UNUSED, const Actor *actor, const UserOrder *order)
{
  return set_disabled (cabinet, actor, order->name, FALSE);
}

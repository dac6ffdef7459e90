/* Who may do what at the desk.
 *
 * One table says what a role gives, each within the office and the language that it was granted for. A publisher may
 * do all that an editor may, an editor all that a writer may; an administrator keeps the house and writes nothing,
 * unless granted another role too. docs/desk.md has the same table in words. */
#include "record/permission.h"

#include <string.h>

static const char *const roles[] = { [ROLE_WRITER] = "writer",
                                     [ROLE_EDITOR] = "editor",
                                     [ROLE_PUBLISHER] = "publisher",
                                     [ROLE_ADMINISTRATOR] = "administrator" };

/* To which drafts a right extends. */
typedef enum
{
  NONE,
  OWN,   /* that one began */
  OTHER, /* that somebody else submitted; where the office does not want two people, all */
  ALL
} Reach;

typedef struct
{
  const char *name;
  Reach reach[ROLE_COUNT];
  gboolean asks_again;
} Rule;

static const Rule rules[] = {
  /*                                    writer editor publisher administrator */
  [ACTION_READ] = { "read", { ALL, ALL, ALL, ALL }, FALSE },
  [ACTION_BEGIN] = { "begin", { ALL, ALL, ALL, NONE }, FALSE },
  [ACTION_SAVE] = { "save", { OWN, ALL, ALL, NONE }, FALSE },
  [ACTION_COMMENT] = { "comment", { ALL, ALL, ALL, NONE }, FALSE },
  [ACTION_SUBMIT] = { "submit", { OWN, ALL, ALL, NONE }, FALSE },
  [ACTION_RECALL] = { "recall", { OWN, ALL, ALL, NONE }, FALSE },
  [ACTION_DISCARD] = { "discard", { OWN, ALL, ALL, NONE }, FALSE },
  [ACTION_REJECT] = { "reject", { NONE, ALL, ALL, NONE }, FALSE },
  [ACTION_PUBLISH] = { "publish", { NONE, NONE, OTHER, NONE }, TRUE },
  [ACTION_FORCE] = { "force", { NONE, NONE, ALL, NONE }, TRUE },
  [ACTION_UNSCHEDULE] = { "unschedule", { NONE, NONE, ALL, NONE }, FALSE },
  [ACTION_SHARE] = { "share", { NONE, ALL, ALL, NONE }, FALSE },
  [ACTION_REVIEW] = { "review", { NONE, NONE, OTHER, NONE }, FALSE },
  [ACTION_WITHDRAW] = { "withdraw", { NONE, NONE, ALL, NONE }, TRUE },
  [ACTION_RESTORE] = { "restore", { NONE, NONE, ALL, NONE }, TRUE },
  [ACTION_ERASE] = { "erase", { NONE, NONE, NONE, ALL }, TRUE },
  [ACTION_PROFILE] = { "profile", { NONE, NONE, ALL, ALL }, FALSE },
  [ACTION_PEOPLE] = { "people", { NONE, NONE, NONE, ALL }, TRUE },
  [ACTION_TRAIL] = { "trail", { NONE, NONE, NONE, ALL }, FALSE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (rules) == ACTION_COUNT);

const char *
role_name (Role role)
{
  g_assert ((gsize)role < ROLE_COUNT);
  return roles[role];
}

gboolean
role_parse (const char *name, Role *role)
{
  for (gsize i = 0; i < ROLE_COUNT; i++)
    if (strcmp (roles[i], name) == 0)
      {
        *role = (Role)i;
        return TRUE;
      }
  return FALSE;
}

Grant *
grant_new (Role role, const char *office, const char *language)
{
  Grant *grant = g_new (Grant, 1);
  *grant = (Grant){ role, g_strdup (office), g_strdup (language) };
  return grant;
}

void
grant_free (Grant *grant)
{
  g_free (grant->office);
  g_free (grant->language);
  g_free (grant);
}

const char *
action_name (Action action)
{
  g_assert ((gsize)action < ACTION_COUNT);
  return rules[action].name;
}

gboolean
action_asks_again (Action action)
{
  g_assert ((gsize)action < ACTION_COUNT);
  return rules[action].asks_again;
}

gboolean
action_of_whole_office (Action action)
{
  return action == ACTION_PROFILE || action == ACTION_PEOPLE || action == ACTION_TRAIL;
}

Permission
permission_of_role (Role role, Action action, gboolean own, gboolean submitted, gboolean two_person)
{
  g_assert ((gsize)role < ROLE_COUNT && (gsize)action < ACTION_COUNT);
  switch (rules[action].reach[role])
    {
    case ALL:
      return PERMISSION_YES;
    case OWN:
      return own ? PERMISSION_YES : PERMISSION_NO;
    case OTHER:
      return submitted && two_person ? PERMISSION_OTHER : PERMISSION_YES;
    case NONE:
      break;
    }
  return PERMISSION_NO;
}

/* Whether what was granted for GRANTED (NULL: all) holds for ASKED (NULL: the whole). */
static gboolean
covers (const char *granted, const char *asked)
{
  return granted == NULL || (asked != NULL && strcmp (granted, asked) == 0);
}

/* Of a profile two people are wanted as of a text. It is not shown to others by a link. */
static Permission
of_role (Role role, Action action, const Matter *matter)
{
  if (!matter->profile)
    return permission_of_role (role, action, matter->own, matter->submitted, matter->two_person);
  gboolean may = action <= ACTION_REVIEW && action != ACTION_SHARE && rules[ACTION_PROFILE].reach[role] != NONE;
  gboolean other = action == ACTION_PUBLISH || action == ACTION_REVIEW;
  if (!may)
    return PERMISSION_NO;
  return other && matter->submitted && matter->two_person ? PERMISSION_OTHER : PERMISSION_YES;
}

Permission
permission_ask (const GPtrArray *grants, Action action, const Matter *matter)
{
  Permission best = PERMISSION_NO;

  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];
      if (!covers (grant->office, matter->office) || !covers (grant->language, matter->language))
        continue;
      Permission one = of_role (grant->role, action, matter);
      if (one == PERMISSION_YES)
        return one;
      best = one == PERMISSION_NO ? best : one;
    }
  return best;
}

gboolean
permission_anywhere (const GPtrArray *grants, Action action)
{
  for (guint i = 0; i < grants->len; i++)
    {
      const Grant *grant = grants->pdata[i];
      if (rules[action].reach[grant->role] != NONE && (grant->language == NULL || !action_of_whole_office (action)))
        return TRUE;
    }
  return FALSE;
}

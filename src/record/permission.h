/* permission.h: who may do what at the desk. Pure rules: roles are granted for an office and a language, actions ask
 * for a role, and what somebody submitted somebody else publishes.
 *
 * docs/desk.md shows the whole table; a test compares the two. */
#pragma once

#include <glib.h>

typedef enum
{
  ROLE_WRITER,       /* writes texts of their own and submits them */
  ROLE_EDITOR,       /* works on all texts, and sends them back */
  ROLE_PUBLISHER,    /* makes them public, takes them back, and says what the office says about itself */
  ROLE_ADMINISTRATOR /* keeps the people, reads the trail, erases; does not write */
} Role;
#define ROLE_COUNT (ROLE_ADMINISTRATOR + 1)

const char *role_name (Role role); /* "writer" */
gboolean role_parse (const char *name, Role *role);

/* A role that somebody has. A plain value. */
typedef struct
{
  Role role;
  char *office;   /* NULL: in every office */
  char *language; /* NULL: in every language */
} Grant;

Grant *grant_new (Role role, const char *office, const char *language);
void grant_free (Grant *grant);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Grant, grant_free)

typedef enum
{
  ACTION_READ,       /* a draft, its versions and its comments */
  ACTION_BEGIN,      /* a draft: a new document, the next edition of one, a translation */
  ACTION_SAVE,       /* a version of a draft; what was submitted is a draft again */
  ACTION_COMMENT,    /* on a draft */
  ACTION_SUBMIT,     /* a draft for publication */
  ACTION_RECALL,     /* a submission, to work on it again */
  ACTION_DISCARD,    /* a draft */
  ACTION_REJECT,     /* a submission, with what is to change */
  ACTION_PUBLISH,    /* a submission, now or at an instant */
  ACTION_FORCE,      /* publish without a second person, for a reason */
  ACTION_UNSCHEDULE, /* what is not public yet */
  ACTION_SHARE,      /* let people without an account read a draft, by a link */
  ACTION_REVIEW,     /* afterwards, what was published by force */
  ACTION_WITHDRAW,   /* an edition */
  ACTION_RESTORE,    /* what was withdrawn */
  ACTION_ERASE,      /* by order of law */
  ACTION_PROFILE,    /* what the office says about itself; asked of the office, not of a language */
  ACTION_PEOPLE,     /* add people, give and take roles; of the office, or of all (NULL) */
  ACTION_TRAIL       /* read who did what; of the office, or of all (NULL) */
} Action;
#define ACTION_COUNT (ACTION_TRAIL + 1)

const char *action_name (Action action); /* "read" */

/* Whether a password or passkey is asked for again before it, unless it was within five minutes. */
gboolean action_asks_again (Action action);
/* Whether it is done to an office as a whole, and not in one of its languages. */
gboolean action_of_whole_office (Action action);

/* What an action is to be done to. */
typedef struct
{
  const char *office;   /* NULL: all offices */
  const char *language; /* NULL: the office as a whole; then only a grant for every language counts */
  gboolean own;         /* who asks began the draft */
  gboolean submitted;   /* who asks submitted it; of a forced publication: who asks forced it */
  gboolean two_person;  /* the office wants two people for a publication */
  gboolean profile;     /* a draft of what the office says about itself: whoever may change that may do all with it */
} Matter;

typedef enum
{
  PERMISSION_NO,
  PERMISSION_YES,
  PERMISSION_OTHER /* somebody else must: the two-person rule alone stands against it */
} Permission;

/* GRANTS: array of Grant. */
Permission permission_ask (const GPtrArray *grants, Action action, const Matter *matter);
/* Whether there is anything at all that the action could be done to: what menus are made of. */
gboolean permission_anywhere (const GPtrArray *grants, Action action);
/* The rule itself: what ROLE alone gives within its office and language. */
Permission permission_of_role (Role role, Action action, gboolean own, gboolean submitted, gboolean two_person);

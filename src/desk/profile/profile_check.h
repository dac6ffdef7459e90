/* profile_check.h: what is wrong with a profile that is being written: all of it, each beside its field. */
#pragma once

#include "desk/exchange.h"

typedef struct
{
  char *section; /* of profile_form.h; NULL: of none that has a page */
  guint index;   /* of a list's entry; of the contact, for "hours" */
  char *field;   /* or NULL: the entry as a whole */
  char *input;   /* which of the field's, or NULL */
  char *text;    /* what to do about it */
} ProfileProblem;

/* Array of ProfileProblem, empty if TREE can be published; transfer full. PROFILE: whose languages and zones. */
GPtrArray *profile_check (const Exchange *exchange, const json_t *tree, const Profile *profile);
/* The first of them at that place, or NULL. FIELD NULL: of any of the entry's. */
const ProfileProblem *profile_problem (const GPtrArray *problems, const char *section, guint index,
                                       const char *field);

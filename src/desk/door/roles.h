/* roles.h: the roles that somebody gives others, as a form shows them and brings them back. */
#pragma once

#include "desk/exchange.h"

/* Where roles are given: an office, or all. */
typedef struct
{
  char *office;         /* NULL: all */
  char *title;          /* as the person who gives them reads it */
  GPtrArray *languages; /* of char*: in which there can be texts */
} Scope;
void scope_free (Scope *scope);

/* Where the person may give roles, and the form has a part for. HELD: the grants that somebody has. Array of Scope;
 * transfer full; NULL with ERROR set. */
GPtrArray *roles_scopes (const Exchange *exchange, const GPtrArray *held, GError **error);
/* The form's parts. What is chosen is as it was sent, or else what is HELD. Transfer full. */
json_t *roles_view (const Exchange *exchange, const GPtrArray *scopes, const GPtrArray *held);
/* What FORM gives; and of HELD what stands in none of SCOPES. Array of Grant; transfer full. */
GPtrArray *roles_given (const Form *form, const GPtrArray *scopes, const GPtrArray *held);
/* The same grants have the same mark. Transfer full. */
char *roles_mark (const GPtrArray *grants);
/* One line: “Writer (English), Publisher”. Transfer full. */
char *roles_words (const Exchange *exchange, const GPtrArray *grants);

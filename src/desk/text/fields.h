/* fields.h: the fields of the editor: which there are for a kind, and what is wrong with what stands in them. */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

/* What is wrong with a draft: which field (NULL: none of them alone), and what to do about it. */
typedef struct
{
  char *field, *text;
} Problem;

GPtrArray *problems_new (void); /* transfer full */
/* FIELD may be NULL; TEXT is taken over. */
void problems_add (GPtrArray *problems, const char *field, char *text);

/* What stands against publishing SOURCE, at whatever time; NEXT: it follows an edition. Array of Problem; transfer
 * full. */
GPtrArray *fields_check (const Exchange *exchange, const Source *source, const Profile *profile, gboolean next);
json_t *problems_view (const Exchange *exchange, const GPtrArray *problems); /* transfer full */

/* The fields with what stands in them, as the template shows them. Transfer full. */
json_t *fields_view (const Exchange *exchange, const Source *source, const Profile *profile, gboolean next,
                     const GPtrArray *problems);
/* What was typed into FORM, over what was in SOURCE: what has no field stays. */
void fields_take (Source *source, const Form *form);

/* That of the instant alone; PROBLEM may be NULL. Transfer full. */
json_t *fields_when_view (const Exchange *exchange, const Source *source, const Profile *profile,
                          const char *problem);
/* Date, time and zone as FORM has them, for moment_parse (); "" where neither date nor time is there. Transfer full.
 */
char *fields_when (const Form *form);

/* form.h: what a browser sends of a form (application/x-www-form-urlencoded), and the query of an address. */
#pragma once

#include <glib.h>

typedef struct _Form Form;

/* Any bytes. NULL: they are no form, or not in UTF-8, or have more fields than any form of the desk. Of a field that
 * is given twice the first counts. Line ends are line feeds, and what no text needs (control characters) is left out.
 * Transfer full. */
Form *form_parse (const char *bytes, gsize length);
void form_free (Form *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Form, form_free)

char **form_names (const Form *form);                       /* of its fields, in no order; transfer full */
const char *form_get (const Form *form, const char *name);  /* NULL: it is not there */
const char *form_text (const Form *form, const char *name); /* the same, or "" */

/* form.h: what a browser sends of a form (application/x-www-form-urlencoded, and multipart/form-data by RFC 7578),
 * and the query of an address. */
#pragma once

#include <glib.h>

typedef struct _Form Form;

/* Any bytes. NULL: they are no form, or not in UTF-8, or have more fields than any form of the desk. Of a field that
 * is given twice the first counts. Line ends are line feeds, and what no text needs (control characters) is left out.
 * Transfer full. */
Form *form_parse (const char *bytes, gsize length);
/* The same with files. TYPE: the request's Content-Type, which names what stands between the parts. Transfer full. */
Form *form_parse_parts (GBytes *body, const char *type);
void form_free (Form *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Form, form_free)

char **form_names (const Form *form);                       /* of its fields, in no order; transfer full */
const char *form_get (const Form *form, const char *name);  /* NULL: it is not there */
const char *form_text (const Form *form, const char *name); /* the same, or "" */

typedef struct
{
  char *field, *name; /* NAME as the browser gives it */
  GBytes *content;    /* a part of the body */
} FormFile;
guint form_count_files (const Form *form); /* those that were chosen: with a name, or with anything in them */
const FormFile *form_file (const Form *form, guint i);

/* target.h: the request target and the host, as they arrive (RFC 9112 section 3.2). Pure, on untrusted text. */
#pragma once

#include <glib.h>

typedef struct
{
  char *path;  /* begins with "/", still escaped */
  char *query; /* without "?", or NULL */
  char *host;  /* of an absolute target, or NULL */
} Target;

/* Whether TEXT is UTF-8 without white space and control characters. */
gboolean target_is_printable (const char *text);
/* Origin form and absolute form are taken; anything else, white space, control characters and bytes that are no UTF-8
 * are not: NULL. Transfer full. */
Target *target_parse (const char *text);
void target_free (Target *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Target, target_free)

/* A Host field's value without its port, in lower case; NULL if it is no host. Transfer full. */
char *host_parse (const char *field);

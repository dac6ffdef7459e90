/* audit.h: chancery verify URL: a whole live log, and the site that it is of. */
#pragma once

#include <glib.h>

typedef struct
{
  char **keys, **witnesses;
  int needed; /* of the witnesses: 0 or more */
  const char *state;
  gboolean log_only;
} AuditOptions;

gboolean audit_is_url (const char *operand);
/* What to exit with. */
int audit_url (const char *url, const AuditOptions *options);

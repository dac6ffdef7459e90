/* members.h: an object of JSON from outside, read strictly: every member is asked for by its type, and what nobody
 * asked for is refused. */
#pragma once

#include "record/instant.h"
#include "seal/hash.h"
#include "seal/seal_error.h"

#include <jansson.h>

typedef struct
{
  json_t *object;
  GHashTable *left; /* names that nobody asked for yet */
  GError *problem;  /* the first */
} Members;

/* LENGTH bytes that are one object without duplicate names. FALSE with ERROR set. To be ended by members_end(). */
gboolean members_begin (Members *members, const char *bytes, gsize length, GError **error);
/* Each takes the member NAME; where it is missing (and REQUIRED) or of another type, the whole is refused at the end,
 * and what is returned means nothing. Texts are transfer full, NULL where there is none. */
gboolean members_has (Members *members, const char *name);
char *members_text (Members *members, const char *name, gboolean required);
guint64 members_number (Members *members, const char *name);
gboolean members_flag (Members *members, const char *name);
Instant members_instant (Members *members, const char *name);
Hash members_digest (Members *members, const char *name); /* in hex */
char **members_texts (Members *members, const char *name);
json_t *members_value (Members *members, const char *name, json_type type); /* borrowed */
void members_refuse (Members *members, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* TRUE if all of it was read; else FALSE with SEAL_ERROR_MALFORMED. What texts and values were taken stays the
 * caller's. */
gboolean members_end (Members *members, GError **error);

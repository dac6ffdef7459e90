/* known_keys.h: whose log it is, as a site says itself: "/.well-known/chancery.json". Members that are unknown here
 * are passed over, for later ones may be added. */
#pragma once

#include "seal/key.h"

typedef struct
{
  char *origin;
  GPtrArray *keys;      /* of Verifier: of the log and of the office */
  GPtrArray *witnesses; /* of Verifier */
} KnownKeys;

/* NULL with SEAL_ERROR_MALFORMED. Transfer full. */
KnownKeys *known_keys_parse (const char *bytes, gsize length, GError **error);
void known_keys_free (KnownKeys *known);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KnownKeys, known_keys_free)

/* Array of Verifier, each key once; NULL with ERROR set if one of TEXTS is none. Transfer full. */
GPtrArray *known_keys_read (const char *const *texts, GError **error);

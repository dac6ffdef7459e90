/* endorsement.h: the keys that an office's root key vouches for: so that who trusts that one alone, which is printed
 * and never changes, can follow the others as they do. */
#pragma once

#include "seal/key.h"

/* Add to KEYS (array of Verifier) those of log and office that ROOT vouches for in JSON of LENGTH bytes, of which
 * only `endorsements` is read: a list of notes, each a leaf that names keys. What the root did not sign is passed
 * over. FALSE with SEAL_ERROR_MALFORMED, or SEAL_ERROR_MISMATCH where it signed none. */
gboolean endorsements_read (const char *json, gsize length, Verifier *root, GPtrArray *keys, GError **error);

/* canonical.h: JSON with one text for each value (RFC 8785), of values without fractions: integers no further from
 * zero than 2^53 - 1, which all readers of JSON hold exactly. */
#pragma once

#include "seal/seal_error.h"

#include <jansson.h>

/* Transfer full; NULL with SEAL_ERROR_MALFORMED where VALUE holds a number that is none of these. */
char *canonical_write (const json_t *value, gsize *length, GError **error);

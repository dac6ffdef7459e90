/* profile_merge.h: what two people, or two editions, changed of a profile apart from each other, brought together. */
#pragma once

#include <glib.h>
#include <jansson.h>

/* BEFORE was changed into MINE and into THEIRS. Maps are brought together key by key; where both changed the same,
 * MINE stands, and *CONFLICT (may be NULL; transfer full) names the first such key. Any may be NULL. Transfer full;
 * NULL: nothing is left. */
json_t *profile_merge (const json_t *before, const json_t *mine, const json_t *theirs, char **conflict);

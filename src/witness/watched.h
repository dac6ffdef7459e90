/* watched.h: the logs that a witness watches, each by its origin and its keys. */
#pragma once

#include "seal/witness.h"

typedef struct _Watched Watched;

/* KEYS: verifiers as text. Several of one name are keys of one log, which changes them. NULL with
 * SEAL_ERROR_MALFORMED if one is no key of a log. Transfer full. */
Watched *watched_new (const char *const *keys, GError **error);
void watched_free (Watched *watched);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watched, watched_free)

/* FALSE: no log has this ORIGIN. LOG borrows from WATCHED. */
gboolean watched_find (const Watched *watched, const char *origin, WitnessLog *log);
/* In the order in which they were given. Array of char, borrowed. */
const GPtrArray *watched_origins (const Watched *watched);

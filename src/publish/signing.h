/* signing.h: editions and erasures whose leaves are signed with an office key that is kept on another machine
 * (sign_request.h). */
#pragma once

#include "store/store.h"

/* What waits to be signed, whenever it will be public; COUNT: how many. Salts are given, so STORE is within a
 * transaction to be committed. Transfer full. */
char *signing_request (Store *store, const char *office, guint *count, GError **error);
/* Take the answer: each note must be the office's, and say what the leaf of an edition or an erasure that waits does.
 * They go into the log by sealing_run(), at their instants. */
gboolean signing_take (Store *store, const char *office, const char *bytes, gsize length, guint *count,
                       GError **error);

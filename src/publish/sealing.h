/* sealing.h: what became public goes into the record log, in the transaction in which it is written: leaf, tiles and
 * checkpoint with the edition, or none of them. */
#pragma once

#include "seal/key_file.h"
#include "store/store.h"

/* Begin the log of an office that has none: its first leaf tells the keys. All that is public already waits to be
 * sealed.
 */
gboolean sealing_begin (Store *store, const char *office, const Keys *keys, Instant now, GError **error);
/* Seal what is public at NOW and not in the log. An office without a log has nothing to seal. KEYS may be NULL, and
 * then it fails if there is something. SEALED (may be NULL): how many. */
gboolean sealing_run (Store *store, const char *office, const Keys *keys, Instant now, guint *sealed, GError **error);
/* To be called when what was sealed is committed: beside the file of KEYS it is remembered what was signed last, so
 * that an old copy of the record is found out, and not signed for. */
gboolean sealing_remember (Store *store, const char *office, const Keys *keys, GError **error);

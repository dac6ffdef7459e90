/* sealing.h: what became public goes into the record log, in the transaction in which it is written: leaf, tiles and
 * checkpoint with the edition, or none of them.
 *
 * The keys are the keeper's. Who seals proves to it that the log only grew, and it signs, or refuses. */
#pragma once

#include "keeper/keeper.h"
#include "store/store.h"

/* Begin the log of an office that has none. ENTRY: its first leaf, which tells the keys, signed by “chancery key”.
 * All that is public already waits to be sealed. */
gboolean sealing_begin (Store *store, const char *office, const StoreLog *log, const char *entry, Keeper *keeper,
                        GError **error);
/* Go on with other keys, those of LOG and KEEPER. ENTRY: the leaf that tells of them. */
gboolean sealing_rotate (Store *store, const char *office, const StoreLog *log, const char *entry, Keeper *keeper,
                         GError **error);
/* Seal what is public at NOW and not in the log. An office without a log has nothing to seal. KEEPER may be NULL, and
 * then it fails if there is something. SEALED (may be NULL): how many. Where the office's key is kept elsewhere, only
 * what was signed with it is sealed (signing.h). */
gboolean sealing_run (Store *store, const char *office, Keeper *keeper, Instant now, guint *sealed, GError **error);
/* To be called when what was sealed is committed: the keeper remembers what was signed last, so that an old copy of
 * the record is found out, and not signed for. */
gboolean sealing_remember (Store *store, const char *office, Keeper *keeper, GError **error);

/* The leaf of an edition that is not in the log yet, as it is to be signed, and the document that it commits to, of
 * SALT. The leaf before it in its chain is in the log. Transfer full. */
char *sealing_leaf (Store *store, const Edition *edition, const char *origin, const guint8 *salt, char **document,
                    GError **error);
/* The same of an erasure. */
char *sealing_erasure_leaf (const StoreErasure *erasure, const char *origin, char **document, GError **error);

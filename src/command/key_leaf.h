/* key_leaf.h: the leaf that tells which keys an office signs with, and who vouches for them. */
#pragma once

#include "seal/key_file.h"
#include "store/store.h"

/* The root's key, from a file or the terminal. FILE NULL: it is asked for. Transfer full; NULL with ERROR set. */
Signer *root_read (const char *file, GError **error);

/* The leaf as a note, signed by those of SIGNERS (ended by NULL, which may stand for one that is missing) that there
 * are. ROOT: its verifier. Transfer full. */
char *keys_entry (const Keys *keys, const Verifier *root, Signer *const *signers, guint count, Instant now);
/* The row of the log; its texts are to be freed by store_log_free(). */
StoreLog *keys_log (const Keys *keys, const char *root);
void keys_print (const StoreLog *log);

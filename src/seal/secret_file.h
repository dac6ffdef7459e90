/* secret_file.h: lines that are secret, in a file of their own, under a passphrase (Argon2id, XSalsa20-Poly1305).
 *
 * The file is readable by its owner alone, or it is not read. */
#pragma once

#include "seal/seal_error.h"

/* Make the file PATH, which must not exist, and write it to the disk. PASSPHRASE NULL or "": none, for a place that
 * encrypts what it holds, such as a credential of systemd. SEAL_ERROR_FAILED. */
gboolean secret_file_save (const char *lines, const char *path, const char *passphrase, GError **error);
/* Whether the file PATH needs a passphrase; FALSE with ERROR set if it is no such file, or others may read it. */
gboolean secret_file_locked (const char *path, gboolean *locked, GError **error);
/* In memory that is locked: to be freed, and wiped, with sodium_free(). SEAL_ERROR_MISMATCH: the passphrase is wrong,
 * or the file was changed. Takes half a second. */
char *secret_file_load (const char *path, const char *passphrase, GError **error);

/* key_file.h: the two keys of an office in a file of their own, under a passphrase (Argon2id, XSalsa20-Poly1305).
 *
 * The office key signs what is said, the log key the heads of the log. The file is readable by its owner alone. */
#pragma once

#include "seal/key.h"

typedef struct
{
  Signer *office, *log;
  char *path; /* of their file, or NULL */
} Keys;

/* New keys, whose name is the log's ORIGIN. Transfer full. */
Keys *keys_new (const char *origin, GError **error);
void keys_free (Keys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_free)

/* Make the file PATH, which must not exist, and write it to the disk. PASSPHRASE NULL or "": none, for a place that
 * encrypts what it holds, such as a credential of systemd. SEAL_ERROR_FAILED. */
gboolean keys_save (const Keys *keys, const char *path, const char *passphrase, GError **error);
/* Whether the file PATH needs a passphrase; FALSE with ERROR set if it is no file of keys, or others may read it. */
gboolean keys_locked (const char *path, gboolean *locked, GError **error);
/* SEAL_ERROR_MISMATCH: the passphrase is wrong, or the file was changed. Takes half a second. Transfer full. */
Keys *keys_load (const char *path, const char *passphrase, GError **error);

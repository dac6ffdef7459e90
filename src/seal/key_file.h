/* key_file.h: the keys of an office, in a file of their own (secret_file.h).
 *
 * The office key signs what is said, the log key the heads of the log. */
#pragma once

#include "seal/key.h"
#include "seal/secret_file.h"

typedef struct
{
  Verifier *office_verifier;
  Signer *office; /* NULL: it is kept elsewhere */
  Signer *log;
  Signer *old_log; /* signs heads as well while readers learn of its successor; or NULL */
} Keys;

/* New keys, whose name is the log's ORIGIN. OFFICE: the verifier of an office key that is kept elsewhere, or NULL.
 * Transfer full. */
Keys *keys_new (const char *origin, const Verifier *office, GError **error);
void keys_free (Keys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_free)

/* As secret_file_save() and secret_file_load(). Transfer full. */
gboolean keys_save (const Keys *keys, const char *path, const char *passphrase, GError **error);
Keys *keys_load (const char *path, const char *passphrase, GError **error);

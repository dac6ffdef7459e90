/* key.h: the keys that sign notes (C2SP signed-note), Ed25519 (RFC 8032).
 *
 * A key is told by its name and an id that is made of name, algorithm and public key. A verifier's text may be shown
 * to all: "name+id+base64". A signer's is the secret: "PRIVATE+KEY+name+id+base64". */
#pragma once

#include "seal/seal_error.h"

#define KEY_BYTES 32

typedef enum
{
  KEY_ED25519 = 1,    /* signs a note's text */
  KEY_COSIGNATURE = 4 /* signs a checkpoint and the time at which a witness saw it (C2SP tlog-cosignature) */
} KeyAlgorithm;

typedef struct
{
  char *name;
  guint32 id;
  KeyAlgorithm algorithm;
  guint8 key[KEY_BYTES];
} Verifier;

/* NULL with SEAL_ERROR_MALFORMED if TEXT is none, or its id is not that of its key. Transfer full. */
Verifier *verifier_parse (const char *text, GError **error);
char *verifier_write (const Verifier *verifier);
Verifier *verifier_copy (const Verifier *verifier);
gboolean verifier_equal (const Verifier *a, const Verifier *b);
/* Whether TEXT (or NULL, which is none) is what verifier_write() says of it. */
gboolean verifier_is (const Verifier *verifier, const char *text);

/* What a key of an office signs, which its name ends in: "ORIGIN", "ORIGIN/office", "ORIGIN/root". */
typedef enum
{
  KEY_OF_LOG = 1,
  KEY_OF_OFFICE = 2,
  KEY_OF_ROOT = 4
} KeyRole;
KeyRole verifier_role (const Verifier *verifier);

/* Whether SIZE bytes are the signature of LENGTH bytes of MESSAGE by the key, whatever it is for. */
gboolean verifier_check (const Verifier *verifier, const void *message, gsize length, const guint8 *signature,
                         gsize size);
void verifier_free (Verifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Verifier, verifier_free)

typedef struct
{
  Verifier *verifier;
  guint8 *secret; /* the seed and the public key; in memory that is locked, and wiped when it is freed */
} Signer;

/* A new key pair. NAME: not empty, without "+" and white space. Transfer full. */
Signer *signer_new (const char *name, KeyAlgorithm algorithm, GError **error);
Signer *signer_parse (const char *text, GError **error);
/* In memory that is locked: to be freed with sodium_free(). */
char *signer_write (const Signer *signer);
void signer_free (Signer *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Signer, signer_free)

/* SIZE bytes that are kept from the disk; to be freed, and wiped, with sodium_free(). */
void *key_memory (gsize size);
gboolean key_name_is_good (const char *name, gsize length);

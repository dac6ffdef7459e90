/* hash.h: hashes of a Merkle tree (RFC 6962 section 2.1), with SHA-256. A plain value. */
#pragma once

#include "base/sha256.h"

typedef struct
{
  guint8 bytes[SHA256_SIZE];
} Hash;

Hash hash_of (const void *bytes, gsize length); /* SHA-256 itself */
Hash hash_empty (void);                         /* the root of a tree without leaves */
Hash hash_leaf (const void *entry, gsize length);
Hash hash_node (const Hash *left, const Hash *right);
gboolean hash_equal (const Hash *a, const Hash *b);

/* Base64 of the hash, as notes have it; transfer full. */
char *hash_write (const Hash *hash);
/* Exactly what hash_write() writes. */
gboolean hash_read (const char *text, gsize length, Hash *hash);
char *hash_hex (const Hash *hash); /* lower case; transfer full */
gboolean hash_read_hex (const char *text, Hash *hash);

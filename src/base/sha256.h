/* sha256.h: SHA-256 (FIPS 180-4), by libnettle, which uses what the processor has for it. */
#pragma once

#include <glib.h>

#define SHA256_SIZE 32

void sha256 (const void *bytes, gsize length, guint8 digest[SHA256_SIZE]);
/* Of one byte before these: trees tell leaves and nodes apart by it. */
void sha256_after (guint8 first, const void *bytes, gsize length, guint8 digest[SHA256_SIZE]);
/* sha256() in lower case hex. Transfer full. */
char *sha256_hex (const void *bytes, gsize length);

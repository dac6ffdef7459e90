/* entry.h: an entry of a log as an auditor opens it: the office's signature, and what the leaf says. Pure; any thread
 * may do it. */
#pragma once

#include "seal/leaf.h"
#include "seal/note.h"

#define LANGUAGE_MOST 35
#define UUID_BYTES 16

typedef struct
{
  Hash hash; /* of the entry, in the tree */
  LeafKind kind;
  guint8 uuid[UUID_BYTES];
  char language[LANGUAGE_MOST + 1];
  Hash document;
  unsigned number;
  guint64 previous;
  Instant published, recorded;
  GPtrArray *keys; /* of Verifier: LEAF_KEYS only */
  char *problem;   /* NULL, or why it is no good leaf; then only HASH means something */
} Entry;

/* NAMED: array of Verifier: the keys that the log named last. One of the office's must have signed; new keys may also
 * be vouched for by the root. NULL: the first entry of a log, for which those that it names itself must vouch. To be
 * cleared. */
void entry_open (Entry *entry, const char *bytes, gsize length, GPtrArray *named);
void entry_clear (Entry *entry);

/* What a key is for is told by its name. Those of KEYS (array of Verifier) that sign leaves; those that sign
 * checkpoints; those that vouch for keys: the office's and the root. Borrowed from KEYS, which lives as long.
 * Transfer container. */
GPtrArray *keys_of_office (GPtrArray *keys);
GPtrArray *keys_of_log (GPtrArray *keys);
GPtrArray *keys_that_vouch (GPtrArray *keys);

/* 32 lower case hexadecimal digits in five groups, and nothing else. */
gboolean uuid_read (const char *text, guint8 uuid[UUID_BYTES]);
char *uuid_write (const guint8 uuid[UUID_BYTES]); /* transfer full */

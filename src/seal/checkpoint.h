/* checkpoint.h: the head of a log (C2SP tlog-checkpoint): whose it is, how many entries, and the root of their tree.
 * It is the text of a note. */
#pragma once

#include "seal/hash.h"
#include "seal/seal_error.h"

typedef struct
{
  char *origin;
  guint64 size;
  Hash root;
} Checkpoint;

/* Extension lines are passed over. NULL with SEAL_ERROR_MALFORMED. Transfer full. */
Checkpoint *checkpoint_parse (const char *text, GError **error);
char *checkpoint_write (const char *origin, guint64 size, const Hash *root);
void checkpoint_free (Checkpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Checkpoint, checkpoint_free)

/* A decimal without leading zeros, of LENGTH bytes: the one way in which these formats write numbers. */
gboolean decimal_read (const char *text, gsize length, guint64 *number);

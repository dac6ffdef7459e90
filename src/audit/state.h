/* state.h: what an audit remembers for the next one: the head that it saw, and whose keys it believed. One file,
 * JSON, replaced as a whole. */
#pragma once

#include "record/instant.h"
#include "seal/checkpoint.h"
#include "seal/key.h"

typedef struct
{
  Checkpoint *head;
  char *checkpoint; /* the signed note that says so */
  GPtrArray *keys;  /* of Verifier */
  Instant audited;
} AuditState;

/* Strict. NULL with SEAL_ERROR_MALFORMED. Transfer full. */
AuditState *audit_state_parse (const char *bytes, gsize length, GError **error);
/* Transfer full. */
char *audit_state_write (const char *checkpoint, const Checkpoint *head, const GPtrArray *keys, Instant audited);
void audit_state_free (AuditState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuditState, audit_state_free)

/* NULL without ERROR set: there is no such file yet. Transfer full. */
AuditState *audit_state_load (const char *path, GError **error);
/* On the disk, whole, or not at all. */
gboolean audit_state_save (const char *path, const char *text, GError **error);

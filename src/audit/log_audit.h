/* log_audit.h: a whole log, leaf by leaf: signatures, chains, tiles of all levels, the root, and that an earlier head
 * is a beginning of it. It knows no network: where the log's files come from is the caller's.
 */
#pragma once

#include "audit/history.h"
#include "seal/checkpoint.h"
#include "seal/policy.h"

/* Where the files of a log are. READ puts COUNT of them, named as below "/log/", into BYTES, each transfer full;
 * FALSE with ERROR set if one cannot be had. Called in several threads at once. */
typedef struct
{
  gboolean (*read) (gpointer data, char *const *paths, guint count, GBytes **bytes, GError **error);
  gpointer data;
} LogSource;

/* Who and what is believed before the log is read. */
typedef struct
{
  GPtrArray *keys;           /* of Verifier; one at least */
  const Checkpoint *earlier; /* what an earlier audit saw, or NULL */
  const Policy *policy;      /* of witnesses */
  Instant now;
} LogTrust;

typedef void (*LogProgress) (guint64 leaves, guint64 size, gpointer data);

typedef struct
{
  char *note; /* the checkpoint as it was served */
  Checkpoint *head;
  History *history;
  GArray *witnesses; /* of NoteSignature, whose verifiers are the policy's */
  guint64 tiles;     /* that were compared */
  gboolean whole;    /* every leaf was read */
} LogAudit;

/* What is wrong goes to FINDINGS; NULL with ERROR set if there is nothing to audit. THREADS read and check at once.
 * PROGRESS may be NULL. */
LogAudit *log_audit_run (const LogSource *source, const LogTrust *trust, guint threads, Findings *findings,
                         LogProgress progress, gpointer data, GError **error);
void log_audit_free (LogAudit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LogAudit, log_audit_free)

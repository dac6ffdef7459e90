/* history.h: what a log says of every edition, as its leaves come: which keys sign, and how each chain goes on.
 *
 * A chain is what one document says in one language. Some hundred bytes are kept of each leaf. Once all were taken
 * nothing changes, and any thread may read. */
#pragma once

#include "audit/entry.h"
#include "audit/finding.h"

#define NO_LEAF G_MAXUINT32

typedef struct
{
  guint8 uuid[UUID_BYTES];
  guint32 last; /* leaf of its newest edition */
  guint32 kept; /* editions that are not erased */
  char language[];
} Chain;

typedef struct
{
  Hash document;
  Instant published, recorded;
  const Chain *chain; /* NULL: of keys, or no good leaf */
  guint32 number;
  guint32 before; /* the leaf of the chain's edition before, or NO_LEAF */
  LeafKind kind;
  guint32 erased_by; /* the leaf that says so, or NO_LEAF */
} HistoryLeaf;

typedef struct _History History;

/* NOW: when the audit is made. Borrows FINDINGS. */
History *history_new (Instant now, Findings *findings);
void history_free (History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (History, history_free)

/* The keys that the log named last, of all sorts, or NULL: none yet; and all that it ever named. Array of Verifier;
 * borrowed. */
GPtrArray *history_keys (const History *history);
GPtrArray *history_past_keys (const History *history);

/* The next leaf, opened with these keys. */
void history_take (History *history, const Entry *entry);

guint32 history_size (const History *history);
const HistoryLeaf *history_leaf (const History *history, guint32 index);
/* NULL: the log knows no such chain. */
const Chain *history_chain (const History *history, const guint8 uuid[UUID_BYTES], const char *language);
/* The leaf of an edition of CHAIN; NO_LEAF: there is none. */
guint32 history_edition (const History *history, const Chain *chain, unsigned number);

/* fetcher.h: many requests to other servers at once, over few connections, in one thread.
 *
 * HTTP and HTTPS only; a redirection is followed only if that is asked for; no answer is larger or takes longer than
 * was agreed. Memory grows with what is under way, not with what was done. */
#pragma once

#include "fetch/fetch.h"

typedef struct _Fetcher Fetcher;

typedef struct
{
  gsize largest;      /* bytes of a body */
  guint connect_ms;   /* until there is a connection */
  guint total_ms;     /* until the answer is whole */
  guint redirections; /* followed; 0: a redirection is an answer like another */
} FetcherLimits;

/* FETCH is done, with an answer or a failure. Its owner may free it here, and call fetcher_add() and
 * fetcher_stop(). */
typedef void (*FetchDone) (Fetcher *fetcher, Fetch *fetch, gpointer data);

Fetcher *fetcher_new (const FetcherLimits *limits);
/* Not from within fetcher_run(). */
void fetcher_free (Fetcher *fetcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetcher, fetcher_free)

/* One more for this or the next fetcher_run(). FETCH stays the caller's, and must live until it is done. */
void fetcher_add (Fetcher *fetcher, Fetch *fetch);
/* Send all that was added, AT_ONCE at a time and in their order, until all are done. DONE may be NULL. It can be
 * called again and again: connections are kept from one time to the next. */
void fetcher_run (Fetcher *fetcher, guint at_once, FetchDone done, gpointer data);
/* From DONE: what has not been sent is done too, with FETCH_ERROR_STOPPED; what is under way comes to its end. */
void fetcher_stop (Fetcher *fetcher);

/* cache.h: whole answers, encoded and ready to send, shared by all threads.
 *
 * An entry holds for one generation of the record and until an instant of its own. It is bounded in bytes; the least
 * recently used go first. Finding one allocates nothing and waits for nothing but a moment's lock of the same stripe;
 * whoever finds none gets a ticket to build it, and others who want the same wait for that. */
#pragma once

#include "front/reply.h"

typedef struct _Cache Cache;
typedef struct _CacheTicket CacheTicket;

typedef struct
{
  const char *office; /* interned */
  const char *target; /* as sent, beginning with "/" */
  guint form;         /* what else chooses among the answers: the coding, the view */
} CacheKey;

Cache *cache_new (gsize budget);
void cache_free (Cache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cache, cache_free)

/* The record has changed: nothing built before holds any more. From any thread. */
void cache_next_generation (Cache *cache);
guint64 cache_generation (const Cache *cache);

/* The answer that holds at NOW; transfer full. NULL: *TICKET is for the caller to build it with, and to return. */
Reply *cache_take (Cache *cache, const CacheKey *key, Instant now, CacheTicket **ticket);
/* The generation that what is built must be of: that of the moment the ticket was given. */
guint64 cache_ticket_generation (const CacheTicket *ticket);
/* What stood there before, of the same generation, or NULL. Borrowed until the ticket is returned. */
const Reply *cache_ticket_before (const CacheTicket *ticket);
/* Many want it: the best encoding is worth its while. */
gboolean cache_ticket_popular (const CacheTicket *ticket);
/* Hand in what was built, or NULL if it is not to be kept. Frees TICKET; REPLY stays the caller's. */
void cache_give (CacheTicket *ticket, Reply *reply);

typedef struct
{
  guint64 hits, misses, waits, evictions, bytes, entries;
} CacheCounts;
CacheCounts cache_counts (Cache *cache);

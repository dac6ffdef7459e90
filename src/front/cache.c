/* Whole answers, ready to send.
 *
 * The keys are spread over stripes, each with its lock, its table and its list in the order of use. A lock is held to
 * look up and to put in, never while something is built. An entry that is being built has a builder; who finds one
 * waits, unless an answer that still holds is there. That nothing is at an address is kept too, at the end of the
 * list: there is no end of such addresses, and they must not push out a page. */
#include "front/cache.h"

#include <string.h>

#define STRIPES 16
#define POPULAR 256 /* requests after which a better encoding is worth its while */

typedef struct
{
  GMutex lock;
  GCond built;
  GHashTable *entries; /* Entry -> itself */
  GQueue used;         /* of Entry, the most recently used first */
  gsize bytes, budget;
  guint64 hits, misses, waits, evictions;
} Stripe;

struct _Cache
{
  Stripe stripes[STRIPES];
  guint64 generation; /* atomic */
};

typedef struct
{
  guint hash;
  CacheKey key; /* the target is owned, but for a key that is looked up */
  GList link;
  Reply *reply; /* NULL until it is built for the first time */
  guint64 generation;
  gsize size;
  guint uses;
  gboolean building;
} Entry;

struct _CacheTicket
{
  Cache *cache;
  Stripe *stripe;
  Entry *entry;
  guint64 generation;
  Reply *before; /* the entry's, of the same generation, or NULL */
  gboolean popular;
};

/* ---- Keys ---- */

static guint
key_hash (const CacheKey *key)
{
  return g_str_hash (key->target) ^ (g_direct_hash (key->office) * 31) ^ (key->form * 0x9e3779b9U);
}

static guint
entry_hash (gconstpointer entry)
{
  return ((const Entry *)entry)->hash;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *left = a, *right = b;
  return left->hash == right->hash && left->key.office == right->key.office && left->key.form == right->key.form
         && strcmp (left->key.target, right->key.target) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_clear_pointer (&entry->reply, reply_unref);
  g_free ((char *)entry->key.target);
  g_free (entry);
}

static Entry *
entry_new (const CacheKey *key, guint hash)
{
  Entry *entry = g_new0 (Entry, 1);
  entry->hash = hash;
  entry->key = *key;
  entry->key.target = g_strdup (key->target);
  entry->link.data = entry;
  return entry;
}

/* ---- The whole ---- */

Cache *
cache_new (gsize budget)
{
  Cache *cache = g_new0 (Cache, 1);

  for (int i = 0; i < STRIPES; i++)
    {
      Stripe *stripe = &cache->stripes[i];
      g_mutex_init (&stripe->lock);
      g_cond_init (&stripe->built);
      g_queue_init (&stripe->used);
      stripe->entries = g_hash_table_new_full (entry_hash, entry_equal, NULL, entry_free);
      stripe->budget = budget / STRIPES;
    }
  return cache;
}

void
cache_free (Cache *cache)
{
  for (int i = 0; i < STRIPES; i++)
    {
      g_hash_table_unref (cache->stripes[i].entries);
      g_mutex_clear (&cache->stripes[i].lock);
      g_cond_clear (&cache->stripes[i].built);
    }
  g_free (cache);
}

void
cache_next_generation (Cache *cache)
{
  __atomic_add_fetch (&cache->generation, 1, __ATOMIC_ACQ_REL);
}

guint64
cache_generation (const Cache *cache)
{
  return __atomic_load_n (&cache->generation, __ATOMIC_ACQUIRE);
}

CacheCounts
cache_counts (Cache *cache)
{
  CacheCounts counts = { 0 };

  for (int i = 0; i < STRIPES; i++)
    {
      Stripe *stripe = &cache->stripes[i];
      g_mutex_lock (&stripe->lock);
      counts.hits += stripe->hits;
      counts.misses += stripe->misses;
      counts.waits += stripe->waits;
      counts.evictions += stripe->evictions;
      counts.bytes += stripe->bytes;
      counts.entries += g_hash_table_size (stripe->entries);
      g_mutex_unlock (&stripe->lock);
    }
  return counts;
}

/* ---- Within a stripe, its lock held ---- */

static gboolean
holds (const Cache *cache, const Entry *entry, Instant now)
{
  return entry->reply != NULL && reply_holds (entry->reply, now)
         && (reply_is_constant (entry->reply) || entry->generation == cache_generation (cache));
}

static void
drop (Stripe *stripe, Entry *entry)
{
  g_queue_unlink (&stripe->used, &entry->link);
  stripe->bytes -= entry->size;
  g_hash_table_remove (stripe->entries, entry);
}

/* The one that was put in just now stays, whatever its size: it is what is asked for. */
static void
make_room (Stripe *stripe, const Entry *fresh)
{
  for (GList *link = stripe->used.tail; link != NULL && stripe->bytes > stripe->budget;)
    {
      Entry *entry = link->data;
      link = link->prev;
      if (entry == fresh || entry->building)
        continue;
      drop (stripe, entry);
      stripe->evictions++;
    }
}

static Entry *
find (Stripe *stripe, const CacheKey *key, guint hash)
{
  Entry sought = { .hash = hash, .key = *key };
  return g_hash_table_lookup (stripe->entries, &sought);
}

static void
use (Stripe *stripe, Entry *entry)
{
  if (stripe->used.head == &entry->link || reply_is_absence (entry->reply))
    return;
  g_queue_unlink (&stripe->used, &entry->link);
  g_queue_push_head_link (&stripe->used, &entry->link);
}

static CacheTicket *
ticket_for (Cache *cache, Stripe *stripe, Entry *entry, gboolean popular)
{
  CacheTicket *ticket = g_new (CacheTicket, 1);
  guint64 generation = cache_generation (cache);
  gboolean stands = entry->reply != NULL && entry->generation == generation;

  entry->building = TRUE;
  *ticket = (CacheTicket){ cache, stripe, entry, generation, stands ? reply_ref (entry->reply) : NULL, popular };
  return ticket;
}

static Entry *
put_in (Stripe *stripe, const CacheKey *key, guint hash)
{
  Entry *entry = entry_new (key, hash);
  g_hash_table_add (stripe->entries, entry);
  g_queue_push_head_link (&stripe->used, &entry->link);
  return entry;
}

/* ---- Taking and giving ---- */

/* The entry's answer, a ticket, or neither: then it is being built, and one has to wait. */
static Reply *
take_now (Cache *cache, Stripe *stripe, const CacheKey *key, guint hash, Instant now, CacheTicket **ticket)
{
  Entry *entry = find (stripe, key, hash);

  if (entry == NULL)
    entry = put_in (stripe, key, hash);
  if (holds (cache, entry, now))
    {
      gboolean worth = ++entry->uses >= POPULAR && !reply_is_best (entry->reply) && !entry->building;
      use (stripe, entry);
      if (!worth)
        {
          stripe->hits++;
          return reply_ref (entry->reply);
        }
      *ticket = ticket_for (cache, stripe, entry, TRUE);
    }
  else if (!entry->building)
    {
      *ticket = ticket_for (cache, stripe, entry, entry->uses >= POPULAR); /* what was popular stays so */
      entry->uses = 0;
    }
  return NULL;
}

Reply *
cache_take (Cache *cache, const CacheKey *key, Instant now, CacheTicket **ticket)
{
  guint hash = key_hash (key);
  Stripe *stripe = &cache->stripes[(hash ^ hash >> 16) % STRIPES];
  Reply *reply;

  *ticket = NULL;
  g_mutex_lock (&stripe->lock);
  while ((reply = take_now (cache, stripe, key, hash, now, ticket)) == NULL && *ticket == NULL)
    {
      stripe->waits++;
      g_cond_wait (&stripe->built, &stripe->lock);
    }
  stripe->misses += reply == NULL;
  g_mutex_unlock (&stripe->lock);
  return reply;
}

guint64
cache_ticket_generation (const CacheTicket *ticket)
{
  return ticket->generation;
}

const Reply *
cache_ticket_before (const CacheTicket *ticket)
{
  return ticket->before;
}

gboolean
cache_ticket_popular (const CacheTicket *ticket)
{
  return ticket->popular;
}

static void
replace (Stripe *stripe, Entry *entry, Reply *reply, const CacheTicket *ticket)
{
  g_clear_pointer (&entry->reply, reply_unref);
  stripe->bytes -= entry->size;
  entry->reply = reply_ref (reply);
  entry->generation = ticket->generation;
  entry->size = reply_size (reply) + sizeof *entry + strlen (entry->key.target);
  if (reply_is_absence (reply))
    {
      g_queue_unlink (&stripe->used, &entry->link);
      g_queue_push_tail_link (&stripe->used, &entry->link);
    }
  stripe->bytes += entry->size;
}

void
cache_give (CacheTicket *ticket, Reply *reply)
{
  Stripe *stripe = ticket->stripe;
  Entry *entry = ticket->entry;

  g_mutex_lock (&stripe->lock);
  entry->building = FALSE;
  if (reply != NULL && reply_size (reply) <= stripe->budget)
    {
      replace (stripe, entry, reply, ticket);
      make_room (stripe, entry);
    }
  else
    drop (stripe, entry);
  g_cond_broadcast (&stripe->built);
  g_mutex_unlock (&stripe->lock);
  g_clear_pointer (&ticket->before, reply_unref);
  g_free (ticket);
}

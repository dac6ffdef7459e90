/* Things made ahead stand in a ring: the thing of index i at place i modulo its length. Between `turn`, which is
 * taken next, and `next`, which no thread makes yet, lie no more than it holds. A thread makes some in a row, so that
 * it need not wake the taker for each. */
#include "base/ahead.h"

#define RING 256
#define ROW 8u
#define MOST_THREADS 64u

typedef struct
{
  gpointer thing;
  gboolean made;
} Place;

struct _Ahead
{
  guint count;
  AheadMake make;
  GDestroyNotify unmake;
  gpointer data;

  GMutex lock; /* over all that follows */
  GCond came;  /* the thing whose turn it is was made */
  GCond left;  /* there is room again */
  guint turn, next;
  gboolean stopped;
  Place ring[RING];

  GPtrArray *threads;
};

/* Takes the indexes to make next, from FIRST on; returns how many, 0 at the end. Waits while the ring is full. */
static guint
take_row (Ahead *ahead, guint *first)
{
  while (!ahead->stopped && ahead->next < ahead->count && ahead->next - ahead->turn > RING - ROW)
    g_cond_wait (&ahead->left, &ahead->lock);
  if (ahead->stopped)
    return 0;
  guint length = MIN (ROW, ahead->count - ahead->next);
  *first = ahead->next;
  ahead->next += length;
  return length;
}

static void
put_row (Ahead *ahead, guint first, guint length, const gpointer *things)
{
  for (guint i = 0; i < length; i++)
    ahead->ring[(first + i) % RING] = (Place){ things[i], TRUE };
  if (first == ahead->turn)
    g_cond_signal (&ahead->came);
}

static gpointer
work (gpointer data)
{
  Ahead *ahead = data;
  gpointer things[ROW];
  guint first, length;

  g_mutex_lock (&ahead->lock);
  while ((length = take_row (ahead, &first)) > 0)
    {
      g_mutex_unlock (&ahead->lock);
      for (guint i = 0; i < length; i++)
        things[i] = ahead->make (first + i, ahead->data);
      g_mutex_lock (&ahead->lock);
      put_row (ahead, first, length, things);
    }
  g_mutex_unlock (&ahead->lock);
  return NULL;
}

Ahead *
ahead_new (guint threads, guint count, AheadMake make, GDestroyNotify unmake, gpointer data)
{
  Ahead *ahead = g_new0 (Ahead, 1);
  guint wanted = threads > 0 ? threads : g_get_num_processors ();

  ahead->count = count;
  ahead->make = make;
  ahead->unmake = unmake;
  ahead->data = data;
  g_mutex_init (&ahead->lock);
  g_cond_init (&ahead->came);
  g_cond_init (&ahead->left);
  ahead->threads = g_ptr_array_new ();
  for (guint i = 0; i < MIN (MIN (wanted, MOST_THREADS), count); i++)
    g_ptr_array_add (ahead->threads, g_thread_new ("ahead", work, ahead));
  return ahead;
}

gpointer
ahead_take (Ahead *ahead)
{
  Place *place = &ahead->ring[ahead->turn % RING];

  g_mutex_lock (&ahead->lock);
  g_assert (ahead->turn < ahead->count);
  while (!place->made)
    g_cond_wait (&ahead->came, &ahead->lock);
  gpointer thing = place->thing;
  *place = (Place){ NULL, FALSE };
  ahead->turn++;
  if (ahead->next - ahead->turn == RING / 2) /* not at every place that gets free: waking a thread costs */
    g_cond_broadcast (&ahead->left);
  g_mutex_unlock (&ahead->lock);
  return thing;
}

void
ahead_free (Ahead *ahead)
{
  g_mutex_lock (&ahead->lock);
  ahead->stopped = TRUE;
  g_cond_broadcast (&ahead->left);
  g_mutex_unlock (&ahead->lock);
  for (guint i = 0; i < ahead->threads->len; i++)
    g_thread_join (ahead->threads->pdata[i]);
  for (guint i = 0; i < RING; i++)
    if (ahead->ring[i].made)
      ahead->unmake (ahead->ring[i].thing);
  g_ptr_array_unref (ahead->threads);
  g_cond_clear (&ahead->left);
  g_cond_clear (&ahead->came);
  g_mutex_clear (&ahead->lock);
  g_free (ahead);
}

/* Notices that the record was committed to.
 *
 * A connection of its own asks for the record's generation again and again: a few system calls, which cost a
 * thousandth of a core, and need no help from the writer and nothing of the file system. */
#include "front/watch.h"

#include "store/store.h"

#define PERIOD (10 * G_TIME_SPAN_MILLISECOND)

struct _Watch
{
  Store *store;
  WatchNotice notice;
  gpointer data;
  GThread *thread;
  GMutex lock;
  GCond told;
  gboolean stop;
};

/* FALSE when told to stop. */
static gboolean
rest (Watch *watch)
{
  gint64 until = g_get_monotonic_time () + PERIOD;
  gboolean going = TRUE;

  g_mutex_lock (&watch->lock);
  while (going && !watch->stop)
    going = g_cond_wait_until (&watch->told, &watch->lock, until);
  going = !watch->stop;
  g_mutex_unlock (&watch->lock);
  return going;
}

static gpointer
watch_thread (gpointer data)
{
  Watch *watch = data;
  gint64 seen = store_generation (watch->store);

  while (rest (watch))
    {
      gint64 now = store_generation (watch->store);
      if (now != seen)
        watch->notice (watch->data);
      seen = now;
    }
  return NULL;
}

Watch *
watch_new (const char *record, WatchNotice notice, gpointer data, GError **error)
{
  Store *store = store_open (record, STORE_FRONT, error);
  if (store == NULL)
    return NULL;

  Watch *watch = g_new0 (Watch, 1);
  watch->store = store;
  watch->notice = notice;
  watch->data = data;
  g_mutex_init (&watch->lock);
  g_cond_init (&watch->told);
  watch->thread = g_thread_new ("watch", watch_thread, watch);
  return watch;
}

void
watch_free (Watch *watch)
{
  g_mutex_lock (&watch->lock);
  watch->stop = TRUE;
  g_cond_signal (&watch->told);
  g_mutex_unlock (&watch->lock);
  g_thread_join (watch->thread);
  store_close (watch->store);
  g_mutex_clear (&watch->lock);
  g_cond_clear (&watch->told);
  g_free (watch);
}

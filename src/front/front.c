/* The public side as a whole: what is held for it from start to start, and the child with a listener a thread. */
#include "front/front.h"

#include "front/confine.h"
#include "front/listener.h"
#include "front/log_file.h"
#include "front/private.h"
#include "front/socket.h"
#include "front/watch.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define MOST_CONNECTIONS 20000 /* a thread */
#define KEPT_FILES 256
#define LEAST_FILES 1024 /* where the system does not say */

G_DEFINE_QUARK (front_error, front_error)

struct _Front
{
  FrontOptions options;
  SandboxUser *user; /* NULL: the child stays who it is */
  Sockets sockets;
  Sockets private; /* none, or one */
  LogFile log;
};

/* How many there may be now. */
static guint64
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return LEAST_FILES;
  guint64 before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit (RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

/* For each of COUNT listeners. Some files are kept back: an answer opens the record's and those of time zones. */
static unsigned
connection_limit (guint64 files, unsigned count)
{
  guint64 kept = MIN (KEPT_FILES, files / 2);
  return (unsigned)CLAMP ((files - kept) / count, 1, MOST_CONNECTIONS);
}

/* What a child has. */
typedef struct
{
  const Front *front;
  ListenerShare share;
  Store *opened; /* while the others are opened; see confine() */
  Watch *watch;
  GPtrArray *listeners, *metrics;
  Private *private; /* or NULL */
} Child;

static void
on_commit (gpointer cache)
{
  cache_next_generation (cache);
}

static gboolean
open_share (Child *child, GError **error)
{
  const FrontOptions *options = &child->front->options;
  ListenerShare *share = &child->share;

  share->cache = cache_new (options->cache_bytes);
  share->peers = peers_new (options->per_address, (const char *const *)options->proxies, error);
  if (share->peers == NULL)
    return FALSE;
  if (child->front->log.path != NULL)
    share->log = access_log_new (dup (child->front->log.fd), share->peers);
  share->parts = site_parts_new (options->templates, error);
  child->watch = share->parts != NULL ? watch_new (options->record, on_commit, share->cache, error) : NULL;
  return child->watch != NULL;
}

static gboolean
open_listeners (Child *child, unsigned limit, GError **error)
{
  const Front *front = child->front;

  child->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify)listener_free);
  child->metrics = g_ptr_array_new ();
  for (unsigned i = 0; i < front->sockets.count; i++)
    {
      Listener *listener = listener_new (&front->options, &child->share, front->sockets.fds[i], limit, error);
      if (listener == NULL)
        return FALSE;
      g_ptr_array_add (child->listeners, listener);
      g_ptr_array_add (child->metrics, listener_metrics (listener));
    }
  if (front->private.count == 0)
    return TRUE;
  child->private = private_new (front->private.fds[0], child->metrics, child->share.cache, error);
  return child->private != NULL;
}

static void
child_clear (Child *child)
{
  g_clear_pointer (&child->private, private_free);
  g_clear_pointer (&child->listeners, g_ptr_array_unref);
  g_clear_pointer (&child->metrics, g_ptr_array_unref);
  g_clear_pointer (&child->watch, watch_free);
  g_clear_pointer ((SiteParts **)&child->share.parts, site_parts_free);
  g_clear_pointer (&child->share.log, access_log_free);
  g_clear_pointer (&child->share.peers, peers_free);
  g_clear_pointer (&child->share.cache, cache_free);
}

static gpointer
listener_thread (gpointer listener)
{
  listener_run (listener);
  return NULL;
}

static sigset_t
awaited_signals (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGUSR1);
  return set;
}

/* SIGUSR1: the supervisor has handed over a new file for the access log. */
static void
wait_for_end (const Child *child)
{
  sigset_t set = awaited_signals ();
  int signal = SIGUSR1;

  while (sigwait (&set, &signal) == 0 && signal == SIGUSR1)
    if (child->share.log != NULL)
      access_log_go_on (child->share.log, log_file_receive (&child->front->log));
}

/* The threads inherit the mask: signals come to this one alone. */
static void
block_signals (void)
{
  sigset_t set = awaited_signals ();
  sigprocmask (SIG_BLOCK, &set, NULL);
}

static void
serve_until_told (const Child *child, int ready)
{
  GPtrArray *listeners = child->listeners;
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 0; i < listeners->len; i++)
    g_ptr_array_add (threads, g_thread_new ("listener", listener_thread, listeners->pdata[i]));
  if (write (ready, "r", 1) == 1)
    close (ready);
  wait_for_end (child);
  for (guint i = 0; i < listeners->len; i++)
    listener_stop (listeners->pdata[i]);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
}

/* Pages are built of many small pieces, again and again: returning those to the system each time costs more than
 * building. Kept pages are freed by whichever thread puts another in their place: with an arena a thread, each would
 * hold on to as much as the whole cache may take. */
static void
keep_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, 1 << 20);
  mallopt (M_TRIM_THRESHOLD, 16 << 20);
  mallopt (M_TOP_PAD, 1 << 20);
  mallopt (M_ARENA_MAX, 1);
}

int
front_run (int ready, gpointer front)
{
  Child child = { .front = front };
  g_autoptr (GError) error = NULL;
  unsigned limit = connection_limit (raise_file_limit (), child.front->sockets.count);

  block_signals ();
  keep_memory ();
  gboolean open = confine (&child.front->options, child.front->user, &child.opened, &error)
                  && open_share (&child, &error) && open_listeners (&child, limit, &error);
  g_clear_pointer (&child.opened, store_close);
  if (open)
    serve_until_told (&child, ready);
  else
    fprintf (stderr, "chancery: %s\n", error->message);
  child_clear (&child);
  return open ? 0 : 1;
}

void
front_announce (gpointer data)
{
  const Front *front = data;
  if (front->private.count > 0)
    printf ("metrics at http://%s/metrics\n", front->private.address);
  printf ("listening on http://%s\n", front->sockets.address);
  fflush (stdout);
}

void
front_stop_listening (gpointer data)
{
  Front *front = data;
  sockets_close (&front->sockets);
  sockets_close (&front->private);
}

void
front_renew_log (gpointer data)
{
  Front *front = data;
  log_file_renew (&front->log);
}

static gboolean
open_all (Front *front, GError **error)
{
  const FrontOptions *options = &front->options;
  unsigned threads = options->threads > 0 ? options->threads : g_get_num_processors ();

  return confine_user (options, &front->user, error) && log_file_open (&front->log, options->access_log, error)
         && sockets_open (&front->sockets, options->listen, threads, error)
         && (options->private == NULL || sockets_open_one (&front->private, options->private, error));
}

Front *
front_open (const FrontOptions *options, GError **error)
{
  g_autoptr (Front) front = g_new0 (Front, 1);

  front->options = *options;
  return open_all (front, error) ? g_steal_pointer (&front) : NULL;
}

const SandboxUser *
front_user (const Front *front)
{
  return front->user;
}

void
front_close (Front *front)
{
  front_stop_listening (front);
  log_file_close (&front->log);
  g_clear_pointer (&front->user, sandbox_user_free);
  g_free (front);
}

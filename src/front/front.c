/* The public side as a whole: the supervisor with the sockets, and the child with a listener a thread. */
#include "front/front.h"

#include "front/listener.h"
#include "front/socket.h"
#include "front/supervisor.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define MOST_CONNECTIONS 20000 /* a thread */
#define KEPT_FILES 256
#define LEAST_FILES 1024 /* where the system does not say */

G_DEFINE_QUARK (front_error, front_error)

typedef struct
{
  const FrontOptions *options;
  Sockets sockets;
} Front;

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

static GPtrArray *
listeners_open (const Front *front, const SiteParts *parts, unsigned limit, GError **error)
{
  g_autoptr (GPtrArray) listeners = g_ptr_array_new_with_free_func ((GDestroyNotify)listener_free);

  for (unsigned i = 0; i < front->sockets.count; i++)
    {
      Listener *listener = listener_new (front->options, parts, front->sockets.fds[i], limit, error);
      if (listener == NULL)
        return NULL;
      g_ptr_array_add (listeners, listener);
    }
  return g_steal_pointer (&listeners);
}

static gpointer
listener_thread (gpointer listener)
{
  listener_run (listener);
  return NULL;
}

static void
wait_for_end (void)
{
  sigset_t set;
  int signal;

  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGINT);
  sigwait (&set, &signal);
}

/* The threads inherit the mask: signals come to this one alone. */
static void
block_ends (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGINT);
  sigprocmask (SIG_BLOCK, &set, NULL);
}

static void
serve_until_told (GPtrArray *listeners, int ready)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 0; i < listeners->len; i++)
    g_ptr_array_add (threads, g_thread_new ("listener", listener_thread, listeners->pdata[i]));
  if (write (ready, "r", 1) == 1)
    close (ready);
  wait_for_end ();
  for (guint i = 0; i < listeners->len; i++)
    listener_stop (listeners->pdata[i]);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
}

static int
child_run (int ready, gpointer data)
{
  const Front *front = data;
  g_autoptr (GError) error = NULL;

  unsigned limit = connection_limit (raise_file_limit (), front->sockets.count);
  block_ends ();
  g_autoptr (SiteParts) parts = site_parts_new (front->options->templates, &error);
  g_autoptr (GPtrArray) listeners = parts != NULL ? listeners_open (front, parts, limit, &error) : NULL;
  if (listeners == NULL)
    {
      fprintf (stderr, "chancery: %s\n", error->message);
      return 1;
    }
  serve_until_told (listeners, ready);
  return 0;
}

static void
announce (gpointer data)
{
  const Front *front = data;
  printf ("listening on http://%s\n", front->sockets.address);
  fflush (stdout);
}

static void
stop_listening (gpointer data)
{
  Front *front = data;
  sockets_close (&front->sockets);
}

int
front_serve (const FrontOptions *options, GError **error)
{
  Front front = { .options = options };
  unsigned threads = options->threads > 0 ? options->threads : g_get_num_processors ();
  if (!sockets_open (&front.sockets, options->listen, threads, error))
    return 1;

  Supervised supervised = { "front", child_run, announce, stop_listening, &front };
  int code = supervisor_run (&supervised);
  sockets_close (&front.sockets);
  return code;
}

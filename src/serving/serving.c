#include "serving/serving.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define SWEEP_TIME 1000                   /* milliseconds */
#define MOST_PUT_OFF (G_USEC_PER_SEC / 4) /* for those who ask */

/* ---- The end ---- */

static int stop_event = -1;

static void
on_signal (int number)
{
  uint64_t one = 1;
  int kept = errno;

  (void)number;
  if (write (stop_event, &one, sizeof one) < 0)
    errno = kept; /* it has been told already */
  errno = kept;
}

void
serving_stop_at (int signal)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  if (stop_event < 0)
    stop_event = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  sigemptyset (&action.sa_mask);
  sigaction (signal, &action, NULL);
}

/* ---- Visitors ---- */

void
serving_begin (Serving *serving)
{
  g_queue_init (&serving->visitors);
  serving->woken = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void
serving_wake (const Serving *serving)
{
  eventfd_write (serving->woken, 1);
}

void
visitor_come (Serving *serving, Visitor *visitor, struct MHD_Connection *connection)
{
  visitor->link.data = visitor;
  visitor->connection = connection;
  visitor->deadline = g_get_monotonic_time () + serving->request_time;
  g_queue_push_tail_link (&serving->visitors, &visitor->link);
}

void
visitor_go (Serving *serving, Visitor *visitor)
{
  g_queue_unlink (&serving->visitors, &visitor->link);
}

void *
visitor_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void
visitor_asks (const Serving *serving, Visitor *visitor)
{
  visitor->deadline = MIN (visitor->deadline, g_get_monotonic_time () + serving->request_time);
}

void
visitor_rests (const Serving *serving, Visitor *visitor)
{
  visitor->deadline = g_get_monotonic_time () + serving->idle_time + serving->request_time;
}

static void
cut_off_slow (const Serving *serving)
{
  gint64 now = g_get_monotonic_time ();

  for (GList *link = serving->visitors.head; link != NULL; link = link->next)
    {
      Visitor *visitor = link->data;
      if (visitor->deadline > now)
        continue;
      shutdown (MHD_get_connection_info (visitor->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
                SHUT_RDWR);
      visitor->deadline = G_MAXINT64;
    }
}

/* ---- The loop ---- */

/* Milliseconds until the daemon wants to run, or what is done besides at DUE is. */
static int
waiting_time (const Serving *serving, struct MHD_Daemon *daemon, gint64 due)
{
  MHD_UNSIGNED_LONG_LONG wait = SWEEP_TIME;

  if (MHD_get_timeout (daemon, &wait) != MHD_YES || wait > SWEEP_TIME)
    wait = SWEEP_TIME;
  gint64 rest = serving->besides != NULL ? (due - g_get_monotonic_time () + 999) / 1000 : SWEEP_TIME;
  return (int)MIN ((gint64)wait, MAX (rest, 0));
}

/* When it is due again. QUIET: nobody asks for anything. */
static gint64
do_besides (const Serving *serving, gint64 due, gboolean quiet)
{
  gint64 now = g_get_monotonic_time ();
  if (serving->besides == NULL || now < (quiet ? due : due + MOST_PUT_OFF))
    return due;
  gint64 rest = serving->besides (serving->data);
  return g_get_monotonic_time () + rest;
}

void
serving_run (const Serving *serving, struct MHD_Daemon *daemon)
{
  int epoll = MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
  struct pollfd watched[] = { { .fd = epoll, .events = POLLIN },
                              { .fd = stop_event, .events = POLLIN },
                              { .fd = serving->woken, .events = POLLIN } };
  gint64 swept = g_get_monotonic_time (), due = swept;
  eventfd_t times;

  while (watched[1].revents == 0)
    {
      int ready = poll (watched, G_N_ELEMENTS (watched), waiting_time (serving, daemon, due));
      eventfd_read (serving->woken, &times);
      MHD_run (daemon);
      due = do_besides (serving, due, ready == 0);
      if (g_get_monotonic_time () - swept < SWEEP_TIME * 1000)
        continue;
      cut_off_slow (serving);
      swept = g_get_monotonic_time ();
    }
}

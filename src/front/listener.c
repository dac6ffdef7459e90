/* One thread's share of the listening.
 *
 * libmicrohttpd runs without threads of its own: its epoll descriptor is polled here, with an eventfd that ends the
 * loop, and the socket. It would itself take in ten newcomers between any 128 answers, so that the last of a crowd
 * waited for seconds (3.9 s of 512 at once, pages of a millisecond; 0.7 s when all are taken in as they come). Its
 * time-out is for inactivity only, so every connection also bears a deadline by which its request must be complete: a
 * client that sends a byte a second is cut off. */
#include "front/listener.h"

#include "front/exchange.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADER_TIME (10 * G_USEC_PER_SEC) /* for a request's header, however slowly it comes */
#define IDLE_TIME 15                      /* seconds a connection may rest between requests */
#define FINISH_TIME (5 * G_USEC_PER_SEC)
#define SWEEP_TIME 1000 /* milliseconds between looks at the deadlines */
#define CONNECTION_MEMORY 16384

typedef struct
{
  GList link; /* in listener->connections; data: this */
  struct MHD_Connection *connection;
  gint64 deadline; /* monotonic; G_MAXINT64 while a request is being answered */
} Client;

struct _Listener
{
  struct MHD_Daemon *daemon;
  Store *store;
  ExchangePlace place;
  GQueue connections; /* of Client */
  unsigned active;    /* requests between their first line and their last byte */
  int epoll;
  int stop;       /* eventfd */
  unsigned limit; /* of connections */
  int socket;     /* -1 once nobody is taken in any more */
  gboolean full;  /* of descriptors: until the next sweep */
};

static Client *
client_of (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info != NULL ? info->socket_context : NULL;
}

static void
on_connection (void *data, struct MHD_Connection *connection, void **context,
               enum MHD_ConnectionNotificationCode code)
{
  Listener *listener = data;
  Client *client = *context;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      *context = client = g_new0 (Client, 1);
      client->link.data = client;
      client->connection = connection;
      client->deadline = g_get_monotonic_time () + HEADER_TIME;
      g_queue_push_tail_link (&listener->connections, &client->link);
    }
  else if (client != NULL)
    {
      g_queue_unlink (&listener->connections, &client->link);
      *context = NULL;
      g_free (client);
    }
}

/* The request line is here; its header must be too, soon. Of a first request both are due at once. */
static void *
on_target (void *data, const char *target, struct MHD_Connection *connection)
{
  Listener *listener = data;
  Client *client = client_of (connection);

  listener->active++;
  if (client != NULL)
    client->deadline = MIN (client->deadline, g_get_monotonic_time () + HEADER_TIME);
  return exchange_new (target);
}

static enum MHD_Result
on_request (void *data, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
            const char *upload, size_t *upload_size, void **context)
{
  Listener *listener = data;
  Client *client = client_of (connection);

  (void)url;
  (void)upload;
  if (client != NULL)
    client->deadline = G_MAXINT64;
  return exchange_step (*context, &listener->place, connection, method, version, upload_size);
}

static void
on_completed (void *data, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
  Listener *listener = data;
  Client *client = client_of (connection);

  (void)code;
  if (*context == NULL)
    return;
  exchange_free (*context);
  *context = NULL;
  listener->active--;
  if (client != NULL)
    client->deadline = g_get_monotonic_time () + IDLE_TIME * G_USEC_PER_SEC + HEADER_TIME;
}

/* Paths are unescaped once, by the site. */
static size_t
leave_escaped (void *data, struct MHD_Connection *connection, char *text)
{
  (void)data;
  (void)connection;
  return strlen (text);
}

static struct MHD_Daemon *
daemon_start (Listener *listener)
{
  return MHD_start_daemon (MHD_USE_EPOLL | MHD_USE_TURBO | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, on_request,
                           listener, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                           MHD_OPTION_CONNECTION_LIMIT, listener->limit, MHD_OPTION_CONNECTION_TIMEOUT,
                           (unsigned)IDLE_TIME, MHD_OPTION_NOTIFY_CONNECTION, on_connection, listener,
                           MHD_OPTION_URI_LOG_CALLBACK, on_target, listener, MHD_OPTION_NOTIFY_COMPLETED,
                           on_completed, listener, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_END);
}

Listener *
listener_new (const FrontOptions *options, const SiteParts *parts, int socket, unsigned limit, GError **error)
{
  Store *store = store_open (options->record, STORE_FRONT, error);
  if (store == NULL)
    return NULL;

  Listener *listener = g_new0 (Listener, 1);
  g_queue_init (&listener->connections);
  listener->store = store;
  listener->place = (ExchangePlace){ site_new (parts, store), options->office, options->clock_offset };
  listener->socket = socket;
  listener->limit = limit;
  g_unix_set_fd_nonblocking (socket, TRUE, NULL); /* those that are passed may block */
  listener->stop = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  listener->daemon = daemon_start (listener);
  if (listener->daemon != NULL)
    {
      listener->epoll = MHD_get_daemon_info (listener->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
      return listener;
    }
  g_set_error (error, FRONT_ERROR, FRONT_ERROR_START, "the HTTP listener could not be started");
  listener_free (listener);
  return NULL;
}

static void
cut_off_slow (Listener *listener)
{
  gint64 now = g_get_monotonic_time ();

  for (GList *link = listener->connections.head; link != NULL; link = link->next)
    {
      Client *client = link->data;
      if (client->deadline > now)
        continue;
      const union MHD_ConnectionInfo *info =
          MHD_get_connection_info (client->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
      if (info != NULL)
        shutdown (info->connect_fd, SHUT_RDWR);
      client->deadline = G_MAXINT64;
    }
}

static int
wait_time (const Listener *listener)
{
  MHD_UNSIGNED_LONG_LONG milliseconds;

  if (MHD_get_timeout (listener->daemon, &milliseconds) != MHD_YES)
    return SWEEP_TIME;
  return (int)MIN (milliseconds, SWEEP_TIME);
}

/* Beyond the limit newcomers wait in the socket's queue. */
static gboolean
has_room (const Listener *listener)
{
  return !listener->full && listener->connections.length < listener->limit;
}

static void
take_in (Listener *listener)
{
  struct sockaddr_storage address;

  while (has_room (listener))
    {
      socklen_t size = sizeof address;
      int fd = accept4 (listener->socket, (struct sockaddr *)&address, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (fd >= 0)
        MHD_add_connection (listener->daemon, fd, (struct sockaddr *)&address, size); /* closes what it refuses */
      else if (errno != ECONNABORTED && errno != EINTR)
        {
          listener->full = errno != EAGAIN;
          return;
        }
    }
}

/* TRUE when the loop is to end. */
static gboolean
turn (Listener *listener, int longest)
{
  struct pollfd watched[] = { { .fd = listener->epoll, .events = POLLIN },
                              { .fd = listener->stop, .events = POLLIN },
                              { .fd = has_room (listener) ? listener->socket : -1, .events = POLLIN } };

  poll (watched, 3, MIN (longest, wait_time (listener)));
  if (watched[2].revents != 0)
    take_in (listener);
  MHD_run (listener->daemon);
  return watched[1].revents != 0;
}

static void
finish (Listener *listener)
{
  gint64 end = g_get_monotonic_time () + FINISH_TIME;
  uint64_t told;

  if (read (listener->stop, &told, sizeof told) < 0 && errno != EAGAIN)
    return;
  take_in (listener); /* who knocked before */
  close (listener->socket);
  listener->socket = -1;
  do
    turn (listener, 20);
  while (listener->active > 0 && g_get_monotonic_time () < end);
}

void
listener_run (Listener *listener)
{
  gint64 swept = g_get_monotonic_time ();

  while (!turn (listener, SWEEP_TIME))
    if (g_get_monotonic_time () - swept >= SWEEP_TIME * 1000)
      {
        cut_off_slow (listener);
        listener->full = FALSE;
        swept = g_get_monotonic_time ();
      }
  finish (listener);
}

void
listener_stop (Listener *listener)
{
  uint64_t one = 1;
  if (write (listener->stop, &one, sizeof one) < 0)
    return; /* it has been told already */
}

void
listener_free (Listener *listener)
{
  if (listener->daemon != NULL)
    MHD_stop_daemon (listener->daemon);
  site_free (listener->place.site);
  store_close (listener->store);
  close (listener->stop);
  if (listener->socket >= 0)
    close (listener->socket);
  g_free (listener);
}

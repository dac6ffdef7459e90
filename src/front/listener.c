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
#include <netinet/in.h>
#include <linux/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADER_TIME (10 * G_USEC_PER_SEC)  /* for a request's header, however slowly it comes */
#define IDLE_TIME 15                       /* seconds a connection may rest between requests */
#define SENDING_TIME (30 * G_USEC_PER_SEC) /* for an answer, and as long as its bytes take at LEAST_RATE */
#define LEAST_RATE 1000                    /* bytes a second */
#define MOST_REQUESTS 10000                /* of one connection */
#define FINISH_TIME (5 * G_USEC_PER_SEC)
#define LAST_CALL_TIME G_USEC_PER_SEC /* for who has connected and not asked yet */
#define SWEEP_TIME 1000               /* milliseconds between looks at the deadlines */
#define CONNECTION_MEMORY 12288       /* libmicrohttpd clears it after each request; half of it is for the header */

typedef struct
{
  GList link; /* in listener->connections; data: this */
  struct MHD_Connection *connection;
  gint64 deadline;   /* monotonic */
  gint64 begun;      /* when the request's header was there */
  guint64 received;  /* bytes of the connection, as seen while it rested; 0: it does not rest, or was not looked at */
  guint requests;    /* so far */
  gboolean rests;    /* between requests */
  Exchange exchange; /* the request that is under way, if there is one */
} Client;

struct _Listener
{
  struct MHD_Daemon *daemon;
  Store *store;
  ExchangePlace place;
  const ListenerShare *share;
  Metrics metrics;
  GQueue connections; /* of Client */
  unsigned active;    /* requests between their first line and their last byte */
  unsigned fresh;     /* connections that have not asked for anything yet */
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

static const struct sockaddr *
address_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
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
      listener->fresh++;
      metrics_add (&listener->metrics.connections, 1);
      metrics_add (&listener->metrics.open, 1);
      client->link.data = client;
      client->connection = connection;
      client->deadline = g_get_monotonic_time () + HEADER_TIME;
      g_queue_push_tail_link (&listener->connections, &client->link);
    }
  else if (client != NULL)
    {
      g_queue_unlink (&listener->connections, &client->link);
      listener->fresh -= client->requests == 0;
      peers_leave (listener->share->peers, address_of (connection));
      metrics_add (&listener->metrics.open, (guint64)-1);
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
  client->deadline = MIN (client->deadline, g_get_monotonic_time () + HEADER_TIME);
  client->rests = FALSE;
  exchange_begin (&client->exchange, target);
  listener->fresh -= client->requests == 0;
  client->exchange.last = ++client->requests >= MOST_REQUESTS || listener->socket < 0;
  return &client->exchange;
}

static enum MHD_Result
on_request (void *data, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
            const char *upload, size_t *upload_size, void **context)
{
  Listener *listener = data;
  Client *client = client_of (connection);

  (void)url, (void)upload, (void)context;
  gint64 now = g_get_monotonic_time ();
  if (client->begun == 0)
    client->begun = now;
  enum MHD_Result result =
      exchange_step (&client->exchange, &listener->place, connection, method, version, upload_size);
  const Sent *sent = &client->exchange.sent;
  if (sent->status != 0)
    {
      metrics_answered (&listener->metrics, sent->status, sent->bytes, g_get_monotonic_time () - client->begun);
      client->deadline = now + SENDING_TIME + (gint64)(sent->bytes / LEAST_RATE) * G_USEC_PER_SEC;
    }
  return result;
}

static void
on_completed (void *data, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
  Listener *listener = data;
  Client *client = client_of (connection);

  (void)code;
  if (*context == NULL)
    return;
  if (client->exchange.sent.status == 0)
    metrics_add (&listener->metrics.requests[0], 1);
  else if (listener->share->log != NULL)
    access_log_write (listener->share->log, &client->exchange, address_of (connection));
  exchange_end (&client->exchange);
  *context = NULL;
  listener->active--;
  client->begun = 0;
  client->received = 0;
  client->rests = TRUE;
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
listener_new (const FrontOptions *options, const ListenerShare *share, int socket, unsigned limit, GError **error)
{
  Store *store = store_open (options->record, STORE_FRONT, error);
  if (store == NULL)
    return NULL;

  Listener *listener = g_new0 (Listener, 1);
  Site *site = site_new (share->parts, store);
  g_queue_init (&listener->connections);
  listener->store = store;
  listener->share = share;
  listener->place = (ExchangePlace){
    site, hosts_new (site, options->office), share->cache, &listener->metrics, options->office, options->clock_offset
  };
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

Metrics *
listener_metrics (Listener *listener)
{
  return &listener->metrics;
}

/* A connection that rests may have begun a header and be dripping it: libmicrohttpd does not say, but the system
 * knows how many bytes came. From when that is seen, the header has its time. */
static void
look_for_drip (Client *client, int fd, gint64 now)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    return;
  if (client->received == 0)
    client->received = info.tcpi_bytes_received + 1;
  else if (client->received != info.tcpi_bytes_received + 1)
    {
      client->rests = FALSE;
      client->deadline = MIN (client->deadline, now + HEADER_TIME);
    }
}

static void
cut_off_slow (Listener *listener)
{
  gint64 now = g_get_monotonic_time ();

  for (GList *link = listener->connections.head; link != NULL; link = link->next)
    {
      Client *client = link->data;
      int fd = MHD_get_connection_info (client->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
      if (client->rests)
        look_for_drip (client, fd, now);
      if (client->deadline > now)
        continue;
      shutdown (fd, SHUT_RDWR);
      metrics_add (&listener->metrics.slow, 1);
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
welcome (Listener *listener, int fd, const struct sockaddr *address, socklen_t size)
{
  if (!peers_enter (listener->share->peers, address))
    {
      metrics_add (&listener->metrics.refused, 1);
      close (fd);
    }
  else if (MHD_add_connection (listener->daemon, fd, address, size) != MHD_YES) /* it has closed it */
    peers_leave (listener->share->peers, address);
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
        welcome (listener, fd, (struct sockaddr *)&address, size);
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
  gint64 now = g_get_monotonic_time (), end = now + FINISH_TIME, last_call = now + LAST_CALL_TIME;
  uint64_t told;

  if (read (listener->stop, &told, sizeof told) < 0 && errno != EAGAIN)
    return;
  take_in (listener); /* who knocked before */
  close (listener->socket);
  listener->socket = -1;
  do
    {
      turn (listener, 20);
      now = g_get_monotonic_time ();
    }
  while ((listener->active > 0 && now < end) || (listener->fresh > 0 && now < last_call));
}

void
listener_run (Listener *listener)
{
  gint64 swept = g_get_monotonic_time ();

  while (!turn (listener, SWEEP_TIME))
    if (g_get_monotonic_time () - swept >= SWEEP_TIME * 1000)
      {
        cut_off_slow (listener);
        if (listener->share->log != NULL)
          access_log_flush (listener->share->log);
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
  hosts_free (listener->place.hosts);
  site_free (listener->place.site);
  store_close (listener->store);
  close (listener->stop);
  if (listener->socket >= 0)
    close (listener->socket);
  g_free (listener);
}

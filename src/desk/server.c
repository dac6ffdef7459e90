/* One thread and one daemon of libmicrohttpd (serving.h): requests come to the pages one by one. */
#include "desk/server.h"

#include "desk/place.h"
#include "desk/reading_in.h"
#include "desk/public/recover.h"
#include "serving/serving.h"

#include <glib.h>
#include <microhttpd.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define MOST_BYTES (4 << 20) /* of a form: a text of a hundred thousand words, percent-encoded in any script */
#define MOST_WITH_FILES ((gsize)72 << 20)
#define MOST_UNDER_WAY ((gsize)200 << 20) /* of all requests with files together */
#define MOST_OF_STRANGERS 65536
#define HEADER_BYTES 32768
#define PIECE_BYTES 16384
#define REQUEST_TIME (30 * G_USEC_PER_SEC)
#define FILE_TIME (15 * 60 * G_USEC_PER_SEC) /* for 72 MB by a slow line */
#define IDLE_TIME 60                         /* seconds */
#define MOST_CONNECTIONS 512
#define MOST_OF_ONE 64 /* from one address */
#define MOST_AT_DOOR 32
#define MOST_ASIDE 16

typedef struct
{
  Visitor visitor;
  GString *body;  /* of the request that is under way, or NULL */
  gsize most;     /* bytes that it may have */
  gsize reserved; /* of what all may have under way */
  gboolean too_large;
  gboolean unheard; /* the body is not kept: it is much, and nobody known who sends it */
  char *query;
  struct _Server *server;
  Exchange *exchange;  /* at the door or aside, or NULL */
  gboolean asking;     /* there its password alone is tried: the page is still to be answered */
  Form *form, *fields; /* of the body, and of the query */
  char *place;
} Client;

struct _Server
{
  Desk *desk, *door, *aside;
  const Route *routes;
  void (*pass) (const Route *routes, Exchange *exchange);
  struct MHD_Daemon *daemon;
  Serving serving;
  GThreadPool *pool;   /* one thread: the door */
  GThreadPool *intake; /* one thread: files */
  gsize under_way;     /* bytes of requests with files, as they were announced */
  int closing;         /* atomic: nobody comes in any more */
  GThread *thread;     /* its own, of a server beside the desk's */
};

/* ---- Answers ---- */

/* What may be shown and where a form may be sent; neither script nor style stands within a page. */
#define POLICY                                                                                                       \
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "                    \
  "form-action 'self'; base-uri 'none'; "

/* A picture may bring a look of its own (an SVG of the record), and nothing more. */
#define FILE_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

static const char *
policy (const Exchange *exchange)
{
  if (exchange->is_file)
    return FILE_POLICY;
  if (exchange->outside)
    return "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action "
           "'none'; frame-ancestors 'none'";
  if (exchange->framed)
    return "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'; "
           "sandbox allow-same-origin";
  if (exchange->frames)
    return POLICY "frame-src 'self'; frame-ancestors 'none'";
  return POLICY "frame-ancestors 'none'";
}

static void
add_headers (const Exchange *exchange, struct MHD_Response *response)
{
  const char *const fixed[][2] = {
    { "Content-Security-Policy", policy (exchange) },
    { "Cache-Control", exchange->cached ? "private, max-age=31536000, immutable" : "no-store" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", exchange->framed ? "SAMEORIGIN" : "DENY" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
    { "X-Robots-Tag", exchange->outside ? "noindex, nofollow, noarchive, nosnippet" : "noindex" },
    { "Vary", "Cookie, Accept-Language" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    MHD_add_response_header (response, fixed[i][0], fixed[i][1]);
  if (exchange->type_sent != NULL)
    MHD_add_response_header (response, "Content-Type", exchange->type_sent);
  if (exchange->disposition != NULL)
    MHD_add_response_header (response, "Content-Disposition", exchange->disposition);
  if (exchange->location != NULL)
    MHD_add_response_header (response, "Location", exchange->location);
  if (exchange->download != NULL)
    {
      g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s\"", exchange->download);
      MHD_add_response_header (response, "Content-Disposition", disposition);
    }
  if (exchange->status == 405)
    MHD_add_response_header (response, "Allow", strcmp (exchange->method, "POST") == 0 ? "GET, HEAD" : "POST");
  for (guint i = 0; exchange->cookies != NULL && i < exchange->cookies->len; i++)
    MHD_add_response_header (response, "Set-Cookie", exchange->cookies->pdata[i]);
}

static void
drop_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

typedef struct
{
  Pieces *pieces;
  GString *piece; /* what is made and not sent */
  PiecesState state;
} Sending;

static void
sending_free (void *data)
{
  Sending *sending = data;
  pieces_free (sending->pieces);
  g_string_free (sending->piece, TRUE);
  g_free (sending);
}

static ssize_t
send_piece (void *data, uint64_t position, char *buffer, size_t size)
{
  Sending *sending = data;

  (void)position;
  while (sending->piece->len == 0 && sending->state == PIECES_MORE)
    sending->state = sending->pieces->next (sending->pieces->data, sending->piece);
  if (sending->state == PIECES_FAILED)
    return MHD_CONTENT_READER_END_WITH_ERROR;
  if (sending->piece->len == 0)
    return MHD_CONTENT_READER_END_OF_STREAM;
  gsize length = MIN (size, sending->piece->len);
  memcpy (buffer, sending->piece->str, length);
  g_string_erase (sending->piece, 0, (gssize)length);
  return (ssize_t)length;
}

static struct MHD_Response *
response_in_pieces (Exchange *exchange)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->pieces = g_steal_pointer (&exchange->pieces);
  sending->piece = g_string_new (NULL);
  sending->state = PIECES_MORE;
  return MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, PIECE_BYTES, send_piece, sending, sending_free);
}

static struct MHD_Response *
response_whole (const Exchange *exchange)
{
  gsize length = 0;
  const void *bytes = exchange->body != NULL ? g_bytes_get_data (exchange->body, &length) : NULL;

  if (bytes == NULL)
    return MHD_create_response_from_buffer (0, (void *)"", MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer_with_free_callback_cls (length, (void *)bytes, drop_bytes,
                                                                 g_bytes_ref (exchange->body));
}

static enum MHD_Result
send_answer (struct MHD_Connection *connection, Exchange *exchange)
{
  struct MHD_Response *response =
      exchange->pieces != NULL ? response_in_pieces (exchange) : response_whole (exchange);

  add_headers (exchange, response);
  enum MHD_Result queued = MHD_queue_response (connection, exchange->status, response);
  MHD_destroy_response (response);
  return queued;
}

/* Before there is an exchange. */
static enum MHD_Result
send_refusal (struct MHD_Connection *connection, unsigned status, const char *text)
{
  Exchange exchange = { .method = "", .status = status, .type_sent = "text/plain; charset=utf-8" };

  exchange.body = g_bytes_new_static (text, strlen (text));
  enum MHD_Result queued = send_answer (connection, &exchange);
  exchange_clear (&exchange);
  return queued;
}

/* ---- A request ---- */

static const char *
field (struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value (connection, MHD_HEADER_KIND, name);
}

static gboolean
is_of_type (const Exchange *exchange, const char *type)
{
  gsize length = strlen (type);

  return exchange->type != NULL && g_ascii_strncasecmp (exchange->type, type, length) == 0
         && (exchange->type[length] == '\0' || exchange->type[length] == ';');
}

/* A form as browsers send it, and nothing else; with files only where there is a place for them. */
static Form *
read_form (Client *client, const Exchange *exchange)
{
  if (is_of_type (exchange, "application/x-www-form-urlencoded"))
    return form_parse (client->body->str, client->body->len);
  if (!is_of_type (exchange, "multipart/form-data")
      || !gate_takes_files (client->server->routes, exchange->method, exchange->path))
    return NULL;
  g_autoptr (GBytes) body = g_string_free_to_bytes (g_steal_pointer (&client->body));
  return form_parse_parts (body, exchange->type);
}

static void
forget_request (Client *client)
{
  if (client->exchange != NULL)
    exchange_clear (client->exchange);
  g_clear_pointer (&client->exchange, g_free);
  g_clear_pointer (&client->form, form_free);
  g_clear_pointer (&client->fields, form_free);
  g_clear_pointer (&client->place, g_free);
}

/* FALSE: the address cannot be read. */
static gboolean
read_request (Client *client, const char *path, const char *method)
{
  struct MHD_Connection *connection = client->visitor.connection;
  Exchange *exchange = client->exchange = g_new0 (Exchange, 1);

  client->place = place_of (connection, client->server->desk->options->address != NULL);
  *exchange = (Exchange){ .desk = client->server->desk,
                          .method = method,
                          .path = path,
                          .host = field (connection, "Host"),
                          .origin = field (connection, "Origin"),
                          .fetch_site = field (connection, "Sec-Fetch-Site"),
                          .cookie = field (connection, "Cookie"),
                          .agent = field (connection, "User-Agent"),
                          .accept_language = field (connection, "Accept-Language"),
                          .type = field (connection, "Content-Type"),
                          .place = client->place,
                          .now = g_get_real_time () };
  exchange->form = client->form = read_form (client, exchange);
  exchange->query = client->fields = form_parse (client->query, strlen (client->query));
  return client->fields != NULL;
}

static enum MHD_Result
conclude (Client *client)
{
  enum MHD_Result queued = send_answer (client->visitor.connection, client->exchange);
  forget_request (client);
  return queued;
}

/* In another thread. What the request points to stays while it is suspended. */
static void
answer_elsewhere (gpointer data, gpointer desk)
{
  Client *client = data;
  const Server *server = client->server; /* which outlasts the client */

  if (g_atomic_int_get (&client->server->closing))
    client->exchange->status = 503;
  else if (client->asking)
    gate_try_password (client->server->door, client->exchange);
  else
    {
      client->exchange->desk = desk;
      client->server->pass (client->server->routes, client->exchange);
    }
  MHD_resume_connection (client->visitor.connection);
  serving_wake (&server->serving);
}

static enum MHD_Result
wait_elsewhere (Client *client, GThreadPool *pool, guint most)
{
  if (g_thread_pool_unprocessed (pool) >= most)
    {
      forget_request (client);
      return send_refusal (client->visitor.connection, 503, "Too many want that at once. Try again in a minute.\n");
    }
  MHD_suspend_connection (client->visitor.connection);
  g_thread_pool_push (pool, client, NULL);
  return MHD_YES;
}

static enum MHD_Result
answer_page (Client *client)
{
  if (client->exchange->status == 0)
    {
      desk_mend (client->server->desk, client->exchange->now);
      client->server->pass (client->server->routes, client->exchange);
    }
  return conclude (client);
}

/* What brings files is answered aside, whatever else it brings: pictures take their time. */
static enum MHD_Result
answer_read (Client *client)
{
  if (client->exchange->status == 0 && client->form != NULL && form_count_files (client->form) > 0)
    return wait_elsewhere (client, client->server->intake, MOST_ASIDE);
  return answer_page (client);
}

/* Once, and again when its password was tried, or it was answered elsewhere. */
static enum MHD_Result
answer_client (Client *client, const char *path, const char *method)
{
  if (client->exchange != NULL && client->asking)
    {
      client->asking = FALSE;
      return answer_read (client);
    }
  if (client->exchange != NULL)
    return answer_page (client);
  if (!read_request (client, path, method))
    {
      forget_request (client);
      return send_refusal (client->visitor.connection, 400, "The address cannot be read.\n");
    }
  client->asking = gate_brings_password (client->server->routes, client->exchange);
  if (client->asking || gate_is_at_door (client->server->routes, method, path))
    return wait_elsewhere (client, client->server->pool, MOST_AT_DOOR);
  return answer_read (client);
}

/* 0: the body may come, of so many BYTES. */
static unsigned
refusal_of_header (struct MHD_Connection *connection, gsize most, guint64 *bytes)
{
  const char *length = field (connection, "Content-Length");

  *bytes = 0;
  if (field (connection, "Transfer-Encoding") != NULL)
    return 411;
  if (length == NULL)
    return 0;
  return g_ascii_string_to_unsigned (length, 10, 0, most, bytes, NULL) ? 0 : 413;
}

/* Whoever brings files is given room and time for them, if there is any. */
static gboolean
make_room (Client *client, gsize bytes)
{
  Server *server = client->server;

  if (bytes <= MOST_BYTES || client->unheard)
    return TRUE;
  if (bytes > MOST_UNDER_WAY - server->under_way)
    return FALSE;
  client->reserved = bytes;
  server->under_way += bytes;
  client->visitor.deadline = g_get_monotonic_time () + FILE_TIME;
  return TRUE;
}

/* An answer to a header alone ends the connection, so the body need not be read. */
static enum MHD_Result
begin_request (Client *client, const char *path, const char *method)
{
  struct MHD_Connection *connection = client->visitor.connection;
  guint64 bytes;

  client->most = gate_takes_files (client->server->routes, method, path) ? MOST_WITH_FILES : MOST_BYTES;
  unsigned refusal = refusal_of_header (connection, client->most, &bytes);
  client->too_large = FALSE;
  client->unheard = bytes > MOST_OF_STRANGERS
                    && !gate_knows (client->server->desk, field (connection, "Host"), field (connection, "Cookie"));
  if (refusal == 0 && !make_room (client, bytes))
    refusal = 503;
  client->body = g_string_sized_new (client->unheard || refusal != 0 ? 0 : bytes);
  return refusal == 0
             ? MHD_YES
             : send_refusal (connection, refusal,
                             "The request is too large, or of no certain length, or there is no room for it now.\n");
}

static enum MHD_Result
on_request (void *data, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
            const char *bytes, size_t *size, void **context)
{
  Client *client = visitor_of (connection);

  (void)version, (void)data;
  if (*context == NULL)
    {
      *context = client;
      return begin_request (client, path, method);
    }
  if (*size == 0)
    return client->too_large ? send_refusal (connection, 413, "The request is too large.\n")
                             : answer_client (client, path, method);
  client->too_large = client->too_large || *size > client->most - client->body->len;
  if (!client->too_large && !client->unheard)
    g_string_append_len (client->body, bytes, (gssize)*size);
  *size = 0;
  return MHD_YES;
}

static void *
on_target (void *data, const char *target, struct MHD_Connection *connection)
{
  const Server *server = data;
  Client *client = visitor_of (connection);
  const char *query = strchr (target, '?');

  visitor_asks (&server->serving, &client->visitor);
  g_free (client->query);
  client->query = g_strdup (query != NULL ? query + 1 : "");
  return NULL;
}

static void
drop_body (Client *client)
{
  if (client->body != NULL)
    g_string_free (g_steal_pointer (&client->body), TRUE);
  g_clear_pointer (&client->query, g_free);
  client->server->under_way -= client->reserved;
  client->reserved = 0;
  forget_request (client);
}

static void
on_completed (void *data, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
  const Server *server = data;
  Client *client = visitor_of (connection);

  (void)code;
  *context = NULL;
  drop_body (client);
  visitor_rests (&server->serving, &client->visitor);
}

static void
on_connection (void *data, struct MHD_Connection *connection, void **context,
               enum MHD_ConnectionNotificationCode code)
{
  Server *server = data;
  Client *client = *context;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      *context = client = g_new0 (Client, 1);
      client->server = server;
      visitor_come (&server->serving, &client->visitor, connection);
      return;
    }
  visitor_go (&server->serving, &client->visitor);
  drop_body (client);
  g_free (client);
}

/* ---- Running ---- */

static gboolean
start_daemon (Server *server, int socket, GError **error)
{
  server->daemon = MHD_start_daemon (
      MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, socket,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
      server->desk->options->address != NULL ? 0 : (unsigned)MOST_OF_ONE, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned)IDLE_TIME, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES, MHD_OPTION_NOTIFY_CONNECTION,
      on_connection, server, MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_NOTIFY_COMPLETED,
      on_completed, server, MHD_OPTION_END);
  if (server->daemon == NULL)
    g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_SYSTEM, "the desk's listener could not be started");
  return server->daemon != NULL;
}

/* Who is at the door is sent away, but for the one whose turn it is. */
static void
stop (Server *server)
{
  g_atomic_int_set (&server->closing, TRUE);
  g_thread_pool_free (server->pool, FALSE, TRUE);
  g_thread_pool_free (server->intake, FALSE, TRUE);
  MHD_run (server->daemon);
  MHD_stop_daemon (server->daemon);
}

gboolean
server_run (const ServerDesks *desks, const Route *routes, int ready, GError **error)
{
  Server server = { .desk = desks->own,
                    .door = desks->door,
                    .aside = desks->aside,
                    .routes = routes,
                    .pass = gate_pass,
                    .serving = { .request_time = REQUEST_TIME,
                                 .idle_time = IDLE_TIME * G_USEC_PER_SEC,
                                 .besides = reading_in_step,
                                 .data = desks->own } };

  serving_begin (&server.serving);
  serving_stop_at (SIGTERM);
  signal (SIGINT, SIG_IGN);
  signal (SIGUSR1, SIG_IGN);
  server.pool = g_thread_pool_new (answer_elsewhere, server.door, 1, TRUE, error);
  server.intake = server.pool != NULL ? g_thread_pool_new (answer_elsewhere, server.aside, 1, TRUE, error) : NULL;
  if (server.intake == NULL || !start_daemon (&server, server.desk->options->socket, error))
    return FALSE;
  if (write (ready, "r", 1) == 1)
    close (ready);
  serving_run (&server.serving, server.daemon);
  stop (&server);
  return TRUE;
}

/* ---- Beside the desk ---- */

static gpointer
run_beside (gpointer data)
{
  Server *server = data;

  serving_run (&server->serving, server->daemon);
  MHD_stop_daemon (server->daemon);
  return NULL;
}

Server *
server_start_outside (Desk *desk, const Route *routes, GError **error)
{
  Server *server = g_new0 (Server, 1);

  *server = (Server){ .desk = desk,
                      .routes = routes,
                      .pass = gate_pass_outside,
                      .serving = { .request_time = REQUEST_TIME, .idle_time = IDLE_TIME * G_USEC_PER_SEC } };
  serving_begin (&server->serving);
  serving_stop_at (SIGTERM);
  if (!start_daemon (server, desk->options->socket, error))
    {
      g_free (server);
      return NULL;
    }
  server->thread = g_thread_new ("press", run_beside, server);
  return server;
}

void
server_join (Server *server)
{
  g_thread_join (server->thread);
  g_free (server);
}

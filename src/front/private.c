/* What only the operator may ask.
 *
 * A few requests a minute: libmicrohttpd's own thread serves them. */
#include "front/private.h"

#include "front/front.h"

#include <microhttpd.h>
#include <string.h>

#define MOST_CONNECTIONS 16
#define TIME_OUT 10 /* seconds */

struct _Private
{
  struct MHD_Daemon *daemon;
  GPtrArray *metrics;
  Cache *cache;
};

static enum MHD_Result
send_text (struct MHD_Connection *connection, unsigned status, char *text)
{
  struct MHD_Response *response = MHD_create_response_from_buffer (strlen (text), text, MHD_RESPMEM_MUST_COPY);

  MHD_add_response_header (response, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  enum MHD_Result result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  g_free (text);
  return result;
}

static enum MHD_Result
on_request (void *data, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
            const char *upload, size_t *upload_size, void **context)
{
  const Private *private = data;

  (void)version, (void)upload, (void)upload_size, (void)context;
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return send_text (connection, MHD_HTTP_METHOD_NOT_ALLOWED, g_strdup ("Only GET and HEAD are answered here.\n"));
  if (strcmp (url, "/metrics") == 0)
    return send_text (connection, MHD_HTTP_OK, metrics_text (private->metrics, private->cache));
  if (strcmp (url, "/healthz") == 0)
    return send_text (connection, MHD_HTTP_OK, g_strdup ("ok\n"));
  return send_text (connection, MHD_HTTP_NOT_FOUND, g_strdup ("There are /metrics and /healthz.\n"));
}

Private *
private_new (int socket, GPtrArray *metrics, Cache *cache, GError **error)
{
  Private *private = g_new0 (Private, 1);
  private->metrics = metrics;
  private->cache = cache;
  private->daemon = MHD_start_daemon (MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, private,
                                      MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_CONNECTION_LIMIT, MOST_CONNECTIONS,
                                      MHD_OPTION_CONNECTION_TIMEOUT, TIME_OUT, MHD_OPTION_END);
  if (private->daemon != NULL)
    return private;
  g_set_error (error, FRONT_ERROR, FRONT_ERROR_START, "the private listener could not be started");
  g_free (private);
  return NULL;
}

void
private_free (Private *private)
{
  MHD_stop_daemon (private->daemon);
  g_free (private);
}

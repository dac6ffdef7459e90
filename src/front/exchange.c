/* One request and its answer.
 *
 * libmicrohttpd calls once when the header is complete, and again when the body is. A response queued at the first
 * call closes the connection: that is where requests are refused that could be read in two ways (RFC 9112
 * section 6.3), or that bring a body, for which nothing here has a use. */
#include "front/exchange.h"

#include "front/reply.h"
#include "front/target.h"

#include <stdio.h>
#include <string.h>

struct _Exchange
{
  Target *target;  /* NULL: it cannot be read */
  const char *end; /* where the target ends, to be compared and nothing else */
  gboolean begun;
};

Exchange *
exchange_new (const char *target)
{
  Exchange *exchange = g_new0 (Exchange, 1);
  exchange->target = target_parse (target);
  exchange->end = target + strlen (target);
  return exchange;
}

void
exchange_free (Exchange *exchange)
{
  g_clear_pointer (&exchange->target, target_free);
  g_free (exchange);
}

static const char *
field (struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value (connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result
send_reply (struct MHD_Connection *connection, unsigned status, struct MHD_Response *response)
{
  enum MHD_Result result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return result;
}

static enum MHD_Result
refuse (struct MHD_Connection *connection, unsigned status, const char *text)
{
  struct MHD_Response *response = reply_plain (text);

  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header (response, "Allow", "GET, HEAD");
  return send_reply (connection, status, response);
}

typedef struct
{
  unsigned hosts, lengths, encodings;
} FieldCount;

static enum MHD_Result
count_field (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  FieldCount *count = data;

  (void)kind;
  (void)value;
  count->hosts += g_ascii_strcasecmp (name, "Host") == 0;
  count->lengths += g_ascii_strcasecmp (name, "Content-Length") == 0;
  count->encodings += g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;
  return MHD_YES;
}

static gboolean
has_body (struct MHD_Connection *connection, const FieldCount *count)
{
  const char *length = field (connection, "Content-Length");
  return count->encodings > 0 || (length != NULL && strcmp (length, "0") != 0);
}

/* libmicrohttpd ends the target in place, before the version. A NUL that came over the wire ends it earlier, and
 * would hide the rest. */
static gboolean
is_whole (const Exchange *exchange, const char *version)
{
  return exchange->target != NULL && version == exchange->end + 1;
}

/* What must close the connection; 0: nothing. */
static unsigned
reason_to_close (const Exchange *exchange, struct MHD_Connection *connection, const char *version)
{
  FieldCount count = { 0 };

  MHD_get_connection_values (connection, MHD_HEADER_KIND, count_field, &count);
  if (!is_whole (exchange, version) || !g_str_has_prefix (version, "HTTP/1.") || count.hosts > 1 || count.lengths > 1
      || (count.lengths > 0 && count.encodings > 0)
      || (count.hosts == 0 && strcmp (version, MHD_HTTP_VERSION_1_1) == 0))
    return MHD_HTTP_BAD_REQUEST;
  return has_body (connection, &count) ? MHD_HTTP_CONTENT_TOO_LARGE : 0;
}

/* Tells the operator what the visitor is only given a number for. Transfer full. */
static char *
say_failure (const char *path, const GError *error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  char *id = g_strndup (uuid, 8);

  fprintf (stderr, "%s %s 500 %s: %s\n", time, id, path, error->message);
  return id;
}

/* The fields that choose among answers. Each may come in several lines, which mean one list (RFC 9110
 * section 5.3). */
enum
{
  ACCEPT,
  ACCEPT_LANGUAGE,
  ACCEPT_ENCODING,
  IF_NONE_MATCH,
  LISTS
};

static const char *const list_names[LISTS] = { "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match" };

typedef struct
{
  const char *values[LISTS];
  char *joined[LISTS]; /* owned, where there were several lines */
} Lists;

static enum MHD_Result
gather_list (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  Lists *lists = data;

  (void)kind;
  for (int i = 0; i < LISTS && value != NULL; i++)
    if (g_ascii_strcasecmp (name, list_names[i]) == 0)
      {
        char *joined = lists->values[i] != NULL ? g_strjoin (", ", lists->values[i], value, NULL) : NULL;
        g_free (lists->joined[i]);
        lists->joined[i] = joined;
        lists->values[i] = joined != NULL ? joined : value;
      }
  return MHD_YES;
}

static void
lists_clear (Lists *lists)
{
  for (int i = 0; i < LISTS; i++)
    g_free (lists->joined[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, lists_clear)

static enum MHD_Result
answer (const Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection, const char *method,
        const char *host)
{
  Instant now = g_get_real_time () + place->clock_offset;
  g_auto (Lists) lists = { 0 };
  MHD_get_connection_values (connection, MHD_HEADER_KIND, gather_list, &lists);
  Request request = { .host = host,
                      .office = place->office,
                      .path = exchange->target->path,
                      .query = exchange->target->query,
                      .accept = lists.values[ACCEPT],
                      .accept_language = lists.values[ACCEPT_LANGUAGE] };
  ReplyRequest reply = { .accept_encoding = lists.values[ACCEPT_ENCODING],
                         .if_none_match = lists.values[IF_NONE_MATCH],
                         .range = strcmp (method, "GET") == 0 ? field (connection, "Range") : NULL,
                         .if_range = field (connection, "If-Range"),
                         .now = now };
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) made = site_answer (place->site, &request, now, &error);
  g_autofree char *id = error != NULL ? say_failure (exchange->target->path, error) : NULL;
  unsigned status;

  struct MHD_Response *response = reply_make (made, &reply, &status);
  if (id != NULL)
    MHD_add_response_header (response, "X-Request-Id", id);
  return send_reply (connection, status, response);
}

enum MHD_Result
exchange_step (Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection, const char *method,
               const char *version, gsize *upload_size)
{
  if (!exchange->begun)
    {
      exchange->begun = TRUE;
      unsigned status = reason_to_close (exchange, connection, version);
      if (status == MHD_HTTP_CONTENT_TOO_LARGE && strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
        status = MHD_HTTP_METHOD_NOT_ALLOWED;
      return status == 0 ? MHD_YES : refuse (connection, status, "This request cannot be answered.\n");
    }
  if (*upload_size > 0)
    return MHD_NO;
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return refuse (connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");

  const char *sent = field (connection, "Host");
  g_autofree char *host = exchange->target->host != NULL ? g_strdup (exchange->target->host) : host_parse (sent);
  if (host == NULL && sent != NULL && *sent != '\0')
    return refuse (connection, MHD_HTTP_BAD_REQUEST, "This is no host name.\n");
  return answer (exchange, place, connection, method, host);
}

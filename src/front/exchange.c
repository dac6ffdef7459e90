/* One request and its answer.
 *
 * libmicrohttpd calls once when the header is complete, and again when the body is. A response queued at the first
 * call closes the connection: that is where requests are refused that could be read in two ways (RFC 9112
 * section 6.3), or that bring a body, for which nothing here has a use. */
#include "front/exchange.h"

#include "front/target.h"

#include <stdio.h>
#include <string.h>

#define FORM_OF_VIEW 4 /* beside the coding in a key's form */

void
exchange_begin (Exchange *exchange, const char *target)
{
  gsize length = strlen (target);

  exchange->target = length < sizeof exchange->room ? exchange->room : g_malloc (length + 1);
  memcpy (exchange->target, target, length + 1);
  exchange->end = target + length;
  exchange->query = NULL;
  exchange->begun = FALSE;
  exchange->method = exchange->version = "";
  exchange->sent = (Sent){ 0 };
  memset (&exchange->fields, 0, sizeof exchange->fields);
}

void
exchange_end (Exchange *exchange)
{
  request_fields_clear (&exchange->fields);
  if (exchange->target != exchange->room)
    g_free (exchange->target);
  exchange->target = NULL;
}

/* ---- Without the site ---- */

static enum MHD_Result
plain (Exchange *exchange, struct MHD_Connection *connection, unsigned status, const char *text)
{
  struct MHD_Response *response = reply_plain (text);

  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header (response, "Allow", "GET, HEAD");
  exchange->sent = (Sent){ status, strlen (text) };
  enum MHD_Result result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return result;
}

static gboolean
has_body (const Fields *fields)
{
  const char *length = fields->values[FIELD_CONTENT_LENGTH];
  return fields->counts[FIELD_TRANSFER_ENCODING] > 0 || (length != NULL && strcmp (length, "0") != 0);
}

/* libmicrohttpd ends the target in place, before the version, and the version in the place of a CR and a LF. A NUL
 * that came over the wire ends them earlier, and would hide the rest. */
static gboolean
is_whole (const Exchange *exchange, const char *version)
{
  return version == exchange->end + 1 && version[strlen (version) + 1] == '\0';
}

/* What must close the connection; 0: nothing. */
static unsigned
reason_to_close (const Exchange *exchange, const char *method, const char *version)
{
  const Fields *fields = &exchange->fields;
  guint8 lengths = fields->counts[FIELD_CONTENT_LENGTH], encodings = fields->counts[FIELD_TRANSFER_ENCODING];

  if (fields->malformed || !is_whole (exchange, version) || !target_is_printable (exchange->target)
      || !g_str_has_prefix (version, "HTTP/1.") || fields->counts[FIELD_HOST] > 1 || lengths > 1
      || (lengths > 0 && encodings > 0)
      || (fields->counts[FIELD_HOST] == 0 && strcmp (version, MHD_HTTP_VERSION_1_1) == 0))
    return MHD_HTTP_BAD_REQUEST;
  if (!has_body (fields))
    return 0;
  return strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0 ? MHD_HTTP_CONTENT_TOO_LARGE
                                                                     : MHD_HTTP_METHOD_NOT_ALLOWED;
}

/* ---- Building ---- */

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

static Answer *
build (const Exchange *exchange, const ExchangePlace *place, const Target *target, Instant now, char **id)
{
  const Fields *fields = &exchange->fields;
  g_autofree char *host = target->host != NULL ? g_strdup (target->host) : host_parse (fields->values[FIELD_HOST]);
  Request request = { .host = host,
                      .office = place->office,
                      .path = target->path,
                      .query = target->query,
                      .accept = fields->values[FIELD_ACCEPT],
                      .accept_language = fields->values[FIELD_ACCEPT_LANGUAGE],
                      .accept_datetime = fields->values[FIELD_ACCEPT_DATETIME] };
  g_autoptr (GError) error = NULL;
  Answer *answer = site_answer (place->site, &request, now, &error);

  *id = error != NULL ? say_failure (target->path, error) : NULL;
  return answer;
}

static ReplyOptions
options_of (const Exchange *exchange, const ExchangePlace *place, Instant now)
{
  return (ReplyOptions){ .site = place->site,
                         .coding = negotiate_coding (exchange->fields.values[FIELD_ACCEPT_ENCODING]),
                         .effort = EFFORT_QUICK,
                         .now = now,
                         .clock_offset = place->clock_offset,
                         .last = exchange->last };
}

/* Made for this request alone. */
static enum MHD_Result
answer_once (Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection, gboolean part,
             Instant now)
{
  g_autoptr (Target) target = target_parse (exchange->target);
  const char *sent = exchange->fields.values[FIELD_HOST];
  g_autofree char *host = host_parse (sent);
  g_autofree char *id = NULL;
  if (target == NULL || (target->host == NULL && host == NULL && sent != NULL && *sent != '\0'))
    return plain (exchange, connection, MHD_HTTP_BAD_REQUEST, "This address or host name cannot be read.\n");

  Answer *answer = build (exchange, place, target, now, &id);
  ReplyOptions options = options_of (exchange, place, now);
  options.request_id = id;
  if (part)
    return reply_send_part (answer, &options, connection, &exchange->fields, &exchange->sent);
  g_autoptr (Reply) reply = reply_new (answer, &options);
  return reply_send (reply, connection, &exchange->fields, &exchange->sent);
}

/* What was sent before, if it is still the answer or can be made so: only the minute has changed, or it shall be
 * encoded better. NULL: it must be built. */
static Answer *
again (const ExchangePlace *place, const Reply *before, Instant now)
{
  g_autoptr (GBytes) text = before != NULL ? reply_text (before) : NULL;

  if (text == NULL)
    return NULL;
  return reply_holds (before, now) ? answer_again (reply_answer (before), text)
                                   : site_renew (place->site, reply_answer (before), text, now);
}

/* Made with TICKET, for this request and those to come. */
static Reply *
build_for_all (const Exchange *exchange, const ExchangePlace *place, CacheTicket *ticket, Instant now)
{
  g_autofree char *id = NULL;
  Answer *answer = again (place, cache_ticket_before (ticket), now);
  if (answer != NULL)
    metrics_add (&place->metrics->renewals, 1);
  else
    {
      g_autoptr (Target) target = target_parse (exchange->target);
      answer = build (exchange, place, target, now, &id);
    }
  ReplyOptions options = options_of (exchange, place, now);

  options.request_id = id;
  if (cache_ticket_popular (ticket))
    options.effort = EFFORT_GOOD;
  gboolean keep = answer->shared;
  Reply *reply = reply_new (answer, &options);
  cache_give (ticket, keep ? reply : NULL);
  return reply;
}

/* ---- Answering ---- */

/* Whether the target is a plain path and names no other host. A query that makes no difference is cut off. */
static gboolean
is_plain (Exchange *exchange)
{
  char *query = strchr (exchange->target, '?');

  if (*exchange->target != '/')
    return FALSE;
  if (query == NULL)
    return TRUE;
  *query = '\0';
  if (site_reads_query (exchange->target))
    *query = '?';
  else
    exchange->query = query + 1;
  return TRUE;
}

static enum MHD_Result
answer (Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection, gboolean get)
{
  const Fields *fields = &exchange->fields;
  Instant now = g_get_real_time () + place->clock_offset;
  gboolean part = get && fields->values[FIELD_RANGE] != NULL;
  const char *office =
      !part && !exchange->last && is_plain (exchange)
          ? hosts_office (place->hosts, fields->values[FIELD_HOST], cache_generation (place->cache), now)
          : NULL;
  CacheTicket *ticket;
  if (office == NULL)
    return answer_once (exchange, place, connection, part, now);

  CacheKey key = { office, exchange->target,
                   negotiate_coding (fields->values[FIELD_ACCEPT_ENCODING])
                       | (site_wants_view (fields->values[FIELD_ACCEPT]) ? FORM_OF_VIEW : 0) };
  g_autoptr (Reply) reply = cache_take (place->cache, &key, now, &ticket);
  if (reply == NULL)
    reply = build_for_all (exchange, place, ticket, now);
  return reply_send (reply, connection, fields, &exchange->sent);
}

enum MHD_Result
exchange_step (Exchange *exchange, const ExchangePlace *place, struct MHD_Connection *connection, const char *method,
               const char *version, gsize *upload_size)
{
  gboolean get = strcmp (method, "GET") == 0;

  if (!exchange->begun)
    {
      exchange->begun = TRUE;
      exchange->method = method;
      exchange->version = version;
      request_fields_read (&exchange->fields, connection);
      unsigned status = reason_to_close (exchange, method, version);
      return status == 0 ? MHD_YES : plain (exchange, connection, status, "This request cannot be answered.\n");
    }
  if (*upload_size > 0)
    return MHD_NO;
  if (strcmp (exchange->target, "/healthz") == 0)
    return plain (exchange, connection, MHD_HTTP_OK, "ok\n");
  if (!get && strcmp (method, "HEAD") != 0)
    return plain (exchange, connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
  return answer (exchange, place, connection, get);
}

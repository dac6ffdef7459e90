/* A site's answer as an HTTP response.
 *
 * The strong ETag (RFC 9110 section 8.8.3) is the hash of the bytes that are sent. All headers are made once, with
 * the response: so how long it lasts is said by the instant at which it ends (Expires), which stays true whenever it
 * is sent. */
#include "front/reply.h"

#include <sodium.h>
#include <string.h>

#define LONGEST_LIFE (300 * INSTANT_SECOND) /* a correction must not wait longer in a cache that we cannot reach */
#define REVALIDATION 30                     /* seconds in which a cache may answer while it asks (RFC 5861) */
#define PIECE 65536                         /* bytes of a file that are read at a time */
#define ETAG_SIZE 25
#define OVERHEAD 2600 /* of a response and its headers, bytes */

#define PAGE_POLICY                                                                                                  \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "   \
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
#define MEDIA_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

struct _Reply
{
  gint references; /* atomic */
  struct MHD_Response *response;
  Answer *answer; /* its body is left to BODY */
  GBytes *body;   /* as it is sent; NULL: a file's */
  Coding coding;
  char etag[ETAG_SIZE];
  Instant from, until; /* may be sent */
  gboolean best;
};

static void
header (struct MHD_Response *response, const char *name, const char *value)
{
  if (MHD_add_response_header (response, name, value) != MHD_YES)
    g_warning ("the header %s could not be set", name);
}

static void
put_security (struct MHD_Response *response, const Answer *answer)
{
  gboolean page = g_str_has_prefix (answer->type, "text/html");
  gboolean media = answer->immutable && !g_str_has_prefix (answer->type, "text/css")
                   && !g_str_has_prefix (answer->type, "text/javascript");
  gboolean data = strstr (answer->type, "json") != NULL || strstr (answer->type, "xml;") != NULL
                  || g_str_has_prefix (answer->type, "text/plain")
                  || strcmp (answer->type, "application/octet-stream") == 0;

  header (response, "Content-Security-Policy",
          answer->policy != NULL ? answer->policy
          : media                ? MEDIA_POLICY
                                 : PAGE_POLICY);
  header (response, "X-Content-Type-Options", "nosniff");
  header (response, "Referrer-Policy", "strict-origin-when-cross-origin");
  header (response, "Cross-Origin-Resource-Policy", data || media ? "cross-origin" : "same-origin");
  if (data)
    header (response, "Access-Control-Allow-Origin", "*");
  if (!page)
    return;
  header (response, "Cross-Origin-Opener-Policy", "same-origin");
  header (response, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
  header (response, "X-Frame-Options", "DENY");
}

/* Whole seconds, of the real clock. */
static char *
http_date (Instant instant, gint64 clock_offset)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((instant - clock_offset) / INSTANT_SECOND);
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time));
}

/* A page that lasts long is sent as fresh for five minutes; one that ends sooner names its end. */
static gboolean
lasts (const Answer *answer, Instant now)
{
  return answer->expires - LONGEST_LIFE > now;
}

/* Until when the headers that are made NOW are true. */
static Instant
end_of (const Answer *answer, Instant now)
{
  if (answer->immutable || answer->expires == INSTANT_MAX)
    return INSTANT_MAX;
  return lasts (answer, now) ? answer->expires - LONGEST_LIFE : answer->expires;
}

#define TEXT_OF(number) G_STRINGIFY (number)

/* RFC 9111 sections 5.2.2 and 5.3. A cache that kept a 416 would give it to those who ask for the whole. */
static void
put_lifetime (struct MHD_Response *response, const Answer *answer, unsigned status, const ReplyOptions *options)
{
  if (status >= 500 || status == MHD_HTTP_RANGE_NOT_SATISFIABLE)
    header (response, "Cache-Control", "no-store");
  else if (answer->immutable)
    header (response, "Cache-Control", "public, max-age=31536000, immutable");
  else if (answer->memento != 0)
    header (response, "Cache-Control", "public, max-age=3600");
  else if (lasts (answer, options->now))
    header (response, "Cache-Control", "public, max-age=300, stale-while-revalidate=" TEXT_OF (REVALIDATION));
  else
    {
      g_autofree char *end = http_date (MAX (answer->expires, options->now), options->clock_offset);
      header (response, "Cache-Control",
              answer->brief ? "public" : "public, stale-while-revalidate=" TEXT_OF (REVALIDATION));
      header (response, "Expires", end);
    }
}

static void
put_variation (struct MHD_Response *response, const Answer *answer)
{
  g_autofree char *vary = g_strjoin (", ", answer->compress ? "Accept-Encoding" : answer->vary,
                                     answer->compress ? answer->vary : NULL, NULL);
  if (*vary != '\0')
    header (response, "Vary", vary);
}

static void
put_common (struct MHD_Response *response, const Answer *answer, const char *etag, unsigned status,
            const ReplyOptions *options)
{
  header (response, "ETag", etag);
  put_lifetime (response, answer, status, options);
  put_variation (response, answer);
  if (options->last)
    header (response, "Connection", "close");
  if (options->request_id != NULL)
    header (response, "X-Request-Id", options->request_id);
  put_security (response, answer);
  if (answer->immutable)
    header (response, "Accept-Ranges", "bytes");
}

static void
bytes_release (void *bytes)
{
  g_bytes_unref (bytes);
}

static struct MHD_Response *
response_of (GBytes *body)
{
  gsize size;
  const void *data = g_bytes_get_data (body, &size);
  return MHD_create_response_from_buffer_with_free_callback_cls (size, (void *)data, bytes_release,
                                                                 g_bytes_ref (body));
}

typedef struct
{
  Site *site;
  gint64 file;
  guint64 first;
} Stream;

static ssize_t
stream_read (void *data, uint64_t position, char *buffer, size_t most)
{
  const Stream *stream = data;
  g_autoptr (GError) error = NULL;

  if (site_read (stream->site, stream->file, stream->first + position, buffer, most, &error))
    return (ssize_t)most;
  g_warning ("%s", error->message);
  return MHD_CONTENT_READER_END_WITH_ERROR;
}

/* Of a file, as it is sent: a thread's own site reads it, so that this is for one request and no other. */
static struct MHD_Response *
response_of_file (const Answer *answer, Site *site, guint64 first, guint64 length)
{
  Stream *stream = g_new (Stream, 1);

  *stream = (Stream){ site, answer->file, first };
  return MHD_create_response_from_callback (length, PIECE, stream_read, stream, g_free);
}

/* Of the bytes that are sent (BLAKE2b, 128 bits); of a file as it is, its own digest. */
static void
put_etag (char etag[ETAG_SIZE], const Answer *answer, GBytes *encoded)
{
  guint8 hash[16];
  char hex[2 * sizeof hash + 1];
  gsize size = 0;
  const guint8 *bytes = encoded != NULL ? g_bytes_get_data (encoded, &size) : NULL;

  if (encoded != NULL)
    {
      crypto_generichash (hash, sizeof hash, bytes, size, NULL, 0);
      sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
    }
  g_snprintf (etag, ETAG_SIZE, "\"%.22s\"", encoded != NULL ? hex : answer->digest);
}

/* ---- The whole ---- */

/* RFC 7089 section 2.1.1. What is past is not to be found by searching: now is. */
static void
put_memento (struct MHD_Response *response, const Answer *answer)
{
  g_autofree char *date = instant_format_http (answer->memento);

  header (response, "Memento-Datetime", date);
  if (answer->content_location != NULL)
    header (response, "Content-Location", answer->content_location);
  header (response, "X-Robots-Tag", "noindex");
}

/* A name of the characters of addresses needs no other quoting (RFC 6266). */
static void
put_download (struct MHD_Response *response, const Answer *answer)
{
  g_autofree char *value = g_strdup_printf ("attachment; filename=\"%s\"", answer->download);
  header (response, "Content-Disposition", value);
}

static struct MHD_Response *
respond (const Reply *reply, const ReplyOptions *options)
{
  static const char *const codings[] = { [CODING_GZIP] = "gzip", [CODING_BROTLI] = "br" };
  const Answer *answer = reply->answer;
  struct MHD_Response *response =
      reply->body != NULL ? response_of (reply->body) : response_of_file (answer, options->site, 0, answer->size);

  header (response, "Content-Type", answer->type);
  if (reply->coding != CODING_IDENTITY)
    header (response, "Content-Encoding", codings[reply->coding]);
  if (answer->location != NULL)
    header (response, "Location", answer->location);
  if (answer->link != NULL)
    header (response, "Link", answer->link);
  if (answer->memento != 0)
    put_memento (response, answer);
  if (answer->download != NULL)
    put_download (response, answer);
  put_common (response, answer, reply->etag, answer->status, options);
  return response;
}

Reply *
reply_new (Answer *answer, const ReplyOptions *options)
{
  Effort effort = answer->constant ? EFFORT_BEST : options->effort;
  Reply *reply = g_new0 (Reply, 1);

  reply->references = 1;
  reply->answer = answer;
  reply->coding = CODING_IDENTITY;
  if (answer->compress)
    reply->body = encode_body (answer->body, options->coding, effort, &reply->coding);
  else if (answer->body != NULL)
    reply->body = g_bytes_ref (answer->body);
  g_clear_pointer (&answer->body, g_bytes_unref);
  put_etag (reply->etag, answer, reply->body);
  reply->from = options->now;
  reply->until = end_of (answer, options->now);
  reply->best = reply->coding == CODING_IDENTITY || effort > EFFORT_QUICK;
  reply->response = respond (reply, options);
  return reply;
}

Reply *
reply_ref (Reply *reply)
{
  g_atomic_int_inc (&reply->references);
  return reply;
}

void
reply_unref (Reply *reply)
{
  if (!g_atomic_int_dec_and_test (&reply->references))
    return;
  MHD_destroy_response (reply->response);
  g_clear_pointer (&reply->body, g_bytes_unref);
  answer_free (reply->answer);
  g_free (reply);
}

gboolean
reply_holds (const Reply *reply, Instant now)
{
  return reply->from <= now && now < reply->until;
}

gboolean
reply_is_constant (const Reply *reply)
{
  return reply->answer->constant;
}

gboolean
reply_is_absence (const Reply *reply)
{
  return reply->answer->status != MHD_HTTP_OK;
}

gboolean
reply_is_best (const Reply *reply)
{
  return reply->best;
}

static gsize
length_of (const Reply *reply)
{
  return reply->body != NULL ? g_bytes_get_size (reply->body) : reply->answer->size;
}

gsize
reply_size (const Reply *reply)
{
  return length_of (reply) + OVERHEAD;
}

const Answer *
reply_answer (const Reply *reply)
{
  return reply->answer;
}

GBytes *
reply_text (const Reply *reply)
{
  return decode_body (reply->body, reply->coding, reply->answer->size);
}

/* A 304 bears the headers of the 200 that it stands for; only its body is left away (RFC 9110 section 15.4.5). */
enum MHD_Result
reply_send (const Reply *reply, struct MHD_Connection *connection, const Fields *fields, Sent *sent)
{
  unsigned status = reply->answer->status;
  gboolean known = status == 200 && fields->values[FIELD_IF_NONE_MATCH] != NULL
                   && negotiate_none_match (fields->values[FIELD_IF_NONE_MATCH], reply->etag);

  *sent = known ? (Sent){ MHD_HTTP_NOT_MODIFIED, 0 } : (Sent){ status, length_of (reply) };
  return MHD_queue_response (connection, sent->status, reply->response);
}

/* ---- A part ---- */

static struct MHD_Response *
respond_part (const Answer *answer, Site *site, guint64 first, guint64 last)
{
  guint64 length = last - first + 1;
  g_autoptr (GBytes) part = answer->body != NULL ? g_bytes_new_from_bytes (answer->body, first, length) : NULL;
  g_autofree char *range = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                                            first, last, answer->size);
  struct MHD_Response *response = part != NULL ? response_of (part) : response_of_file (answer, site, first, length);

  header (response, "Content-Type", answer->type);
  header (response, "Content-Range", range);
  return response;
}

static struct MHD_Response *
respond_unsatisfiable (const Answer *answer)
{
  g_autofree char *range = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, answer->size);
  struct MHD_Response *response = MHD_create_response_from_buffer (0, NULL, MHD_RESPMEM_PERSISTENT);
  header (response, "Content-Range", range);
  return response;
}

/* What never changes is served in parts, unless it is encoded: pages are short. An If-Range that names other bytes
 * asks for the whole (RFC 9110 section 13.1.5); there are no dates to compare. */
static RangeResult
range_of (const Answer *answer, const ReplyOptions *options, const Fields *fields, const char *etag, guint64 *first,
          guint64 *last)
{
  const char *if_range = fields->values[FIELD_IF_RANGE];
  gboolean encoded = answer->compress && options->coding != CODING_IDENTITY;

  if (answer->status != 200 || !answer->immutable || encoded || (if_range != NULL && strcmp (if_range, etag) != 0)
      || negotiate_none_match (fields->values[FIELD_IF_NONE_MATCH], etag))
    return RANGE_NONE;
  return negotiate_range (fields->values[FIELD_RANGE], answer->size, first, last);
}

enum MHD_Result
reply_send_part (Answer *taken, const ReplyOptions *options, struct MHD_Connection *connection, const Fields *fields,
                 Sent *sent)
{
  g_autoptr (Answer) answer = taken;
  char etag[ETAG_SIZE];
  guint64 first, last;
  put_etag (etag, answer, answer->body);
  RangeResult range = range_of (answer, options, fields, etag, &first, &last);

  if (range == RANGE_NONE)
    {
      g_autoptr (Reply) whole = reply_new (g_steal_pointer (&answer), options);
      return reply_send (whole, connection, fields, sent);
    }
  struct MHD_Response *response =
      range == RANGE_PART ? respond_part (answer, options->site, first, last) : respond_unsatisfiable (answer);
  *sent = range == RANGE_PART ? (Sent){ MHD_HTTP_PARTIAL_CONTENT, last - first + 1 }
                              : (Sent){ MHD_HTTP_RANGE_NOT_SATISFIABLE, 0 };
  put_common (response, answer, etag, sent->status, options);
  enum MHD_Result result = MHD_queue_response (connection, sent->status, response);
  MHD_destroy_response (response);
  return result;
}

struct MHD_Response *
reply_plain (const char *text)
{
  struct MHD_Response *response =
      MHD_create_response_from_buffer (strlen (text), (void *)text, MHD_RESPMEM_MUST_COPY);

  header (response, "Content-Type", "text/plain; charset=utf-8");
  header (response, "Cache-Control", "no-store");
  header (response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  header (response, "X-Content-Type-Options", "nosniff");
  header (response, "Referrer-Policy", "no-referrer");
  return response;
}

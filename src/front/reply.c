/* A site's answer as an HTTP response.
 *
 * Every response is a function of the answer and of a few fields of the request. The strong ETag (RFC 9110
 * section 8.8.3) is the hash of the bytes that are sent. */
#include "front/reply.h"

#include "front/negotiate.h"

#include <libdeflate.h>
#include <string.h>

#define LONGEST_LIFE 300 /* seconds; a correction must not wait longer in a cache that we cannot reach */
#define LEAST_TO_PACK 256
#define PACKING_LEVEL 6

#define PAGE_POLICY                                                                                                  \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "   \
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
#define MEDIA_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

typedef struct
{
  GBytes *body;
  gboolean gzip;
  char *etag;
} Encoded;

static GBytes *
gzip_bytes (GBytes *body)
{
  gsize size;
  const void *data = g_bytes_get_data (body, &size);
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor (PACKING_LEVEL);
  gsize bound = libdeflate_gzip_compress_bound (compressor, size);
  guint8 *packed = g_malloc (bound);
  gsize length = libdeflate_gzip_compress (compressor, data, size, packed, bound);

  libdeflate_free_compressor (compressor);
  return g_bytes_new_take (packed, length);
}

static Encoded
encode (const Answer *answer, const ReplyRequest *request)
{
  gboolean gzip = answer->compress && g_bytes_get_size (answer->body) >= LEAST_TO_PACK
                  && negotiate_gzip (request->accept_encoding);
  Encoded encoded = { gzip ? gzip_bytes (answer->body) : g_bytes_ref (answer->body), gzip, NULL };
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, encoded.body);

  encoded.etag = g_strdup_printf ("\"%.22s%s\"", digest, gzip ? "-gz" : "");
  return encoded;
}

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
  gboolean data = strstr (answer->type, "json") != NULL || strstr (answer->type, "xml;") != NULL;

  header (response, "Content-Security-Policy", media ? MEDIA_POLICY : PAGE_POLICY);
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

/* RFC 9111 section 5.2.2: the true remaining lifetime. A cache that kept a 416 would give it to those who ask for the
 * whole. */
static void
put_lifetime (struct MHD_Response *response, const Answer *answer, unsigned status, Instant now)
{
  if (status >= 500 || status == MHD_HTTP_RANGE_NOT_SATISFIABLE)
    {
      header (response, "Cache-Control", "no-store");
      return;
    }
  if (answer->immutable)
    {
      header (response, "Cache-Control", "public, max-age=31536000, immutable");
      return;
    }
  gint64 left = answer->expires <= now ? 0 : (answer->expires - now) / INSTANT_SECOND;
  g_autofree char *value = g_strdup_printf ("public, max-age=%" G_GINT64_FORMAT, MIN (left, LONGEST_LIFE));
  header (response, "Cache-Control", value);
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
put_common (struct MHD_Response *response, const Answer *answer, const Encoded *encoded, unsigned status, Instant now)
{
  header (response, "ETag", encoded->etag);
  put_lifetime (response, answer, status, now);
  put_variation (response, answer);
  put_security (response, answer);
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

static struct MHD_Response *
respond_whole (const Answer *answer, const Encoded *encoded)
{
  struct MHD_Response *response = response_of (encoded->body);

  header (response, "Content-Type", answer->type);
  if (encoded->gzip)
    header (response, "Content-Encoding", "gzip");
  if (answer->location != NULL)
    header (response, "Location", answer->location);
  return response;
}

static struct MHD_Response *
respond_part (const Answer *answer, const Encoded *encoded, guint64 first, guint64 last)
{
  gsize size = g_bytes_get_size (encoded->body);
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (encoded->body, first, last - first + 1);
  g_autofree char *range =
      g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%zu", first, last, size);
  struct MHD_Response *response = response_of (part);

  header (response, "Content-Type", answer->type);
  header (response, "Content-Range", range);
  return response;
}

static struct MHD_Response *
respond_unsatisfiable (const Encoded *encoded)
{
  g_autofree char *range = g_strdup_printf ("bytes */%zu", g_bytes_get_size (encoded->body));
  struct MHD_Response *response = MHD_create_response_from_buffer (0, NULL, MHD_RESPMEM_PERSISTENT);
  header (response, "Content-Range", range);
  return response;
}

/* What never changes is served in parts, unless it is encoded: pages are short. An If-Range that names other bytes
 * asks for the whole (RFC 9110 section 13.1.5); there are no dates to compare. */
static gboolean
has_parts (const Answer *answer, const Encoded *encoded, const ReplyRequest *request)
{
  return answer->status == 200 && answer->immutable && !encoded->gzip
         && (request->if_range == NULL || strcmp (request->if_range, encoded->etag) == 0);
}

static struct MHD_Response *
respond (const Answer *answer, const Encoded *encoded, const ReplyRequest *request, unsigned *status)
{
  guint64 first, last;
  RangeResult range = has_parts (answer, encoded, request)
                          ? negotiate_range (request->range, g_bytes_get_size (encoded->body), &first, &last)
                          : RANGE_NONE;

  *status = answer->status;
  if (answer->status == 200 && negotiate_none_match (request->if_none_match, encoded->etag))
    {
      *status = MHD_HTTP_NOT_MODIFIED;
      return response_of (encoded->body); /* only its length is sent */
    }
  if (range == RANGE_PART)
    *status = MHD_HTTP_PARTIAL_CONTENT;
  if (range == RANGE_UNSATISFIABLE)
    *status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
  return range == RANGE_PART            ? respond_part (answer, encoded, first, last)
         : range == RANGE_UNSATISFIABLE ? respond_unsatisfiable (encoded)
                                        : respond_whole (answer, encoded);
}

struct MHD_Response *
reply_make (const Answer *answer, const ReplyRequest *request, unsigned *status)
{
  Encoded encoded = encode (answer, request);
  struct MHD_Response *response = respond (answer, &encoded, request, status);

  put_common (response, answer, &encoded, *status, request->now);
  if (answer->immutable)
    header (response, "Accept-Ranges", "bytes");
  g_bytes_unref (encoded.body);
  g_free (encoded.etag);
  return response;
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

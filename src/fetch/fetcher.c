/* A slot is a handle of libcurl and what it is at work on. There are as many as were ever busy at the same time; each
 * is used again, and libcurl keeps the connections. */
#include "fetch/fetcher.h"

#include <curl/curl.h>
#include <string.h>

#define AGENT "chancery/" CHANCERY_VERSION
#define PROTOCOLS "http,https"
#define LONGEST_WAIT_MS 1000

typedef struct
{
  Fetcher *fetcher;
  CURL *easy;
  struct curl_slist *headers; /* of the request, if it has any */
  Fetch *fetch;               /* NULL: it is idle */
  GByteArray *body;
  gboolean too_large;
  char error[CURL_ERROR_SIZE];
} Slot;

struct _Fetcher
{
  FetcherLimits limits;
  CURLM *multi;
  GQueue waiting;  /* of Fetch, borrowed */
  GPtrArray *idle; /* of Slot, owned */
  guint busy;
  gboolean running, stopped;
};

/* ---- A slot ---- */

static gsize
take_body (char *bytes, gsize size, gsize count, void *data)
{
  Slot *slot = data;
  gsize length = size * count;

  slot->too_large = length > slot->fetcher->limits.largest - slot->body->len;
  if (slot->too_large)
    return 0;
  g_byte_array_append (slot->body, (const guint8 *)bytes, (guint)length);
  return length;
}

static Slot *
slot_new (Fetcher *fetcher)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->fetcher = fetcher;
  slot->easy = curl_easy_init ();
  g_assert (slot->easy != NULL);
  return slot;
}

static void
slot_free (Slot *slot)
{
  curl_easy_cleanup (slot->easy);
  g_free (slot);
}

/* What is the same for all requests of a fetcher. */
static void
set_limits (Slot *slot)
{
  const FetcherLimits *limits = &slot->fetcher->limits;
  CURL *easy = slot->easy;

  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, AGENT);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, PROTOCOLS);
  curl_easy_setopt (easy, CURLOPT_REDIR_PROTOCOLS_STR, PROTOCOLS);
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, limits->redirections > 0 ? 1L : 0L);
  curl_easy_setopt (easy, CURLOPT_MAXREDIRS, (long)limits->redirections);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_ms);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long)limits->total_ms);
  curl_easy_setopt (easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)limits->largest);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, slot);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, slot->error);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, slot);
}

/* "Expect: 100-continue" would cost a large body a round trip, and some servers do not know it. */
static void
set_request (Slot *slot)
{
  const Fetch *fetch = slot->fetch;
  gsize length;

  curl_easy_setopt (slot->easy, CURLOPT_URL, fetch->url);
  if (fetch->sent == NULL)
    return;
  const char *bytes = g_bytes_get_data (fetch->sent, &length);
  g_autofree char *type = g_strconcat ("Content-Type: ", fetch->sent_type, NULL);
  slot->headers = curl_slist_append (curl_slist_append (NULL, type), "Expect:");
  curl_easy_setopt (slot->easy, CURLOPT_HTTPHEADER, slot->headers);
  curl_easy_setopt (slot->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
  curl_easy_setopt (slot->easy, CURLOPT_POSTFIELDS, bytes != NULL ? bytes : "");
}

static void
begin (Fetcher *fetcher, Fetch *fetch)
{
  Slot *slot = fetcher->idle->len > 0 ? g_ptr_array_steal_index_fast (fetcher->idle, fetcher->idle->len - 1)
                                      : slot_new (fetcher);

  curl_easy_reset (slot->easy);
  slot->fetch = fetch;
  slot->body = g_byte_array_new ();
  slot->too_large = FALSE;
  *slot->error = '\0';
  set_limits (slot);
  set_request (slot);
  curl_multi_add_handle (fetcher->multi, slot->easy);
  fetcher->busy++;
}

/* ---- The answer ---- */

static FetchError
error_of (CURLcode code)
{
  switch (code)
    {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return FETCH_ERROR_ADDRESS;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      return FETCH_ERROR_UNREACHABLE;
    case CURLE_OPERATION_TIMEDOUT:
      return FETCH_ERROR_SLOW;
    default:
      return FETCH_ERROR_BROKEN;
    }
}

static void
take_failure (const Slot *slot, CURLcode code)
{
  Fetch *fetch = slot->fetch;

  if (slot->too_large || code == CURLE_FILESIZE_EXCEEDED)
    fetch->failure = g_error_new (FETCH_ERROR, FETCH_ERROR_LARGE, "%s: the answer is larger than %zu bytes",
                                  fetch->url, slot->fetcher->limits.largest);
  else
    fetch->failure = g_error_new (FETCH_ERROR, (int)error_of (code), "%s: %s", fetch->url,
                                  *slot->error != '\0' ? slot->error : curl_easy_strerror (code));
}

static void
take_answer (const Slot *slot)
{
  Fetch *fetch = slot->fetch;
  const char *type = NULL;
  struct curl_header *location;
  long status = 0;

  curl_easy_getinfo (slot->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (slot->easy, CURLINFO_CONTENT_TYPE, &type);
  fetch->status = (guint)status;
  fetch->type = g_strdup (type);
  if (curl_easy_header (slot->easy, "Location", 0, CURLH_HEADER, -1, &location) == CURLHE_OK)
    fetch->location = g_strdup (location->value);
  fetch->body = g_bytes_new (slot->body->data, slot->body->len);
}

/* What was fetched; SLOT is idle again. */
static Fetch *
end (Fetcher *fetcher, Slot *slot, CURLcode code)
{
  Fetch *fetch = slot->fetch;

  if (code == CURLE_OK)
    take_answer (slot);
  else
    take_failure (slot, code);
  slot->fetch = NULL;
  curl_multi_remove_handle (fetcher->multi, slot->easy);
  g_clear_pointer (&slot->headers, curl_slist_free_all);
  g_clear_pointer (&slot->body, g_byte_array_unref);
  g_ptr_array_add (fetcher->idle, slot);
  fetcher->busy--;
  return fetch;
}

/* ---- The fetcher ---- */

static gpointer
start_library (gpointer nothing)
{
  (void)nothing;
  g_assert (curl_global_init (CURL_GLOBAL_DEFAULT) == CURLE_OK);
  return NULL;
}

Fetcher *
fetcher_new (const FetcherLimits *limits)
{
  static GOnce started = G_ONCE_INIT;
  Fetcher *fetcher = g_new0 (Fetcher, 1);

  g_once (&started, start_library, NULL);
  fetcher->limits = *limits;
  fetcher->multi = curl_multi_init ();
  fetcher->idle = g_ptr_array_new_with_free_func ((GDestroyNotify)slot_free);
  g_queue_init (&fetcher->waiting);
  return fetcher;
}

void
fetcher_free (Fetcher *fetcher)
{
  g_assert (!fetcher->running);
  g_ptr_array_unref (fetcher->idle);
  g_queue_clear (&fetcher->waiting);
  curl_multi_cleanup (fetcher->multi);
  g_free (fetcher);
}

void
fetcher_add (Fetcher *fetcher, Fetch *fetch)
{
  g_queue_push_tail (&fetcher->waiting, fetch);
}

void
fetcher_stop (Fetcher *fetcher)
{
  fetcher->stopped = TRUE;
}

/* Whether FETCH is to be sent. libcurl would take much for a file's name, or guess what it might be. */
static gboolean
may_begin (const Fetcher *fetcher, Fetch *fetch)
{
  if (fetcher->stopped)
    fetch->failure = g_error_new (FETCH_ERROR, FETCH_ERROR_STOPPED, "%s: it is not asked for any more", fetch->url);
  else if (g_ascii_strncasecmp (fetch->url, "http://", 7) != 0
           && g_ascii_strncasecmp (fetch->url, "https://", 8) != 0)
    fetch->failure = g_error_new (FETCH_ERROR, FETCH_ERROR_ADDRESS,
                                  "“%s” is no address that begins with http:// or https://", fetch->url);
  return fetch->failure == NULL;
}

static void
begin_more (Fetcher *fetcher, guint at_once, FetchDone done, gpointer data)
{
  while (fetcher->busy < at_once && !g_queue_is_empty (&fetcher->waiting))
    {
      Fetch *fetch = g_queue_pop_head (&fetcher->waiting);
      if (may_begin (fetcher, fetch))
        begin (fetcher, fetch);
      else if (done != NULL)
        done (fetcher, fetch, data);
    }
}

static void
end_those_done (Fetcher *fetcher, FetchDone done, gpointer data)
{
  int left;

  for (CURLMsg *message; (message = curl_multi_info_read (fetcher->multi, &left)) != NULL;)
    {
      Slot *slot;
      CURLcode code = message->data.result;
      curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **)&slot);
      Fetch *fetch = end (fetcher, slot, code);
      if (done != NULL)
        done (fetcher, fetch, data);
    }
}

void
fetcher_run (Fetcher *fetcher, guint at_once, FetchDone done, gpointer data)
{
  int running;

  g_assert (!fetcher->running && at_once > 0);
  fetcher->running = TRUE;
  curl_multi_setopt (fetcher->multi, CURLMOPT_MAXCONNECTS, (long)at_once);
  for (begin_more (fetcher, at_once, done, data); fetcher->busy > 0; begin_more (fetcher, at_once, done, data))
    {
      curl_multi_perform (fetcher->multi, &running);
      if ((guint)running == fetcher->busy)
        curl_multi_poll (fetcher->multi, NULL, 0, LONGEST_WAIT_MS, NULL);
      else
        end_those_done (fetcher, done, data);
    }
  fetcher->running = fetcher->stopped = FALSE;
}

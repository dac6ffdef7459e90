/* Fetchers wait in a pool: a thread borrows one, with its connections, for as long as its requests take. */
#include "audit/web.h"

#include "fetch/fetcher.h"

#include <string.h>

#define TRIES 4
#define FIRST_WAIT (G_USEC_PER_SEC / 4)
#define LOG "/log/"

static const FetcherLimits limits = { .largest = 64 << 20, .connect_ms = 10000, .total_ms = 60000 };

struct _Web
{
  char *site; /* without the slash */
  GMutex lock;
  GPtrArray *idle; /* of Fetcher; under the lock, as what follows */
  WebTraffic traffic;
};

Web *
web_new (const char *site)
{
  Web *web = g_new0 (Web, 1);
  gsize length = strlen (site);

  while (length > 0 && site[length - 1] == '/')
    length--;
  web->site = g_strndup (site, length);
  web->idle = g_ptr_array_new_with_free_func ((GDestroyNotify)fetcher_free);
  g_mutex_init (&web->lock);
  return web;
}

void
web_free (Web *web)
{
  g_ptr_array_unref (web->idle);
  g_mutex_clear (&web->lock);
  g_free (web->site);
  g_free (web);
}

Fetch *
web_fetch (const Web *web, const char *path)
{
  g_autofree char *url = g_strconcat (web->site, path, NULL);
  return fetch_get (url, NULL);
}

/* ---- Asking ---- */

static Fetcher *
borrow (Web *web)
{
  g_mutex_lock (&web->lock);
  Fetcher *fetcher = web->idle->len > 0 ? g_ptr_array_steal_index_fast (web->idle, web->idle->len - 1) : NULL;
  g_mutex_unlock (&web->lock);
  return fetcher != NULL ? fetcher : fetcher_new (&limits);
}

static void
give_back (Web *web, Fetcher *fetcher, Fetch *const *fetches, guint count)
{
  g_mutex_lock (&web->lock);
  for (guint i = 0; i < count; i++)
    web->traffic.bytes += fetches[i]->body != NULL ? g_bytes_get_size (fetches[i]->body) : 0;
  web->traffic.requests += count;
  g_ptr_array_add (web->idle, fetcher);
  g_mutex_unlock (&web->lock);
}

static gboolean
may_pass (const Fetch *fetch)
{
  if (fetch->failure != NULL)
    return fetch->failure->code != FETCH_ERROR_ADDRESS && fetch->failure->code != FETCH_ERROR_LARGE;
  return fetch->status == 429 || (fetch->status >= 502 && fetch->status <= 504);
}

/* As if it had never been sent. */
static void
forget_answer (Fetch *fetch)
{
  g_clear_error (&fetch->failure);
  g_clear_pointer (&fetch->body, g_bytes_unref);
  g_clear_pointer (&fetch->type, g_free);
  g_clear_pointer (&fetch->location, g_free);
  fetch->status = 0;
}

/* How many of them failed for what may pass; these were sent. */
static guint
send_unanswered (Fetcher *fetcher, Fetch *const *fetches, guint count)
{
  guint sent = 0;

  for (guint i = 0; i < count; i++)
    if (fetches[i]->body == NULL || may_pass (fetches[i]))
      {
        forget_answer (fetches[i]);
        fetcher_add (fetcher, fetches[i]);
        sent++;
      }
  if (sent > 0)
    fetcher_run (fetcher, count, NULL, NULL);
  return sent;
}

static gboolean
all_answered (Fetch *const *fetches, guint count)
{
  for (guint i = 0; i < count; i++)
    if (may_pass (fetches[i]))
      return FALSE;
  return TRUE;
}

void
web_ask (Web *web, Fetch *const *fetches, guint count)
{
  Fetcher *fetcher = borrow (web);
  gulong wait = FIRST_WAIT;

  for (int tries = 1; send_unanswered (fetcher, fetches, count) > 0 && !all_answered (fetches, count); tries++)
    {
      if (tries == TRIES)
        break;
      g_usleep (wait);
      wait *= 4;
    }
  give_back (web, fetcher, fetches, count);
}

/* ---- Reading ---- */

static GBytes *
take_body (const Fetch *fetch, GError **error)
{
  if (fetch->failure != NULL)
    g_propagate_error (error, g_error_copy (fetch->failure));
  else if (fetch->status != 200)
    g_set_error (error, FETCH_ERROR, FETCH_ERROR_BROKEN, "%s is answered with %u", fetch->url, fetch->status);
  else
    return g_bytes_ref (fetch->body);
  return NULL;
}

GBytes *
web_read (Web *web, const char *path, GError **error)
{
  g_autoptr (Fetch) fetch = web_fetch (web, path);
  Fetch *all[] = { fetch };

  web_ask (web, all, 1);
  return take_body (fetch, error);
}

gboolean
web_read_log (gpointer data, char *const *paths, guint count, GBytes **bytes, GError **error)
{
  Web *web = data;
  g_autoptr (GPtrArray) fetches = g_ptr_array_new_with_free_func ((GDestroyNotify)fetch_free);
  guint got = 0;

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *path = g_strconcat (LOG, paths[i], NULL);
      g_ptr_array_add (fetches, web_fetch (web, path));
    }
  web_ask (web, (Fetch *const *)fetches->pdata, count);
  while (got < count && (bytes[got] = take_body (fetches->pdata[got], error)) != NULL)
    got++;
  if (got == count)
    return TRUE;
  while (got > 0)
    g_bytes_unref (bytes[--got]);
  return FALSE;
}

char *
web_path (const char *address)
{
  if (g_str_has_prefix (address, "/") && !g_str_has_prefix (address, "//"))
    return g_strdup (address);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return NULL;
  const char *path = g_uri_get_path (uri), *query = g_uri_get_query (uri);
  if (*path != '\0' && *path != '/')
    return NULL; /* "mailto:@elsewhere.example/": behind a site's name it would lead to another */
  return query != NULL ? g_strconcat (path, "?", query, NULL) : g_strdup (*path != '\0' ? path : "/");
}

WebTraffic
web_traffic (Web *web)
{
  g_mutex_lock (&web->lock);
  WebTraffic traffic = web->traffic;
  g_mutex_unlock (&web->lock);
  return traffic;
}

/* A request that is not sent yet has no answer; fetcher.c gives it one. */
#include "fetch/fetch.h"

G_DEFINE_QUARK (chancery - fetch - error, fetch_error)

Fetch *
fetch_get (const char *url, gpointer about)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  *fetch = (Fetch){ .url = g_strdup (url), .about = about };
  return fetch;
}

Fetch *
fetch_post (const char *url, const char *type, GBytes *body, gpointer about)
{
  Fetch *fetch = fetch_get (url, about);

  fetch->sent_type = g_strdup (type);
  fetch->sent = g_bytes_ref (body);
  return fetch;
}

void
fetch_free (Fetch *fetch)
{
  g_free (fetch->url);
  g_free (fetch->sent_type);
  g_clear_pointer (&fetch->sent, g_bytes_unref);
  g_free (fetch->type);
  g_free (fetch->location);
  g_clear_pointer (&fetch->body, g_bytes_unref);
  g_clear_error (&fetch->failure);
  g_free (fetch);
}

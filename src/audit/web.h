/* web.h: the site that is audited, as any number of threads ask it at once. What fails for a moment is asked for
 * again.
 */
#pragma once

#include "fetch/fetch.h"

typedef struct _Web Web;

/* SITE: "https://embassy.example", with or without a slash at its end. */
Web *web_new (const char *site);
void web_free (Web *web);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Web, web_free)

/* A request for PATH, "/en/"; transfer full. */
Fetch *web_fetch (const Web *web, const char *path);
/* Ask for COUNT at once, and wait for all. */
void web_ask (Web *web, Fetch *const *fetches, guint count);
/* What stands at PATH; NULL with ERROR set, which names it, if it is not there. Transfer full. */
GBytes *web_read (Web *web, const char *path, GError **error);
/* The same for several files of the log (LogSource). DATA: the Web. */
gboolean web_read_log (gpointer data, char *const *paths, guint count, GBytes **bytes, GError **error);

/* "/en/x" of a path, or of an address of whichever host. NULL: it is none. Transfer full. */
char *web_path (const char *address);

typedef struct
{
  guint64 requests, bytes;
} WebTraffic;
WebTraffic web_traffic (Web *web);

/* site_map.h: which documents a site lists for all to find (sitemaps.org 0.9). */
#pragma once

#include "audit/web.h"

/* The addresses that one sitemap, or an index of sitemaps, names, as paths. INDEX: whether it is an index. NULL with
 * ERROR set if BYTES is neither. Array of text; transfer full. */
GPtrArray *site_map_parse (const char *bytes, gsize length, gboolean *index, GError **error);
/* Whether PATH is the address of a document: "/en/2026/03/14/water". */
gboolean site_map_is_document (const char *path);
/* The paths of all documents that the site lists, each once. The same. */
GPtrArray *site_map_read (Web *web, GError **error);

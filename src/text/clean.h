/* clean.h: HTML from outside, parsed as HTML5 (gumbo) and rebuilt from an allow-list of elements, attributes, URL
 * schemes (http, https, mailto, tel, and relative addresses). The result is well formed, valid in a <div>, and cannot
 * run script.
 *
 * Cleaning twice changes nothing. Ids and links to them begin with “t-”, so that none is one of the page's own; of
 * classes only “center” and “right” remain. HTML longer than 2 MiB is cut there. */
#pragma once

#include <glib.h>

/* Transfer full. */
char *clean_html (const char *html, gsize length);

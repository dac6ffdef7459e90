/* link.h: links of an imported text: those to other pages of the old site keep their way, by the redirect; what the
 * tree does not hold is to be had where it was. */
#pragma once

#include <glib.h>

/* MARKDOWN with its links made good. KNOWN: set of old paths without outer slashes. ORIGIN:
 * "https://www.example.org", or NULL. Images become links, since a page shows images of its own site only. Transfer
 * full. */
char *links_mend (const char *markdown, GHashTable *known, const char *origin);

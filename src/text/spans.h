/* spans.h: emphasis and links as kramdown takes them, where CommonMark is stricter. */
#pragma once

#include <glib.h>

/* LINE with “**bold**” as <strong>, whatever stands beside the stars; a star between letters (A*STAR) as itself; and
 * spaces allowed in the address of a link. Transfer full. */
char *spans_to_commonmark (const char *line, gsize length);

/* kramdown.h: what Jekyll's Markdown has and CommonMark lacks, turned into CommonMark.
 *
 * Block attributes ({:start="3"}, {:.class}, {: #id}) are honoured where they number a list and dropped elsewhere; runs of
 * &nbsp; collapse; Liquid tags are dropped; <style> goes with its content. Pure text to text. */
#pragma once

#include <glib.h>

/* Transfer full. */
char *kramdown_to_commonmark (const char *text, gsize length);

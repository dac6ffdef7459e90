/* kramdown.h: what Jekyll's Markdown has and CommonMark lacks, turned into CommonMark.
 *
 * Block attributes ({:start="3"}, {:.class}, {: #id}) are honoured where they number a list and dropped elsewhere;
 * runs of &nbsp; collapse; Liquid tags are dropped; <style> goes with its content. Numbered paragraphs keep the
 * numbers that were written, and no indented text becomes code: code is what stands in a fence. Pure text to text. */
#pragma once

#include <glib.h>

/* Transfer full. */
char *kramdown_to_commonmark (const char *text, gsize length);

/* TEXT without the line above it that says when and where it was posted (“20 Aug 2004 Posted in [Speeches](/…)”) and
 * the paragraph at its end that says “Last updated on 25 Nov 2012”. DATE_TEXT and UPDATED_TEXT get the dates as they
 * were written, or NULL. All transfer full. */
char *kramdown_strip_dateline (const char *text, char **date_text, char **updated_text);

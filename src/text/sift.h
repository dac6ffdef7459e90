/* sift.h: what has to go from HTML before it may be parsed.
 *
 * An HTML5 parser looks through the open elements at almost every tag: its time grows with the length times the
 * depth. A text nested deeper than any office writes is no text, and must not cost more than one. And gumbo 0.10 runs
 * into its own assertions where <select>, <template>, SVG or MathML meet tables: none of them is ever kept, so they
 * go first. */
#pragma once

#include <glib.h>

#define SIFT_DEEPEST 150

/* A copy of HTML without start tags that would open an element deeper than SIFT_DEEPEST and without the elements
 * above; NULL if there are none, as in nearly all texts. Transfer full. */
char *sift_html (const char *html, gsize length, gsize *sifted_length);

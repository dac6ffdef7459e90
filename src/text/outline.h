/* outline.h: the headings of a text: their levels, their ids, and the lines that were meant as headings. */
#pragma once

#include "text/markdown.h"
#include "text/tree.h"

/* Where a text has no headings at all: make headings of the short bold lines that people set in their place, and of
 * the bold numbered lines, each a list of its own, of older sites. */
void outline_promote_bold (Tree *tree);
/* Move the levels so that the text begins at <h2> under the page's title and skips none; give each heading an id.
 * Transfer full: array of Heading, in order. */
GPtrArray *outline_settle (Tree *tree);

/* Whether NODE holds words and all of them are bold. */
gboolean outline_all_bold (const Node *node);

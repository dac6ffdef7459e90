/* bold.h: the bold lines that were meant as headings. */
#pragma once

#include "text/tree.h"

/* Where a text has no headings at all: make headings of the short bold lines that people set in their place, and of
 * the bold numbered lines, each a list of its own, of older sites. */
void bold_promote (Tree *tree);
/* Whether NODE holds words and all of them are bold. */
gboolean bold_throughout (const Node *node);

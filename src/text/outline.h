/* outline.h: the headings of a text: their levels and their ids. */
#pragma once

#include "text/markdown.h"
#include "text/tree.h"

/* Move the levels so that the text begins at <h2> under the page's title and skips none; give each heading an id.
 * Transfer full: array of Heading, in order. */
GPtrArray *outline_settle (Tree *tree);

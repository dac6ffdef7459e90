/* blocks.h: a clean text as blocks of plain words, for leads, search and whoever cannot show HTML. */
#pragma once

#include "text/tree.h"

/* Transfer full: array of Block (record/lead.h), in reading order. */
GPtrArray *blocks_of (const Tree *tree);
/* A line a block, item or row. Transfer full. */
char *blocks_plain (const Tree *tree);

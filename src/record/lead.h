/* lead.h: the lines shown under a title in a list.
 *
 * The summary if there is one; else whole sentences from the start of the body, up to about 500 characters. Headings,
 * images, lists and tables are passed over where the text reads well without them; an interview's lead runs through
 * the first question and its answer. */
#pragma once

#include <glib.h>

typedef enum
{
  BLOCK_PARAGRAPH,
  BLOCK_HEADING,
  BLOCK_LIST,
  BLOCK_TABLE,
  BLOCK_IMAGE,
  BLOCK_QUOTE,
  BLOCK_CODE,
  BLOCK_QUESTION, /* a paragraph that asks, in a text set as questions and answers */
  BLOCK_ANSWER
} BlockType;

typedef struct
{
  BlockType type;
  char *text; /* plain text, white space folded; owned */
} Block;

Block *block_new (BlockType type, const char *text);
void block_free (Block *block);

/* BLOCKS: array of Block, the body in reading order. LANGUAGE: BCP 47, chooses the sentence rules (ICU).
 * Transfer full; "" if the body holds no text at all. */
char *lead_make (const char *summary, GPtrArray *blocks, const char *language, gboolean interview);

/* flow.h: writing a text into a tree, word by word and block by block, so that it comes out valid however it went in.
 *
 * The writer says what it meets; the flow decides where it can stand. Blocks close the paragraph that is open; inline
 * elements that are open when a block begins are taken up again inside it, where the next words come; white space and
 * line breaks wait until words follow them, so that none stands at an edge; whatever stays empty goes. */
#pragma once

#include "text/tree.h"

#define FLOW_INLINES 24

typedef struct
{
  GumboTag tag;
  Attribute *attributes;
  Node *node; /* in the open phrase; NULL if it would say nothing there */
} Inline;

typedef struct
{
  Tree *tree;
  Node *block;                  /* the innermost open block that holds blocks or words */
  Node *phrase;                 /* the open block that takes words: a child of BLOCK, or BLOCK itself; NULL if none */
  Node *cursor;                 /* where words go now: PHRASE or an inline element in it */
  Inline inlines[FLOW_INLINES]; /* open inline elements, outermost first */
  guint depth;                  /* how many */
  guint made;                   /* how many of them stand in PHRASE already */
  gboolean filled;              /* PHRASE holds something */
  guint breaks;                 /* line breaks that wait for words */
  char space;                   /* white space that waits: 0, FLOW_SPACE or FLOW_FIXED_SPACE */
  gboolean apart;               /* words in a list item or cell get a paragraph of their own */
  guint flat;                   /* inside an element that can hold no block */
  gboolean preserve;            /* white space counts */
  gboolean in_heading;          /* bold already */
  gboolean in_header_cell;      /* no heading can stand here */
  Attribute *anchor;            /* the id of an empty element, which waits for what follows */
} Flow;

#define FLOW_SPACE 1
#define FLOW_FIXED_SPACE 2

/* A block that holds blocks or words. Close it with flow_close(), which drops it if it stayed empty. */
Node *flow_open (Flow *flow, GumboTag tag, Attribute *attributes);
void flow_close (Flow *flow, Node *block);
/* A block that takes words alone; it ends with flow_end_phrase() or where the next block begins. */
void flow_phrase (Flow *flow, GumboTag tag, Attribute *attributes);
void flow_end_phrase (Flow *flow);
/* The edge of a block that itself goes: the paragraph ends, or the line where no paragraph can end. */
void flow_edge (Flow *flow);

/* An id that belongs to this place: it goes to the block that follows, or on an anchor amid words. */
void flow_anchor (Flow *flow, Attribute *id);
/* FALSE if the element would say nothing new here; then there is nothing to pop. */
gboolean flow_push (Flow *flow, GumboTag tag, Attribute *attributes);
void flow_pop (Flow *flow);
void flow_text (Flow *flow, const char *text, gsize length); /* TEXT lives as long as the tree */
void flow_break (Flow *flow);
void flow_void (Flow *flow, GumboTag tag, Attribute *attributes); /* img, wbr */

/* builder.h: gathering the nodes of a template while it is parsed, private to this room. */
#pragma once

#include "template/nodes.h"

typedef struct
{
  const char *label;
  const char *source; /* the start of the text being parsed */
  GArray *nodes;
  GArray *keys;
  GString *text; /* not yet a node */
  GStringChunk *strings;
  Slice dedent; /* to be taken off the start of each line */
} Builder;

void builder_init (Builder *builder, const char *label, const char *source);
/* A copy of SLICE that lasts as long as the template, and ends with a NUL. */
Slice builder_keep (Builder *builder, Slice slice);
/* INDENT without what is taken off here in any case. */
Slice builder_dedent (const Builder *builder, Slice indent);
/* Take up the text from FROM to TO, both within the source. */
void builder_add_text (Builder *builder, const char *from, const char *to);
/* Make a node of the text taken up since the last one. */
void builder_end_text (Builder *builder, unsigned line);
/* Borrowed until the next node is added. */
Node *builder_add_node (Builder *builder, NodeKind kind, unsigned line);
/* Split a dotted name into keys once, so that no lookup need do it. */
gboolean builder_add_keys (Builder *builder, Node *node, Slice name, GError **error);
/* Transfer full. */
Template *builder_finish (Builder *builder);
void builder_clear (Builder *builder);

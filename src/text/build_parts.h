/* build_parts.h: the parts of build.c's walk: each takes one kind of element. */
#pragma once

#include "text/build.h"
#include "text/elements.h"
#include "text/flow.h"

#define DEEPEST 200

/* DEPTH: of NODE in the text; what lies deeper than DEEPEST is taken as words alone. */
typedef void (*BuildPart) (Flow *flow, const GumboNode *node, guint depth);

void build_node (Flow *flow, const GumboNode *node, guint depth);
void build_children (Flow *flow, const GumboNode *node, guint depth);
/* Children under the mark-up that the looks of NODE stand for. */
void build_with_looks (Flow *flow, const GumboNode *node, guint depth);
/* A block that holds blocks or words as they come. */
void build_container (Flow *flow, const GumboNode *node, guint depth, GumboTag tag);
void build_group (Flow *flow, const GumboNode *node, guint depth);
void build_list (Flow *flow, const GumboNode *node, guint depth);
void build_item (Flow *flow, const GumboNode *node, guint depth);
void build_terms (Flow *flow, const GumboNode *node, guint depth);
void build_term (Flow *flow, const GumboNode *node, guint depth);
void build_figure (Flow *flow, const GumboNode *node, guint depth);
void build_caption (Flow *flow, const GumboNode *node, guint depth);
void build_table (Flow *flow, const GumboNode *node, guint depth);

Attribute *build_attributes (Flow *flow, GumboTag tag, const GumboNode *node);

static inline gboolean
build_is_element (const GumboNode *node)
{
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static inline gboolean
build_is_text (const GumboNode *node)
{
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE;
}

static inline ElementKind
build_kind_of (const GumboNode *node)
{
  return node->type == GUMBO_NODE_TEMPLATE ? ELEMENT_DROPPED : element_kind (&node->v.element);
}

/* flow.c: see flow.h. What always holds: CURSOR is PHRASE or stands inside it below exactly MADE inline elements, and
 * is NULL when PHRASE is; words are only ever appended at CURSOR. */
#include "text/flow.h"

#include <string.h>

#include "text/characters.h"

static gboolean
takes_words (GumboTag tag)
{
  switch (tag)
    {
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
has_id (const Attribute *attributes)
{
  return attributes != NULL && strcmp (attributes->name, "id") == 0; /* an id always comes first */
}

static Node *
flow_append (Flow *flow, Node *parent, GumboTag tag, Attribute *attributes)
{
  Node *node = node_new (flow->tree, tag);

  node->attributes = attributes;
  if (flow->anchor != NULL && !has_id (attributes) && node_is_block (node))
    {
      flow->anchor->next = attributes;
      node->attributes = g_steal_pointer (&flow->anchor);
    }
  node_append (parent, node);
  return node;
}

static void
flow_start_phrase (Flow *flow, Node *phrase)
{
  flow->phrase = flow->cursor = phrase;
  flow->made = 0;
  flow->filled = FALSE;
  flow->breaks = 0;
  flow->space = 0;
}

void
flow_end_phrase (Flow *flow)
{
  Node *phrase = flow->phrase;

  if (phrase == NULL)
    return;
  if (!flow->filled && phrase != flow->block)
    node_remove (phrase);
  flow_start_phrase (flow, NULL);
}

void
flow_phrase (Flow *flow, GumboTag tag, Attribute *attributes)
{
  flow_end_phrase (flow);
  flow_start_phrase (flow, flow_append (flow, flow->block, tag, attributes));
}

Node *
flow_open (Flow *flow, GumboTag tag, Attribute *attributes)
{
  flow_end_phrase (flow);
  flow->block = flow_append (flow, flow->block, tag, attributes);
  return flow->block;
}

/* A lone paragraph that nobody wrote says nothing in a list item or a cell. */
static void
unwrap_lone_paragraph (Node *block)
{
  Node *only = block->first;

  if (takes_words (block->tag) && only != NULL && only->next == NULL && only->tag == GUMBO_TAG_P && only->soft
      && only->attributes == NULL)
    node_unwrap (only);
}

void
flow_close (Flow *flow, Node *block)
{
  flow_end_phrase (flow);
  flow->block = block->parent;
  unwrap_lone_paragraph (block);
  if (block->first == NULL && block->tag != GUMBO_TAG_TD && block->tag != GUMBO_TAG_TH && block->tag != GUMBO_TAG_DD)
    node_remove (block);
}

static void
flow_ensure_phrase (Flow *flow)
{
  if (flow->phrase != NULL)
    return;
  if (takes_words (flow->block->tag) && !flow->apart)
    {
      flow_start_phrase (flow, flow->block);
      return;
    }
  flow_phrase (flow, GUMBO_TAG_P, NULL);
  flow->phrase->soft = TRUE;
}

/* Two line breaks are what people make who have no paragraphs. */
static void
flow_next_paragraph (Flow *flow)
{
  gboolean written = flow->phrase != flow->block && !flow->phrase->soft;
  Attribute *attributes = flow->phrase != flow->block ? flow->phrase->attributes : NULL;

  flow_phrase (flow, GUMBO_TAG_P, attributes != NULL && has_id (attributes) ? attributes->next : attributes);
  flow->phrase->soft = !written;
}

static void
flow_put_space (Flow *flow)
{
  if (flow->breaks > 0)
    for (guint i = 0; i < flow->breaks; i++)
      flow_append (flow, flow->cursor, GUMBO_TAG_BR, NULL);
  else if (flow->space == FLOW_SPACE)
    node_append (flow->cursor, node_text_new (flow->tree, " ", 1));
  else if (flow->space == FLOW_FIXED_SPACE)
    node_append (flow->cursor, node_text_new (flow->tree, "\xc2\xa0", 2));
  flow->breaks = 0;
  flow->space = 0;
}

static gboolean
is_within_link (const Node *node)
{
  while (node != NULL && node->tag != GUMBO_TAG_A)
    node = node->parent;
  return node != NULL;
}

/* Within a link no anchor can stand (HTML section 4.5.1): the link stays. */
static void
flow_put_anchor (Flow *flow)
{
  Node *anchor;

  if (flow->anchor != NULL && is_within_link (flow->cursor))
    flow->anchor = NULL;
  if (flow->anchor == NULL)
    return;
  anchor = flow_append (flow, flow->cursor, GUMBO_TAG_A, flow->anchor);
  anchor->attributes->next = NULL;
  flow->anchor = NULL;
}

static GumboTag
family (GumboTag tag)
{
  switch (tag)
    {
    case GUMBO_TAG_B:
      return GUMBO_TAG_STRONG;
    case GUMBO_TAG_I:
      return GUMBO_TAG_EM;
    case GUMBO_TAG_DEL:
      return GUMBO_TAG_S;
    case GUMBO_TAG_INS:
      return GUMBO_TAG_U;
    default:
      return tag;
    }
}

static void
flow_make_inlines (Flow *flow)
{
  for (; flow->made < flow->depth; flow->made++)
    {
      Inline *next = &flow->inlines[flow->made];

      next->node = NULL;
      if (flow->in_heading && family (next->tag) == GUMBO_TAG_STRONG)
        continue;
      next->node = flow->cursor = flow_append (flow, flow->cursor, next->tag, next->attributes);
      if (has_id (next->attributes))
        next->attributes = next->attributes->next;
    }
}

/* Something visible comes: make a place for it. */
static void
flow_prepare (Flow *flow)
{
  flow_ensure_phrase (flow);
  if (flow->breaks >= 2 && flow->flat == 0)
    flow_next_paragraph (flow);
  if (flow->filled)
    flow_put_space (flow);
  flow->breaks = 0;
  flow->space = 0;
  flow_put_anchor (flow);
  flow_make_inlines (flow);
  flow->filled = TRUE;
}

static gboolean
may_repeat (GumboTag tag)
{
  return tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_Q || tag == GUMBO_TAG_BDI || tag == GUMBO_TAG_SUB
         || tag == GUMBO_TAG_SUP;
}

static gboolean
flow_is_open (const Flow *flow, GumboTag tag)
{
  for (guint i = 0; i < flow->depth; i++)
    if (family (flow->inlines[i].tag) == family (tag))
      return TRUE;
  return FALSE;
}

gboolean
flow_push (Flow *flow, GumboTag tag, Attribute *attributes)
{
  if (flow->depth == FLOW_INLINES || (flow_is_open (flow, tag) && !may_repeat (tag)))
    return FALSE;
  flow->inlines[flow->depth++] = (Inline){ tag, attributes, NULL };
  return TRUE;
}

void
flow_anchor (Flow *flow, Attribute *id)
{
  if (flow_is_open (flow, GUMBO_TAG_A))
    return;
  flow->anchor = id;
  if (!flow->filled)
    return;
  flow_put_space (flow);
  flow_put_anchor (flow);
}

void
flow_pop (Flow *flow)
{
  Inline *last = &flow->inlines[--flow->depth];

  if (flow->made > flow->depth)
    {
      flow->made--;
      if (last->node != NULL)
        flow->cursor = last->node->parent;
    }
  else if (has_id (last->attributes))
    flow_anchor (flow, last->attributes); /* it held nothing */
}

static void
flow_put_text (Flow *flow, const char *text, gsize length)
{
  flow_prepare (flow);
  node_append (flow->cursor, node_text_new (flow->tree, text, length));
}

/* A carriage return can only come from &#13;, and would be a line break when read again. */
static gsize
drop_returns (char *text, gsize length)
{
  gsize kept = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] != '\r')
      text[kept++] = text[i];
  return kept;
}

static void
flow_preserved (Flow *flow, const char *text, gsize length)
{
  char *kept = arena_alloc (flow->tree->arena, length + 1);
  gsize kept_length = drop_returns (kept, characters_drop_forbidden (text, length, kept));
  gboolean filled = flow->filled || characters_any_visible (kept, kept_length);

  flow_put_text (flow, kept, kept_length);
  flow->filled = filled;
}

/* FALSE if TEXT held forbidden characters and was taken from the start without them. */
static gboolean
flow_folded_text (Flow *flow, const char *text, gsize length, gsize trailing)
{
  char *folded = arena_alloc (flow->tree->arena, length + 1);
  gsize allowed = characters_drop_forbidden (text, length, folded);

  if (allowed < length)
    {
      flow_text (flow, folded, allowed);
      return FALSE;
    }
  flow_put_text (flow, folded, characters_fold (text, length - trailing, folded));
  return TRUE;
}

void
flow_text (Flow *flow, const char *text, gsize length)
{
  gsize leading, trailing;

  if (flow->preserve)
    {
      flow_preserved (flow, text, length);
      return;
    }
  leading = characters_leading_space (text, length);
  if (leading > 0)
    flow->space = flow->space == 0 && characters_is_fixed_space (text, leading) ? FLOW_FIXED_SPACE : FLOW_SPACE;
  text += leading;
  length -= leading;
  if (length == 0)
    return;
  trailing = characters_trailing_space (text, length);
  if (characters_folded (text, length - trailing))
    flow_put_text (flow, text, length - trailing);
  else if (!flow_folded_text (flow, text, length, trailing))
    return;
  if (trailing > 0)
    flow->space = characters_is_fixed_space (text + length - trailing, trailing) ? FLOW_FIXED_SPACE : FLOW_SPACE;
}

void
flow_break (Flow *flow)
{
  if (flow->preserve)
    flow_preserved (flow, "\n", 1);
  else if (flow->filled)
    flow->breaks = flow->flat > 0 ? 1 : flow->breaks + 1;
}

void
flow_edge (Flow *flow)
{
  if (flow->flat == 0)
    flow_end_phrase (flow);
  else if (flow->filled && flow->breaks == 0)
    flow_break (flow);
}

void
flow_void (Flow *flow, GumboTag tag, Attribute *attributes)
{
  flow_prepare (flow);
  flow_append (flow, flow->cursor, tag, attributes);
}

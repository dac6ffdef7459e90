/* build.c: walks what the parser made of a text and tells the flow (flow.h) what it meets, kind by kind (elements.h).
 *
 * The walk goes no deeper than DEEPEST; what lies below is taken as words alone. */
#include "text/build.h"

#include <string.h>

#include "text/address.h"
#include "text/aside.h"
#include "text/attributes.h"
#include "text/build_parts.h"

void
build_children (Flow *flow, const GumboNode *node, guint depth)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; i < children->length; i++)
    build_node (flow, children->data[i], depth + 1);
}

Attribute *
build_attributes (Flow *flow, GumboTag tag, const GumboNode *node)
{
  return attributes_clean (flow->tree, tag, &node->v.element);
}

static const char *
value_of (Attribute *attributes, const char *name)
{
  Node node = { .attributes = attributes };

  return node_attribute (&node, name);
}

/* Children under the mark-up that the looks of NODE stand for. */
void
build_with_looks (Flow *flow, const GumboNode *node, guint depth)
{
  Looks looks = { 0 };
  guint pushed = 0;

  if (node->v.element.attributes.length > 0)
    looks = attributes_looks (&node->v.element);
  pushed += looks.bold && flow_push (flow, GUMBO_TAG_STRONG, NULL);
  pushed += looks.italic && flow_push (flow, GUMBO_TAG_EM, NULL);
  pushed += looks.underlined && flow_push (flow, GUMBO_TAG_U, NULL);
  pushed += looks.struck && flow_push (flow, GUMBO_TAG_S, NULL);
  build_children (flow, node, depth);
  while (pushed-- > 0)
    flow_pop (flow);
}

static void
build_dropped (Flow *flow G_GNUC_UNUSED, const GumboNode *node G_GNUC_UNUSED, guint depth G_GNUC_UNUSED)
{
}

/* Words in angle brackets, as people write them, and not a tag that some program made: that has attributes, or a
 * prefix as in <o:p>. */
static gboolean
is_written_words (const GumboStringPiece *tag)
{
  const char *colon = memchr (tag->data, ':', tag->length);

  if (tag->length < 3 || tag->data[0] != '<')
    return FALSE;
  if (memchr (tag->data, '@', tag->length) != NULL || memmem (tag->data, tag->length, "://", 3) != NULL)
    return TRUE;
  return memchr (tag->data, '=', tag->length) == NULL && (colon == NULL || colon - tag->data > 4);
}

static void
build_unknown (Flow *flow, const GumboNode *node, guint depth)
{
  const GumboStringPiece *tag = &node->v.element.original_tag;
  gboolean words = is_written_words (tag);
  g_autofree char *valid = words ? g_utf8_make_valid (tag->data, (gssize)tag->length) : NULL;

  if (words)
    flow_text (flow, arena_copy (flow->tree->arena, valid, strlen (valid)), strlen (valid));
  build_with_looks (flow, node, depth);
}

/* Whether the element says something only by an attribute that it does not have. */
static gboolean
is_pointless (GumboTag tag, Attribute *attributes)
{
  return (tag == GUMBO_TAG_SPAN && attributes == NULL)
         || (tag == GUMBO_TAG_A && value_of (attributes, "href") == NULL)
         || (tag == GUMBO_TAG_TIME && value_of (attributes, "datetime") == NULL);
}

/* The id of an element that may have to go or to be parted becomes an anchor before it. */
static Attribute *
set_id_before (Flow *flow, GumboTag tag, Attribute *attributes)
{
  Attribute *rest;

  if (attributes == NULL || strcmp (attributes->name, "id") != 0
      || !(tag == GUMBO_TAG_SPAN || is_pointless (tag, attributes)))
    return attributes;
  rest = attributes->next;
  flow_anchor (flow, attributes);
  return rest;
}

static void
build_inline (Flow *flow, const GumboNode *node, guint depth)
{
  GumboTag tag = element_tag (node->v.element.tag);
  Attribute *attributes = set_id_before (flow, tag, build_attributes (flow, tag, node));
  gboolean pushed = !is_pointless (tag, attributes) && flow_push (flow, tag, attributes);

  build_with_looks (flow, node, depth);
  if (pushed)
    flow_pop (flow);
}

static void
build_break (Flow *flow, const GumboNode *node G_GNUC_UNUSED, guint depth G_GNUC_UNUSED)
{
  flow_break (flow);
}

static void
build_word_break (Flow *flow, const GumboNode *node G_GNUC_UNUSED, guint depth G_GNUC_UNUSED)
{
  if (flow->filled && flow->space == 0)
    flow_void (flow, GUMBO_TAG_WBR, NULL);
}

static void
build_image (Flow *flow, const GumboNode *node, guint depth G_GNUC_UNUSED)
{
  Attribute *attributes = build_attributes (flow, GUMBO_TAG_IMG, node);

  if (value_of (attributes, "src") != NULL)
    flow_void (flow, GUMBO_TAG_IMG, attributes);
}

static const char *
source_of (const GumboNode *node)
{
  const GumboElement *element = &node->v.element;
  GumboAttribute *source = gumbo_get_attribute (&element->attributes, "src");

  for (guint i = 0; source == NULL && i < element->children.length; i++)
    {
      const GumboNode *child = element->children.data[i];

      if (build_is_element (child) && child->v.element.tag == GUMBO_TAG_SOURCE)
        source = gumbo_get_attribute (&child->v.element.attributes, "src");
    }
  return source == NULL ? NULL : source->value;
}

static void
flow_copied_text (Flow *flow, const char *text)
{
  flow_text (flow, arena_copy (flow->tree->arena, text, strlen (text)), strlen (text));
}

/* Nothing is embedded from elsewhere: a link says what stood there. */
static void
build_frame (Flow *flow, const GumboNode *node, guint depth G_GNUC_UNUSED)
{
  const char *source = source_of (node);
  g_autofree char *address = source == NULL ? NULL : address_clean (source, ADDRESS_OUTSIDE);
  GumboAttribute *title = gumbo_get_attribute (&node->v.element.attributes, "title");
  g_autofree char *host = address == NULL ? NULL : address_host (address);
  g_autofree char *words = title == NULL ? NULL : g_strstrip (g_utf8_make_valid (title->value, -1));
  Attribute *link;
  gboolean pushed;

  if (address == NULL)
    return;
  link = arena_alloc (flow->tree->arena, sizeof (Attribute));
  link->name = "href";
  link->value = arena_copy (flow->tree->arena, address, strlen (address));
  pushed = flow_push (flow, GUMBO_TAG_A, link);
  flow_copied_text (flow, words != NULL && words[0] != '\0' ? words : host);
  if (pushed)
    flow_pop (flow);
}

/* A block that cannot stand where it is: its words can. */
static void
build_flat (Flow *flow, const GumboNode *node, guint depth)
{
  flow_edge (flow);
  build_with_looks (flow, node, depth);
  flow_edge (flow);
}

/* A <div> is kept for what it says of the language or the alignment; one that holds a single paragraph hands it on.
 */
static void
settle_group (Flow *flow, Node *group)
{
  Node *only = group->first;

  flow_end_phrase (flow);
  if (only != NULL && only->next == NULL && only->tag == GUMBO_TAG_P && only->attributes == NULL)
    {
      only->attributes = group->attributes;
      only->soft = FALSE;
      flow->block = group->parent;
      node_unwrap (group);
    }
  else
    flow_close (flow, group);
}

void
build_group (Flow *flow, const GumboNode *node, guint depth)
{
  Attribute *attributes = build_attributes (flow, GUMBO_TAG_DIV, node);
  gboolean apart = flow->apart;
  Node *group = NULL;

  flow_end_phrase (flow);
  if (attributes != NULL)
    group = flow_open (flow, GUMBO_TAG_DIV, attributes);
  flow->apart = TRUE;
  build_with_looks (flow, node, depth);
  flow_end_phrase (flow);
  flow->apart = apart;
  if (group != NULL)
    settle_group (flow, group);
}

static void
build_paragraph (Flow *flow, const GumboNode *node, guint depth)
{
  flow_phrase (flow, GUMBO_TAG_P, build_attributes (flow, GUMBO_TAG_P, node));
  build_with_looks (flow, node, depth);
  flow_end_phrase (flow);
}

static void
build_heading (Flow *flow, const GumboNode *node, guint depth)
{
  GumboTag tag = node->v.element.tag;
  gboolean strong;

  if (flow->in_header_cell)
    {
      strong = flow_push (flow, GUMBO_TAG_STRONG, NULL);
      build_group (flow, node, depth);
      if (strong)
        flow_pop (flow);
      return;
    }
  flow_phrase (flow, tag, build_attributes (flow, tag, node));
  flow->flat++;
  flow->in_heading = TRUE;
  build_with_looks (flow, node, depth);
  flow->in_heading = FALSE;
  flow->flat--;
  flow_end_phrase (flow);
}

static void
build_preformatted (Flow *flow, const GumboNode *node, guint depth)
{
  flow_phrase (flow, GUMBO_TAG_PRE, build_attributes (flow, GUMBO_TAG_PRE, node));
  flow->flat++;
  flow->preserve = TRUE;
  build_with_looks (flow, node, depth);
  flow->preserve = FALSE;
  flow->flat--;
  flow_end_phrase (flow);
}

/* A block that holds blocks or words as they come. */
void
build_container (Flow *flow, const GumboNode *node, guint depth, GumboTag tag)
{
  gboolean apart = flow->apart;
  Node *block = flow_open (flow, tag, build_attributes (flow, tag, node));

  flow->apart = FALSE;
  build_with_looks (flow, node, depth);
  flow_close (flow, block);
  flow->apart = apart;
}

static void
build_quote (Flow *flow, const GumboNode *node, guint depth)
{
  build_container (flow, node, depth, GUMBO_TAG_BLOCKQUOTE);
}

static void
build_rule (Flow *flow, const GumboNode *node, guint depth G_GNUC_UNUSED)
{
  Node *rule = flow_open (flow, GUMBO_TAG_HR, build_attributes (flow, GUMBO_TAG_HR, node));

  flow->block = rule->parent;
}

/* Words as the parser gives them back, with those that were set aside. */
static void
build_text (Flow *flow, const char *text)
{
  const Stretch *stretch;
  gsize bytes;

  while (*text != '\0')
    {
      const char *next = aside_next (text);

      if (next > text)
        flow_text (flow, text, (gsize)(next - text));
      if (*next == '\0')
        return;
      stretch = aside_find (flow->tree->stretches, next, &bytes);
      if (stretch != NULL)
        flow_text (flow, stretch->text, stretch->length);
      else
        bytes = (gsize)(g_utf8_next_char (next) - next), flow_text (flow, next, bytes);
      text = next + bytes;
    }
}

static const BuildPart parts[ELEMENT_KINDS] = {
  [ELEMENT_UNWRAPPED] = build_with_looks,
  [ELEMENT_DROPPED] = build_dropped,
  [ELEMENT_UNKNOWN] = build_unknown,
  [ELEMENT_INLINE] = build_inline,
  [ELEMENT_BREAK] = build_break,
  [ELEMENT_WORD_BREAK] = build_word_break,
  [ELEMENT_IMAGE] = build_image,
  [ELEMENT_FRAME] = build_frame,
  [ELEMENT_GROUP] = build_group,
  [ELEMENT_PARAGRAPH] = build_paragraph,
  [ELEMENT_HEADING] = build_heading,
  [ELEMENT_PREFORMATTED] = build_preformatted,
  [ELEMENT_QUOTE] = build_quote,
  [ELEMENT_RULE] = build_rule,
  [ELEMENT_LIST] = build_list,
  [ELEMENT_ITEM] = build_item,
  [ELEMENT_TERMS] = build_terms,
  [ELEMENT_TERM] = build_term,
  [ELEMENT_FIGURE] = build_figure,
  [ELEMENT_CAPTION] = build_caption,
  [ELEMENT_TABLE] = build_table,
};

/* The node after NODE in reading order within TOP, below NODE only if INSIDE. */
static const GumboNode *
next_node (const GumboNode *node, const GumboNode *top, gboolean inside)
{
  if (inside && build_is_element (node) && node->v.element.children.length > 0)
    return node->v.element.children.data[0];
  for (; node != top; node = node->parent)
    if (node->index_within_parent + 1 < node->parent->v.element.children.length)
      return node->parent->v.element.children.data[node->index_within_parent + 1];
  return NULL;
}

static void
build_words_alone (Flow *flow, const GumboNode *top)
{
  gboolean inside = TRUE;

  for (const GumboNode *node = top; node != NULL; node = next_node (node, top, inside))
    {
      inside = !build_is_element (node) || build_kind_of (node) != ELEMENT_DROPPED;
      if (build_is_text (node))
        build_text (flow, node->v.text.text);
    }
}

void
build_node (Flow *flow, const GumboNode *node, guint depth)
{
  ElementKind kind;

  if (build_is_text (node))
    build_text (flow, node->v.text.text);
  if (!build_is_element (node))
    return;
  kind = build_kind_of (node);
  if (kind == ELEMENT_DROPPED)
    return;
  if (depth > DEEPEST)
    build_words_alone (flow, node);
  else if (flow->flat > 0 && kind >= ELEMENT_GROUP)
    build_flat (flow, node, depth);
  else
    parts[kind](flow, node, depth);
}

void
build_tree (Tree *tree, const GumboNode *node, guint first)
{
  Flow flow = { .tree = tree, .block = tree->root };

  for (guint i = first; i < node->v.element.children.length; i++)
    build_node (&flow, node->v.element.children.data[i], 1);
  flow_end_phrase (&flow);
}

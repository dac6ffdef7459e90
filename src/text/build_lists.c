/* build_lists.c: lists, terms with their descriptions, figures with their caption: the blocks whose children are
 * bound to be of one kind. What stands among them and may not is taken into the part before it, as browsers show it.
 */
#include "text/build_parts.h"

#include <string.h>

#include "text/attributes.h"

static gboolean
is_list (const Node *node)
{
  return node->tag == GUMBO_TAG_UL || node->tag == GUMBO_TAG_OL;
}

/* Where an item stands that is in no list: the list made for the one before it, or a new one. */
static void
enter_list_for_stray (Flow *flow)
{
  Node *last;

  flow_end_phrase (flow);
  last = flow->block->last;
  if (last != NULL && last->tag == GUMBO_TAG_UL && last->soft)
    flow->block = last;
  else
    flow_open (flow, GUMBO_TAG_UL, NULL)->soft = TRUE;
}

static void
take_list_type (Flow *flow, const GumboNode *item)
{
  Looks looks = attributes_looks (&item->v.element);

  if (looks.list_type != NULL && node_attribute (flow->block, "type") == NULL)
    node_set (flow->tree, flow->block, "type", looks.list_type);
}

static void
drop_value (Node *item)
{
  Attribute **place = &item->attributes;

  while (*place != NULL && strcmp ((*place)->name, "value") != 0)
    place = &(*place)->next;
  if (*place != NULL)
    *place = (*place)->next;
}

static gboolean
is_unmarked (const GumboNode *node)
{
  return node->v.element.attributes.length > 0 && attributes_looks (&node->v.element).unmarked;
}

static gboolean
is_item (const GumboNode *node)
{
  return build_is_element (node) && build_kind_of (node) == ELEMENT_ITEM;
}

/* Whether no item of a list shows a number or bullet: it was only made to set its words in. */
static gboolean
shows_no_marker (const GumboNode *list)
{
  const GumboVector *children = &list->v.element.children;
  gboolean any = FALSE;

  if (is_unmarked (list))
    return TRUE;
  for (guint i = 0; i < children->length; i++)
    if (is_item (children->data[i]))
      {
        if (!is_unmarked (children->data[i]))
          return FALSE;
        any = TRUE;
      }
  return any;
}

/* Its items as paragraphs. */
static void
build_unmarked (Flow *flow, const GumboNode *list, guint depth)
{
  const GumboVector *children = &list->v.element.children;

  for (guint i = 0; i < children->length; i++)
    if (is_item (children->data[i]))
      build_group (flow, children->data[i], depth + 1);
    else
      build_node (flow, children->data[i], depth + 1);
}

void
build_item (Flow *flow, const GumboNode *node, guint depth)
{
  gboolean stray = !is_list (flow->block), apart = flow->apart;
  Node *item;

  if (stray)
    enter_list_for_stray (flow);
  if (flow->block->tag == GUMBO_TAG_OL && node->v.element.attributes.length > 0)
    take_list_type (flow, node);
  item = flow_open (flow, GUMBO_TAG_LI, build_attributes (flow, GUMBO_TAG_LI, node));
  if (item->parent->tag == GUMBO_TAG_UL)
    drop_value (item);
  flow->apart = FALSE;
  build_with_looks (flow, node, depth);
  flow_close (flow, item);
  flow->apart = apart;
  if (stray)
    flow_close (flow, flow->block);
}

/* Something in a list that is no item: it goes on with the item before it, as browsers show it. */
static void
build_beside_items (Flow *flow, const GumboNode *node, guint depth)
{
  Node *item = flow->block->last;

  if (item == NULL)
    item = flow_open (flow, GUMBO_TAG_LI, NULL);
  flow->block = item;
  build_node (flow, node, depth);
  flow_close (flow, item);
}

static void
build_beside_unmarked (Flow *flow, const GumboNode *node, guint depth)
{
  Node *item = flow->block->last;

  flow->block = item;
  build_group (flow, node, depth);
  flow_close (flow, item);
}

static gboolean
is_blank_text (const GumboNode *node)
{
  return build_is_text (node) && strspn (node->v.text.text, " \t\r\n\f") == strlen (node->v.text.text);
}

static gboolean
holds_kind (const GumboNode *node, ElementKind kind)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (build_is_element (child) && build_kind_of (child) == kind)
        return TRUE;
    }
  return FALSE;
}

static void
build_items (Flow *flow, const GumboNode *node, guint depth)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (is_blank_text (child) || child->type == GUMBO_NODE_COMMENT)
        continue;
      if (is_item (child) && is_unmarked (child) && flow->block->last != NULL)
        build_beside_unmarked (flow, child, depth + 1);
      else if (is_item (child))
        build_item (flow, child, depth + 1);
      else if (build_is_element (child) && depth < DEEPEST && build_kind_of (child) != ELEMENT_LIST
               && holds_kind (child, ELEMENT_ITEM))
        build_items (flow, child, depth + 1);
      else
        build_beside_items (flow, child, depth + 1);
    }
}

static void
build_marked (Flow *flow, const GumboNode *node, guint depth)
{
  GumboTag tag = element_tag (node->v.element.tag);
  Looks looks = attributes_looks (&node->v.element);
  Node *list = flow_open (flow, tag, build_attributes (flow, tag, node));
  gboolean bold = looks.bold && flow_push (flow, GUMBO_TAG_STRONG, NULL);
  gboolean italic = looks.italic && flow_push (flow, GUMBO_TAG_EM, NULL);

  build_items (flow, node, depth);
  if (italic)
    flow_pop (flow);
  if (bold)
    flow_pop (flow);
  flow_close (flow, list);
}

void
build_list (Flow *flow, const GumboNode *node, guint depth)
{
  if (shows_no_marker (node))
    build_unmarked (flow, node, depth);
  else
    build_marked (flow, node, depth);
}

void
build_term (Flow *flow, const GumboNode *node, guint depth)
{
  GumboTag tag = node->v.element.tag;

  if (flow->block->tag != GUMBO_TAG_DL)
    {
      build_group (flow, node, depth);
      return;
    }
  flow->flat += tag == GUMBO_TAG_DT;
  build_container (flow, node, depth, tag);
  flow->flat -= tag == GUMBO_TAG_DT;
}

static void
build_beside_terms (Flow *flow, const GumboNode *node, guint depth)
{
  Node *last = flow->block->last;

  if (last == NULL || last->tag != GUMBO_TAG_DD)
    last = flow_open (flow, GUMBO_TAG_DD, NULL);
  flow->block = last;
  build_node (flow, node, depth);
  flow_close (flow, last);
}

static void
build_term_list (Flow *flow, const GumboNode *node, guint depth)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (is_blank_text (child) || child->type == GUMBO_NODE_COMMENT)
        continue;
      if (build_is_element (child) && build_kind_of (child) == ELEMENT_TERM)
        build_term (flow, child, depth + 1);
      else if (build_is_element (child) && depth < DEEPEST && build_kind_of (child) == ELEMENT_GROUP
               && holds_kind (child, ELEMENT_TERM))
        build_term_list (flow, child, depth + 1);
      else
        build_beside_terms (flow, child, depth + 1);
    }
}

/* A list of terms begins with one and ends with a description; any other is a plain list. */
static void
settle_terms (Node *list)
{
  Node *next;

  if (list->first == NULL || (list->first->tag == GUMBO_TAG_DT && list->last->tag == GUMBO_TAG_DD))
    return;
  list->tag = GUMBO_TAG_UL;
  for (Node *child = list->first; child != NULL; child = next)
    {
      next = child->next;
      child->tag = GUMBO_TAG_LI;
      if (child->first == NULL)
        node_remove (child);
    }
}

void
build_terms (Flow *flow, const GumboNode *node, guint depth)
{
  Node *list = flow_open (flow, GUMBO_TAG_DL, build_attributes (flow, GUMBO_TAG_DL, node));

  build_term_list (flow, node, depth);
  flow_end_phrase (flow);
  settle_terms (list);
  flow_close (flow, list);
}

static void
settle_figure (Node *figure)
{
  for (Node *child = figure->first; child != NULL; child = child->next)
    if (child->tag == GUMBO_TAG_FIGCAPTION && child->previous != NULL && child->next != NULL)
      {
        node_remove (child);
        node_append (figure, child);
        return;
      }
}

void
build_figure (Flow *flow, const GumboNode *node, guint depth)
{
  gboolean apart = flow->apart;
  Node *figure = flow_open (flow, GUMBO_TAG_FIGURE, build_attributes (flow, GUMBO_TAG_FIGURE, node));

  flow->apart = FALSE;
  build_with_looks (flow, node, depth);
  flow_end_phrase (flow);
  settle_figure (figure);
  flow_close (flow, figure);
  flow->apart = apart;
}

static gboolean
has_caption (const Node *figure)
{
  for (const Node *child = figure->first; child != NULL; child = child->next)
    if (child->tag == GUMBO_TAG_FIGCAPTION)
      return TRUE;
  return FALSE;
}

void
build_caption (Flow *flow, const GumboNode *node, guint depth)
{
  if (flow->block->tag == GUMBO_TAG_FIGURE && !has_caption (flow->block))
    build_container (flow, node, depth, GUMBO_TAG_FIGCAPTION);
  else
    build_group (flow, node, depth);
}

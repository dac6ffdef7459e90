/* build_table.c: a table's parts in their order: caption, head, bodies, foot. The parser has already put every cell
 * in a row and every row in a group; the grid is settled afterwards (table.c). */
#include "text/build_parts.h"

#include "text/table.h"

typedef void (*TablePart) (Flow *flow, const GumboNode *node, guint depth);

/* Call PART for each child of NODE that is a TAG. */
static void
each_child (Flow *flow, const GumboNode *node, guint depth, GumboTag tag, TablePart part)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag)
        part (flow, child, depth + 1);
    }
}

static void
build_table_caption (Flow *flow, const GumboNode *node, guint depth)
{
  if (flow->block->first != NULL && flow->block->first->tag == GUMBO_TAG_CAPTION)
    return;
  flow->flat++;
  build_container (flow, node, depth, GUMBO_TAG_CAPTION);
  flow->flat--;
}

static void
build_cell (Flow *flow, const GumboNode *node, guint depth)
{
  GumboTag tag = node->v.element.tag;
  gboolean in_header_cell = flow->in_header_cell;

  flow->in_header_cell = in_header_cell || tag == GUMBO_TAG_TH;
  build_container (flow, node, depth, tag);
  flow->in_header_cell = in_header_cell;
}

static void
build_row (Flow *flow, const GumboNode *node, guint depth)
{
  const GumboVector *children = &node->v.element.children;
  Node *row = flow_open (flow, GUMBO_TAG_TR, build_attributes (flow, GUMBO_TAG_TR, node));

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (child->type == GUMBO_NODE_ELEMENT
          && (child->v.element.tag == GUMBO_TAG_TD || child->v.element.tag == GUMBO_TAG_TH))
        build_cell (flow, child, depth + 1);
    }
  flow_close (flow, row);
}

static void
build_group_of_rows (Flow *flow, const GumboNode *node, guint depth)
{
  GumboTag tag = node->v.element.tag;
  Node *group = flow_open (flow, tag, build_attributes (flow, tag, node));

  each_child (flow, node, depth, GUMBO_TAG_TR, build_row);
  flow_close (flow, group);
}

/* There is one head: another is rows like others. */
static void
demote_second_heads (Node *table, GumboTag tag)
{
  gboolean seen = FALSE;

  for (Node *group = table->first; group != NULL; group = group->next)
    if (group->tag == tag)
      {
        if (seen)
          group->tag = GUMBO_TAG_TBODY;
        seen = TRUE;
      }
}

/* The foot stands last, and is one. */
static void
order_feet (Node *table)
{
  demote_second_heads (table, GUMBO_TAG_THEAD);
  demote_second_heads (table, GUMBO_TAG_TFOOT);
  for (Node *group = table->first; group != NULL; group = group->next)
    if (group->tag == GUMBO_TAG_TFOOT)
      {
        node_remove (group);
        node_append (table, group);
        return;
      }
}

void
build_table (Flow *flow, const GumboNode *node, guint depth)
{
  gboolean apart = flow->apart;
  Node *table = flow_open (flow, GUMBO_TAG_TABLE, build_attributes (flow, GUMBO_TAG_TABLE, node));
  Node *around = table->parent;

  each_child (flow, node, depth, GUMBO_TAG_CAPTION, build_table_caption);
  each_child (flow, node, depth, GUMBO_TAG_THEAD, build_group_of_rows);
  each_child (flow, node, depth, GUMBO_TAG_TBODY, build_group_of_rows);
  each_child (flow, node, depth, GUMBO_TAG_TFOOT, build_group_of_rows);
  flow_end_phrase (flow);
  order_feet (table);
  table_settle (flow->tree, table);
  flow->block = around;
  flow->apart = apart;
}

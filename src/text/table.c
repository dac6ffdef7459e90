/* table.c: lays the cells of each row group on a grid as a browser would, narrows what overlaps, drops rows and
 * columns that no cell begins in, and fills short rows. */
#include "text/table.h"

#include <stdlib.h>
#include <string.h>

#define WIDEST 200 /* columns; wider rows lose their last cells' spans */

typedef struct
{
  Node *node;
  guint row, column; /* row counts within the group */
  guint width, height;
} Cell;

typedef struct
{
  Tree *tree;
  GArray *cells;       /* of Cell, of one row group */
  guint below[WIDEST]; /* rows that a cell from above still takes, by column */
  guint width;         /* of the widest row so far */
  gboolean begins[WIDEST];
} Grid;

static guint
span_of (const Node *cell, const char *name, guint otherwise)
{
  const char *value = node_attribute (cell, name);

  return value == NULL ? otherwise : (guint)atoi (value);
}

static void
set_span (Grid *grid, Node *cell, const char *name, guint span)
{
  char digits[16];
  Attribute **place = &cell->attributes;

  if (span != 1)
    {
      g_snprintf (digits, sizeof digits, "%u", span);
      node_set (grid->tree, cell, name, arena_copy (grid->tree->arena, digits, strlen (digits)));
      return;
    }
  while (*place != NULL && strcmp ((*place)->name, name) != 0)
    place = &(*place)->next;
  if (*place != NULL)
    *place = (*place)->next;
}

/* Free columns from COLUMN on, up to WANTED. */
static guint
free_width (const Grid *grid, guint column, guint wanted)
{
  guint width = 0;

  while (width < wanted && column + width < WIDEST && grid->below[column + width] == 0)
    width++;
  return width;
}

static void
place_cell (Grid *grid, Node *node, guint row, guint rows_left, guint *column)
{
  guint height = span_of (node, "rowspan", 1);
  Cell cell = { .node = node, .row = row };

  while (*column < WIDEST && grid->below[*column] > 0)
    ++*column;
  if (*column == WIDEST)
    {
      node_unwrap (node);
      return;
    }
  cell.column = *column;
  cell.width = free_width (grid, *column, span_of (node, "colspan", 1));
  cell.height = height == 0 ? rows_left : MIN (height, rows_left);
  for (guint i = 0; i < cell.width; i++)
    grid->below[cell.column + i] = cell.height;
  *column += cell.width;
  g_array_append_val (grid->cells, cell);
}

static void
place_row (Grid *grid, Node *row, guint index, guint rows_left)
{
  guint column = 0;
  Node *next;

  for (Node *cell = row->first; cell != NULL; cell = next)
    {
      next = cell->next;
      place_cell (grid, cell, index, rows_left, &column);
    }
  for (guint i = 0; i < WIDEST; i++)
    if (grid->below[i] > 0)
      {
        grid->width = MAX (grid->width, i + 1);
        grid->below[i]--;
      }
}

static guint
count_children (const Node *node)
{
  guint n = 0;

  for (const Node *child = node->first; child != NULL; child = child->next)
    n++;
  return n;
}

static void
drop_empty_rows (Node *group)
{
  Node *next;

  for (Node *row = group->first; row != NULL; row = next)
    {
      next = row->next;
      if (row->first == NULL)
        node_remove (row);
    }
}

/* Place a group's cells and write their true spans, counted in rows of the group that hold cells. */
static void
place_group (Grid *grid, Node *group)
{
  guint index = 0, rows;

  drop_empty_rows (group);
  rows = count_children (group);
  memset (grid->below, 0, sizeof grid->below);
  for (Node *row = group->first; row != NULL; row = row->next, index++)
    place_row (grid, row, index, rows - index);
}

static void
write_spans (Grid *grid)
{
  for (guint i = 0; i < grid->cells->len; i++)
    {
      Cell *cell = &g_array_index (grid->cells, Cell, i);
      guint width = 0;

      for (guint column = cell->column; column < cell->column + cell->width; column++)
        width += grid->begins[column] ? 1 : 0;
      set_span (grid, cell->node, "colspan", MAX (width, 1));
      set_span (grid, cell->node, "rowspan", cell->height);
    }
}

static void
mark_beginnings (Grid *grid)
{
  for (guint i = 0; i < grid->cells->len; i++)
    grid->begins[g_array_index (grid->cells, Cell, i).column] = TRUE;
}

static guint
settled_width (const Grid *grid)
{
  guint width = 0;

  for (guint i = 0; i < grid->width; i++)
    width += grid->begins[i] ? 1 : 0;
  return width;
}

/* Fill each row of a settled group up to WIDTH columns. */
static void
fill_rows (Grid *grid, Node *group, guint width)
{
  guint below[WIDEST] = { 0 };

  for (Node *row = group->first; row != NULL; row = row->next)
    {
      guint taken = 0;

      for (guint i = 0; i < WIDEST; i++)
        if (below[i] > 0)
          below[i]--, taken++;
      for (Node *cell = row->first; cell != NULL; cell = cell->next)
        {
          guint span = span_of (cell, "colspan", 1), height = span_of (cell, "rowspan", 1);

          taken += span;
          for (guint i = 0; height > 1 && i < WIDEST && span > 0; i++)
            if (below[i] == 0)
              below[i] = height - 1, span--;
        }
      for (; taken < width; taken++)
        node_append (row, node_new (grid->tree, GUMBO_TAG_TD));
    }
}

static gboolean
is_group (const Node *node)
{
  return node->tag == GUMBO_TAG_THEAD || node->tag == GUMBO_TAG_TBODY || node->tag == GUMBO_TAG_TFOOT;
}

static void
settle_once (Grid *grid, Node *table)
{
  Node *next;

  for (Node *group = table->first; group != NULL; group = group->next)
    if (is_group (group))
      place_group (grid, group);
  mark_beginnings (grid);
  write_spans (grid);
  for (Node *group = table->first; group != NULL; group = next)
    {
      next = group->next;
      if (is_group (group) && group->first == NULL)
        node_remove (group);
      else if (is_group (group))
        fill_rows (grid, group, settled_width (grid));
    }
}

static gboolean
is_blank (const Node *group)
{
  for (const Node *row = group->first; row != NULL; row = row->next)
    for (const Node *cell = row->first; cell != NULL; cell = cell->next)
      if (cell->first != NULL)
        return FALSE;
  return TRUE;
}

/* A head of empty cells is what a table without one looks like in Markdown. */
static void
drop_empty_head (Node *table)
{
  for (Node *group = table->first; group != NULL; group = group->next)
    if (group->tag == GUMBO_TAG_THEAD && is_blank (group))
      {
        node_remove (group);
        return;
      }
}

void
table_settle (Tree *tree, Node *table)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  Grid grid = { .tree = tree, .cells = cells };

  drop_empty_head (table);
  settle_once (&grid, table);
  if (table->first == NULL || (!is_group (table->first) && table->first->next == NULL))
    node_remove (table);
}

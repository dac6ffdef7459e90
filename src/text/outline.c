/* outline.c: see outline.h. A heading's level follows from the headings it stands under, not from the number that was
 * written: h3 under h1 becomes h3 under h2. */
#include "text/outline.h"

#include <string.h>

#include "record/slug.h"

typedef struct
{
  Tree *tree;
  GPtrArray *headings;
  int open[6]; /* the written levels that the next heading may stand under */
  int depth;
} Outline;

static char *
unique_id (Tree *tree, const char *text)
{
  g_autofree char *slug = slug_from_title (text);
  g_autofree char *id = g_strconcat ("t-", slug, NULL);

  for (guint i = 2; g_hash_table_contains (tree->ids, id); i++)
    {
      g_free (id);
      id = g_strdup_printf ("t-%s-%u", slug, i);
    }
  return arena_copy (tree->arena, id, strlen (id));
}

static void
heading_free (Heading *heading)
{
  g_free (heading->id);
  g_free (heading->text);
  g_free (heading);
}

static void
note_heading (Outline *outline, Node *node, int level)
{
  Heading *heading = g_new0 (Heading, 1);

  heading->level = level;
  heading->text = node_plain (node);
  if (node_attribute (node, "id") == NULL)
    {
      char *id = unique_id (outline->tree, heading->text);
      Attribute *attribute = arena_alloc (outline->tree->arena, sizeof (Attribute));

      *attribute = (Attribute){ "id", id, node->attributes };
      node->attributes = attribute;
      g_hash_table_add (outline->tree->ids, id);
    }
  heading->id = g_strdup (node_attribute (node, "id"));
  g_ptr_array_add (outline->headings, heading);
}

static void
settle_heading (Outline *outline, Node *node)
{
  int level = (int)(node->tag - GUMBO_TAG_H1) + 1;

  while (outline->depth > 0 && outline->open[outline->depth - 1] >= level)
    outline->depth--;
  note_heading (outline, node, level);
  node->tag = (GumboTag)((int)GUMBO_TAG_H2 + MIN (outline->depth, 4));
  outline->open[outline->depth++] = level;
}

static void
settle_below (Outline *outline, Node *node)
{
  for (Node *child = node->first; child != NULL; child = child->next)
    if (node_is_heading (child))
      settle_heading (outline, child);
    else if (child->first != NULL)
      settle_below (outline, child);
}

GPtrArray *
outline_settle (Tree *tree)
{
  Outline outline = { .tree = tree, .headings = g_ptr_array_new_with_free_func ((GDestroyNotify)heading_free) };

  settle_below (&outline, tree->root);
  return outline.headings;
}

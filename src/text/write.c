/* write.c: a clean tree as HTML, by the rules for serialising (HTML Standard, section 13.3), with a line break after
 * each block so that the source can be read and compared. */
#include "text/tree.h"

#include <string.h>

static void
append_escaped (GString *out, const char *text, gsize length, gboolean in_attribute)
{
  const char *end = text + length;

  for (const char *from = text; from < end; from = text + 1)
    {
      for (text = from; text < end && *text != '&' && *text != '<' && *text != '>' && *text != '"'; text++)
        ;
      g_string_append_len (out, from, text - from);
      if (text == end)
        return;
      if (*text == '"' && !in_attribute)
        g_string_append_c (out, '"');
      else
        g_string_append (out, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : "&quot;");
    }
}

static gboolean
is_void (GumboTag tag)
{
  return tag == GUMBO_TAG_BR || tag == GUMBO_TAG_HR || tag == GUMBO_TAG_IMG || tag == GUMBO_TAG_WBR
         || tag == GUMBO_TAG_SOURCE;
}

/* Elements that hold blocks alone: white space in them is no text. */
static gboolean
opens_line (const Node *node)
{
  return node->first != NULL && node->first->tag != NODE_WORDS && node_is_block (node->first);
}

static void
append_start (GString *out, const Node *node, const char *name)
{
  g_string_append_c (out, '<');
  g_string_append (out, name);
  for (const Attribute *attribute = node->attributes; attribute != NULL; attribute = attribute->next)
    {
      g_string_append_c (out, ' ');
      g_string_append (out, attribute->name);
      g_string_append (out, "=\"");
      append_escaped (out, attribute->value, strlen (attribute->value), TRUE);
      g_string_append_c (out, '"');
    }
  g_string_append_c (out, '>');
}

/* A parser drops the first line break of <pre>: one that counts is written twice. */
static gboolean
needs_line_break (const Node *node)
{
  while (node->first != NULL)
    node = node->first;
  return node->tag == NODE_WORDS && node->length > 0 && node->text[0] == '\n';
}

static void
append_node (GString *out, const Node *node)
{
  const char *name;

  if (node->tag == NODE_WORDS)
    {
      append_escaped (out, node->text, node->length, FALSE);
      return;
    }
  name = node->tag == NODE_PICTURE ? "picture" : gumbo_normalized_tagname (node->tag);
  append_start (out, node, name);
  if (opens_line (node) || (node->tag == GUMBO_TAG_PRE && needs_line_break (node)))
    g_string_append_c (out, '\n');
  for (const Node *child = node->first; child != NULL; child = child->next)
    append_node (out, child);
  if (!is_void (node->tag))
    {
      g_string_append (out, "</");
      g_string_append (out, name);
      g_string_append_c (out, '>');
    }
  if (node_is_block (node))
    g_string_append_c (out, '\n');
}

char *
tree_to_html (const Tree *tree)
{
  GString *out = g_string_sized_new (4096);

  for (const Node *child = tree->root->first; child != NULL; child = child->next)
    append_node (out, child);
  return g_string_free (out, FALSE);
}

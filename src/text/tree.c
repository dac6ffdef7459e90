/* tree.c: the tree's small moves. No rule of HTML is known here; build.c and table.c know them. */
#include "text/tree.h"

#include <string.h>

void
tree_free (Tree *tree)
{
  g_hash_table_unref (tree->ids);
  g_array_unref (tree->stretches);
  arena_free (tree->arena);
  g_free (tree);
}

Node *
node_new (Tree *tree, GumboTag tag)
{
  Node *node = arena_alloc (tree->arena, sizeof (Node));

  node->tag = tag;
  return node;
}

Node *
node_text_new (Tree *tree, const char *text, gsize length)
{
  Node *node = node_new (tree, NODE_WORDS);

  node->text = text;
  node->length = length;
  return node;
}

void
node_append (Node *parent, Node *child)
{
  child->parent = parent;
  child->previous = parent->last;
  child->next = NULL;
  if (parent->last != NULL)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

void
node_insert_before (Node *sibling, Node *node)
{
  node->parent = sibling->parent;
  node->next = sibling;
  node->previous = sibling->previous;
  if (sibling->previous != NULL)
    sibling->previous->next = node;
  else
    sibling->parent->first = node;
  sibling->previous = node;
}

void
node_insert_after (Node *sibling, Node *node)
{
  if (sibling->next != NULL)
    node_insert_before (sibling->next, node);
  else
    node_append (sibling->parent, node);
}

void
node_remove (Node *node)
{
  if (node->previous != NULL)
    node->previous->next = node->next;
  else
    node->parent->first = node->next;
  if (node->next != NULL)
    node->next->previous = node->previous;
  else
    node->parent->last = node->previous;
  node->parent = node->previous = node->next = NULL;
}

void
node_adopt (Node *parent, Node *from)
{
  Node *next;

  for (Node *child = from->first; child != NULL; child = next)
    {
      next = child->next;
      node_append (parent, child);
    }
  from->first = from->last = NULL;
}

void
node_unwrap (Node *node)
{
  Node *next;

  for (Node *child = node->first; child != NULL; child = next)
    {
      next = child->next;
      node_insert_before (node, child);
    }
  node->first = node->last = NULL;
  node_remove (node);
}

void
node_wrap (Node *node, Node *around)
{
  node_insert_before (node, around);
  node_remove (node);
  node_append (around, node);
}

const char *
node_attribute (const Node *node, const char *name)
{
  for (const Attribute *attribute = node->attributes; attribute != NULL; attribute = attribute->next)
    if (strcmp (attribute->name, name) == 0)
      return attribute->value;
  return NULL;
}

void
node_set (Tree *tree, Node *node, const char *name, const char *value)
{
  Attribute **place = &node->attributes;

  while (*place != NULL && strcmp ((*place)->name, name) != 0)
    place = &(*place)->next;
  if (*place == NULL)
    *place = arena_alloc (tree->arena, sizeof (Attribute));
  (*place)->name = name;
  (*place)->value = value;
}

gboolean
node_is_heading (const Node *node)
{
  return node->tag >= GUMBO_TAG_H1 && node->tag <= GUMBO_TAG_H6;
}

gboolean
node_is_block (const Node *node)
{
  switch (node->tag)
    {
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
      return TRUE;
    default:
      return node_is_heading (node);
    }
}

static void
append_space (GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] != ' ' && out->str[out->len - 1] != '\n')
    g_string_append_c (out, ' ');
}

/* Characters of a text node, runs of white space as one space. */
static void
append_folded (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  if (memchr (text, '\n', length) == NULL && length > 0) /* only <pre> has any; all else is folded */
    {
      gboolean space = text[0] == ' ';

      if (space)
        append_space (out);
      g_string_append_len (out, text + space, (gssize)length - space);
      return;
    }
  while (text < end)
    {
      const char *word = text;

      while (text < end && !g_ascii_isspace (*text))
        text++;
      g_string_append_len (out, word, text - word);
      if (text < end)
        append_space (out);
      while (text < end && g_ascii_isspace (*text))
        text++;
    }
}

/* “[3]”, “3”: digits, perhaps in brackets. */
static gboolean
is_reference_text (const char *text)
{
  gsize bracket = *text == '[' ? 1 : 0;
  gsize digits = strspn (text + bracket, "0123456789");

  return digits > 0 && digits <= 3
         && (text[bracket + digits] == '\0' || (bracket == 1 && strcmp (text + 1 + digits, "]") == 0));
}

/* Whether what has been written ends with a unit, such as “12 km”: a number raised above it is a power. */
static gboolean
ends_with_unit (const GString *out)
{
  gsize letters = 0;

  while (letters < out->len && g_ascii_isalpha (out->str[out->len - 1 - letters]))
    letters++;
  return letters > 0 && letters <= 2;
}

/* A number raised above a word leads to a note: it is not among the words. */
static gboolean
is_reference (const Node *node, const GString *out)
{
  g_autoptr (GString) text = NULL;

  if (node->tag != GUMBO_TAG_SUP || ends_with_unit (out))
    return FALSE;
  text = g_string_new (NULL);
  for (const Node *child = node->first; child != NULL; child = child->next)
    node_plain_append (child, text);
  return is_reference_text (g_strstrip (text->str));
}

void
node_plain_append (const Node *node, GString *out)
{
  if (is_reference (node, out))
    return;
  if (node->tag == NODE_WORDS)
    append_folded (out, node->text, node->length);
  else if (node->tag == GUMBO_TAG_BR || node_is_block (node))
    append_space (out);
  for (const Node *child = node->first; child != NULL; child = child->next)
    node_plain_append (child, out);
  if (node_is_block (node))
    append_space (out);
}

char *
node_plain (const Node *node)
{
  GString *out = g_string_new (NULL);

  node_plain_append (node, out);
  return g_strstrip (g_string_free (out, FALSE));
}

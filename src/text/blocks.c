/* blocks.c: the blocks of a text are its top elements, those inside <div> among them.
 *
 * Offices number their paragraphs: an item of a numbered list that is as long as a paragraph is reported as one. */
#include "text/blocks.h"

#include <string.h>

#include "record/lead.h"

#define PARAGRAPH_LENGTH 80 /* characters from which a numbered item reads as a paragraph */

static void
add_block (GPtrArray *blocks, BlockType type, const Node *node)
{
  g_autofree char *text = node_plain (node);

  g_ptr_array_add (blocks, block_new (type, text));
}

/* The words of an item before the lists and tables in it. */
static char *
own_words (const Node *item)
{
  GString *out = g_string_new (NULL);

  for (const Node *child = item->first; child != NULL; child = child->next)
    if (child->tag != GUMBO_TAG_OL && child->tag != GUMBO_TAG_UL && child->tag != GUMBO_TAG_TABLE)
      node_plain_append (child, out);
  return g_strstrip (g_string_free (out, FALSE));
}

static gboolean
is_numbered (const Node *list)
{
  const char *type = node_attribute (list, "type");

  return list->tag == GUMBO_TAG_OL && (type == NULL || type[0] == '1');
}

static void
add_list (GPtrArray *blocks, const Node *list)
{
  for (const Node *item = list->first; item != NULL; item = item->next)
    {
      g_autofree char *text = own_words (item);
      gboolean long_enough = is_numbered (list) && g_utf8_strlen (text, -1) >= PARAGRAPH_LENGTH;

      if (long_enough)
        g_ptr_array_add (blocks, block_new (BLOCK_PARAGRAPH, text));
      else
        add_block (blocks, BLOCK_LIST, item);
    }
}

static BlockType
type_of (const Node *node)
{
  switch (node->tag)
    {
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
      return BLOCK_LIST;
    case GUMBO_TAG_TABLE:
      return BLOCK_TABLE;
    case GUMBO_TAG_FIGURE:
      return BLOCK_IMAGE;
    case GUMBO_TAG_BLOCKQUOTE:
      return BLOCK_QUOTE;
    case GUMBO_TAG_PRE:
      return BLOCK_CODE;
    default:
      return node_is_heading (node) ? BLOCK_HEADING : BLOCK_PARAGRAPH;
    }
}

static const Node *
first_image (const Node *node)
{
  if (node->tag == GUMBO_TAG_IMG)
    return node;
  for (const Node *child = node->first; child != NULL; child = child->next)
    {
      const Node *image = first_image (child);

      if (image != NULL)
        return image;
    }
  return NULL;
}

static void
add_paragraph (GPtrArray *blocks, const Node *node, BlockType type)
{
  g_autofree char *text = node_plain (node);
  const Node *image = text[0] == '\0' ? first_image (node) : NULL;

  if (image != NULL)
    g_ptr_array_add (blocks, block_new (BLOCK_IMAGE, node_attribute (image, "alt")));
  else if (text[0] != '\0')
    g_ptr_array_add (blocks, block_new (type, text));
}

static void
add_below (GPtrArray *blocks, const Node *parent, BlockType words)
{
  for (const Node *node = parent->first; node != NULL; node = node->next)
    {
      BlockType type = type_of (node);

      if (node->tag == GUMBO_TAG_DIV)
        {
          const char *class = node_attribute (node, "class");

          add_below (blocks, node,
                     g_strcmp0 (class, "question") == 0 ? BLOCK_QUESTION
                     : g_strcmp0 (class, "answer") == 0 ? BLOCK_ANSWER
                                                        : words);
        }
      else if (type == BLOCK_PARAGRAPH && node->tag != GUMBO_TAG_HR)
        add_paragraph (blocks, node, words);
      else if (node->tag == GUMBO_TAG_OL || node->tag == GUMBO_TAG_UL)
        add_list (blocks, node);
      else if (node->tag != GUMBO_TAG_HR)
        add_block (blocks, type, node);
    }
}

GPtrArray *
blocks_of (const Tree *tree)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);

  add_below (blocks, tree->root, BLOCK_PARAGRAPH);
  return blocks;
}

static gboolean
is_line (const Node *node)
{
  switch (node->tag)
    {
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_TABLE:
      return TRUE;
    default:
      return node_is_heading (node);
    }
}

static void
end_line (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

static void
append_lines (GString *out, const Node *node)
{
  gboolean in_cell = node->parent != NULL && node->parent->tag == GUMBO_TAG_TR;
  gboolean line = is_line (node) && !in_cell;

  if (node->first == NULL || (!node_is_block (node) && node->tag != NODE_ROOT))
    {
      node_plain_append (node, out);
      return;
    }
  if (line)
    end_line (out);
  for (const Node *child = node->first; child != NULL; child = child->next)
    append_lines (out, child);
  if (line)
    end_line (out);
  else if (in_cell && out->len > 0 && out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
}

char *
blocks_plain (const Tree *tree)
{
  GString *out = g_string_new (NULL);

  append_lines (out, tree->root);
  end_line (out);
  return g_string_free (out, FALSE);
}

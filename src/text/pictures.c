/* It is done last: what is put in is written by us, and stands in no list of what a text may hold. */
#include "text/pictures.h"

#include <string.h>

static const MarkdownPicture *
find (const MarkdownPicture *pictures, gsize count, const char *address)
{
  g_autofree char *name = address != NULL ? g_uri_unescape_string (address, NULL) : NULL;
  const char *plain = name != NULL && g_str_has_prefix (name, "./") ? name + 2 : name;

  for (gsize i = 0; plain != NULL && i < count; i++)
    if (g_strcmp0 (pictures[i].file, plain) == 0 || g_strcmp0 (pictures[i].name, plain) == 0)
      return &pictures[i];
  return NULL;
}

static const char *
copy (Tree *tree, const char *text)
{
  return arena_copy (tree->arena, text, strlen (text));
}

static void
set (Tree *tree, Node *node, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    node_set (tree, node, name, copy (tree, value));
}

static void
set_number (Tree *tree, Node *node, const char *name, int number)
{
  g_autofree char *digits = g_strdup_printf ("%d", number);

  if (number > 0)
    node_set (tree, node, name, copy (tree, digits));
}

static void
append_words (Tree *tree, Node *parent, const char *words)
{
  node_append (parent, node_text_new (tree, copy (tree, words), strlen (words)));
}

/* ---- The picture ---- */

static void
fill_image (Tree *tree, Node *image, const MarkdownPicture *picture)
{
  const char *alt = node_attribute (image, "alt");

  set (tree, image, "src", picture->shown);
  if (alt == NULL || *alt == '\0')
    node_set (tree, image, "alt", picture->alt != NULL ? copy (tree, picture->alt) : "");
  set_number (tree, image, "width", picture->width);
  set_number (tree, image, "height", picture->height);
  if (picture->focus != NULL)
    {
      g_autofree char *name = g_strconcat ("focus-", picture->focus, NULL);
      set (tree, image, "class", name);
    }
}

/* <picture>, where there are renditions. */
static Node *
add_sources (Tree *tree, Node *image, const MarkdownPicture *picture)
{
  if (picture->source_set == NULL)
    return image;
  Node *around = node_new (tree, NODE_PICTURE), *source = node_new (tree, GUMBO_TAG_SOURCE);
  node_set (tree, source, "type", "image/webp");
  set (tree, source, "srcset", picture->source_set);
  set (tree, source, "sizes", picture->sizes);
  node_wrap (image, around);
  node_insert_before (image, source);
  return around;
}

static gboolean
is_in_link (const Node *node)
{
  for (; node != NULL; node = node->parent)
    if (node->tag == GUMBO_TAG_A)
      return TRUE;
  return FALSE;
}

/* A link around it has nothing to say but what the picture says; a picture that says nothing is no link. */
static Node *
add_link (Tree *tree, Node *shown, const Node *image, const MarkdownPicture *picture)
{
  const char *alt = node_attribute (image, "alt");
  if (is_in_link (shown) || alt == NULL || *alt == '\0')
    return shown;
  Node *link = node_new (tree, GUMBO_TAG_A);
  set (tree, link, "href", picture->whole);
  node_wrap (shown, link);
  return link;
}

/* ---- The figure ---- */

static gboolean
is_blank (const Node *node)
{
  return node->tag == NODE_WORDS && strspn (node->text, " \n\t") >= node->length;
}

/* Whether NODE is all that its paragraph holds. */
static gboolean
is_alone (const Node *node)
{
  if (node->parent == NULL || node->parent->tag != GUMBO_TAG_P)
    return FALSE;
  for (const Node *other = node->parent->first; other != NULL; other = other->next)
    if (other != node && !is_blank (other))
      return FALSE;
  return TRUE;
}

static void
add_caption (Tree *tree, Node *figure, const MarkdownPicture *picture)
{
  if (picture->caption == NULL && picture->credit == NULL)
    return;
  Node *caption = node_new (tree, GUMBO_TAG_FIGCAPTION);
  if (picture->caption != NULL)
    append_words (tree, caption, picture->caption);
  if (picture->credit != NULL)
    {
      Node *credit = node_new (tree, GUMBO_TAG_SPAN);
      node_set (tree, credit, "class", "credit");
      append_words (tree, credit, picture->credit);
      if (picture->caption != NULL)
        append_words (tree, caption, " ");
      node_append (caption, credit);
    }
  node_append (figure, caption);
}

static void
make_figure (Tree *tree, Node *shown, const MarkdownPicture *picture)
{
  Node *paragraph = shown->parent, *figure = node_new (tree, GUMBO_TAG_FIGURE);

  node_insert_before (paragraph, figure);
  node_remove (shown);
  node_remove (paragraph);
  node_append (figure, shown);
  add_caption (tree, figure, picture);
}

static void
place (Tree *tree, Node *image, const MarkdownPicture *picture)
{
  gboolean alone = is_alone (image);

  fill_image (tree, image, picture);
  Node *shown = add_link (tree, add_sources (tree, image, picture), image, picture);
  if (alone)
    make_figure (tree, shown, picture);
}

/* The next node in reading order, within ROOT. */
static Node *
after (const Node *root, Node *node)
{
  if (node->first != NULL)
    return node->first;
  while (node != root && node->next == NULL)
    node = node->parent;
  return node != root ? node->next : NULL;
}

void
pictures_place (Tree *tree, const MarkdownPicture *pictures, gsize count)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();

  for (Node *node = tree->root; node != NULL; node = after (tree->root, node))
    if (node->tag == GUMBO_TAG_IMG && find (pictures, count, node_attribute (node, "src")) != NULL)
      g_ptr_array_add (images, node);
  for (guint i = 0; i < images->len; i++)
    place (tree, images->pdata[i], find (pictures, count, node_attribute (images->pdata[i], "src")));
}

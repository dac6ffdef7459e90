/* parse.c: one HTML5 parse of a text, under bounds: of length, of nesting (sift.h), and of the memory that the parser
 * may take. Gumbo cannot report that memory ran out, so its allocator jumps out of it; all it had lies in one arena.
 * A text that breaks the bounds is no text that people wrote: its tags are left out and its words kept. */
#include "text/tree.h"

#include <setjmp.h>
#include <string.h>

#include "text/aside.h"
#include "text/build.h"
#include "text/sift.h"

/* A whole document, since gumbo's way with fragments runs into its own assertions; the rule keeps a <frameset> in the
 * text from taking the body's place. */
#define DOCUMENT_START "<!DOCTYPE html><body><hr>"
#define MEMORY_LEAST (4u * 1024 * 1024)
#define MEMORY_A_BYTE 128u

typedef struct
{
  Arena *arena;
  gsize limit;
  jmp_buf exhausted;
} Parse;

static void *
parse_allocate (void *data, size_t size)
{
  Parse *parse = data;

  if (size > parse->limit || arena_used (parse->arena) > parse->limit - size)
    longjmp (parse->exhausted, 1);
  return arena_alloc (parse->arena, size);
}

static void
parse_free (void *data G_GNUC_UNUSED, void *memory G_GNUC_UNUSED)
{
}

/* NULL if the parser ran out of the memory it may have. */
static GumboOutput *
parse_within_bounds (Arena *arena, const char *html, gsize length)
{
  Parse parse = { .arena = arena, .limit = MEMORY_LEAST + MEMORY_A_BYTE * length };
  GumboOptions options = kGumboDefaultOptions;

  options.allocator = parse_allocate;
  options.deallocator = parse_free;
  options.userdata = &parse;
  options.max_errors = 0;
  if (setjmp (parse.exhausted) != 0)
    return NULL;
  return gumbo_parse_with_options (&options, html, length);
}

static Tree *
tree_new (void)
{
  Tree *tree = g_new0 (Tree, 1);

  tree->arena = arena_new ();
  tree->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  tree->ids = g_hash_table_new (g_str_hash, g_str_equal);
  tree->root = node_new (tree, NODE_ROOT);
  return tree;
}

/* The words between the tags of HTML, in a paragraph. */
static void
keep_words_alone (Tree *tree, const char *html, gsize length)
{
  GString *words = g_string_new (NULL);
  g_autofree char *valid = NULL;
  Node *paragraph = node_new (tree, GUMBO_TAG_P);
  gboolean in_tag = FALSE;

  for (gsize i = 0; i < length; i++)
    if (html[i] == '<' || html[i] == '>')
      in_tag = html[i] == '<';
    else if (!in_tag && (guchar)html[i] >= ' ')
      g_string_append_c (words, html[i]);
  valid = g_utf8_make_valid (words->str, (gssize)words->len);
  g_string_free (words, TRUE);
  node_append (tree->root, paragraph);
  node_append (paragraph, node_text_new (tree, arena_copy (tree->arena, valid, strlen (valid)), strlen (valid)));
}

static gsize
bounded_length (const char *html, gsize length)
{
  if (length <= TREE_LIMIT)
    return length;
  length = TREE_LIMIT;
  while (length > 0 && ((guchar)html[length] & 0xc0) == 0x80)
    length--;
  return length;
}

static const GumboNode *
body_of (const GumboOutput *output)
{
  const GumboVector *children = &output->root->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY)
        return child;
    }
  g_assert_not_reached (); /* the document starts with one */
}

/* The document for the parser, the words of HTML set aside where that can be done. */
static GString *
document_of (Tree *tree, const char *html, gsize length)
{
  const char *copy = arena_copy (tree->arena, html, length);
  GString *document = aside_set (copy, length, tree->stretches);

  if (document == NULL)
    document = g_string_new_len (html, (gssize)length);
  return g_string_prepend (document, DOCUMENT_START);
}

Tree *
tree_from_html (const char *html, gsize length)
{
  Tree *tree = tree_new ();
  gsize bounded = bounded_length (html, length);
  g_autofree char *sifted = sift_html (html, bounded, &bounded);
  g_autoptr (GString) document = document_of (tree, sifted == NULL ? html : sifted, bounded);
  GumboOutput *output = parse_within_bounds (tree->arena, document->str, document->len);

  if (output == NULL)
    keep_words_alone (tree, sifted == NULL ? html : sifted, bounded);
  else
    build_tree (tree, body_of (output), 1);
  return tree;
}

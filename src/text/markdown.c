/* markdown.c: CommonMark to HTML by cmark-gfm, then one HTML5 parse for everything else: what is clean, where the
 * headings stand, which blocks there are. Raw HTML passes through cmark as it is; the parse takes it apart. */
#include "text/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <string.h>

#include "text/blocks.h"
#include "text/bold.h"
#include "text/interview.h"
#include "text/outline.h"
#include "text/pictures.h"
#include "text/tree.h"

#define OPTIONS (CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8)

static void
attach_extensions (cmark_parser *parser)
{
  static const char *const names[] = { "table", "strikethrough", "autolink" };
  static gsize registered = 0;

  if (g_once_init_enter (&registered)) /* cmark's own registering is not safe between threads */
    {
      cmark_gfm_core_extensions_ensure_registered ();
      g_once_init_leave (&registered, 1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (names[i]));
}

/* While it reads inline text, cmark-gfm notes in tables that all parsers share which characters the extensions begin
 * with, and strikes them out when it is done (cmark_manage_extensions_special_characters): two at once would miss
 * each other's. It is the lesser part of the work. */
static cmark_node *
finish_alone (cmark_parser *parser)
{
  static GMutex tables;

  g_mutex_lock (&tables);
  cmark_node *document = cmark_parser_finish (parser);
  g_mutex_unlock (&tables);
  return document;
}

/* Transfer full, by free(). */
static char *
html_from_markdown (const char *markdown, gsize length)
{
  cmark_parser *parser = cmark_parser_new (OPTIONS);
  cmark_node *document;
  char *html;

  attach_extensions (parser);
  cmark_parser_feed (parser, markdown, MIN (length, TREE_LIMIT));
  document = finish_alone (parser);
  html = cmark_render_html (document, OPTIONS, cmark_parser_get_syntax_extensions (parser));
  cmark_node_free (document);
  cmark_parser_free (parser);
  return html;
}

/* A wide table scrolls in a box of its own, which a keyboard can reach (WCAG 2.1.1). */
static void
box_tables (Tree *tree, Node *node)
{
  for (Node *child = node->first; child != NULL; child = child->next)
    {
      box_tables (tree, child);
      if (child->tag != GUMBO_TAG_TABLE)
        continue;
      Node *box = node_new (tree, GUMBO_TAG_DIV);
      node_set (tree, box, "tabindex", "0");
      node_set (tree, box, "role", "group");
      node_set (tree, box, "class", "table");
      node_wrap (child, box);
      child = box;
    }
}

Rendition *
markdown_render_with (const char *markdown, gsize length, gboolean interview, const MarkdownPicture *pictures,
                      gsize count)
{
  char *html = html_from_markdown (markdown, length);
  g_autoptr (Tree) tree = tree_from_html (html, strlen (html));
  Rendition *rendition = g_new0 (Rendition, 1);

  if (interview)
    interview_shape (tree);
  bold_promote (tree);
  rendition->headings = outline_settle (tree);
  rendition->blocks = blocks_of (tree);
  rendition->plain = blocks_plain (tree);
  box_tables (tree, tree->root);
  if (count > 0)
    pictures_place (tree, pictures, count);
  rendition->html = tree_to_html (tree);
  free (html);
  return rendition;
}

Rendition *
markdown_render (const char *markdown, gsize length, gboolean interview)
{
  return markdown_render_with (markdown, length, interview, NULL, 0);
}

void
rendition_free (Rendition *rendition)
{
  g_free (rendition->html);
  g_free (rendition->plain);
  g_ptr_array_unref (rendition->headings);
  g_ptr_array_unref (rendition->blocks);
  g_free (rendition);
}

/* From a template's text to its nodes.
 *
 * The parser keeps the tags that are open as a stack of scopes, and the text since the last tag. Tags that stand
 * alone on their line leave no trace of it. Within a parent only blocks count, and text between them is dropped.
 *
 * Blocks and indentation: what fills a block is written at one depth and appears at another. So where it is written,
 * the indentation of its first line is taken off each of its lines (DEDENT); where it appears, the indentation of the
 * block is put before each line (Node.indent). Default content is left as it is written. */
#include "template/builder.h"
#include "template/tag.h"

#include <string.h>

#define NO_NODE G_MAXUINT

typedef struct
{
  Tag tag; /* the opening tag */
  unsigned node;
  unsigned margin_node; /* of a parent: the text node with the white space before it */
  Slice dedent;         /* what was taken off each line outside */
} Scope;

typedef struct
{
  TagReader reader;
  GArray *scopes;
  Builder builder;
} Parser;

static void
parser_clear (Parser *parser)
{
  g_array_unref (parser->scopes);
  builder_clear (&parser->builder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

static Scope *
innermost (const Parser *parser)
{
  return parser->scopes->len == 0 ? NULL : &g_array_index (parser->scopes, Scope, parser->scopes->len - 1);
}

static gboolean
is_in_parent (const Parser *parser)
{
  Scope *scope = innermost (parser);

  return scope != NULL && scope->tag.kind == TAG_PARENT;
}

static gboolean fail (const Parser *parser, unsigned line, TemplateError code, GError **error, const char *format,
                      ...) G_GNUC_PRINTF (5, 6);

static gboolean
fail (const Parser *parser, unsigned line, TemplateError code, GError **error, const char *format, ...)
{
  g_autofree char *problem = NULL;
  va_list arguments;

  va_start (arguments, format);
  problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TEMPLATE_ERROR, (int)code, "%s:%u: %s", parser->reader.label, line, problem);
  return FALSE;
}

/* "{{#latest}}", for messages. */
static char *
spell (const Tag *tag)
{
  int length = (int)MIN (tag->name.length, 80);

  return g_strdup_printf ("%s%s%.*s%s", tag_opening (tag->kind), tag->dynamic ? "*" : "", length, tag->name.text,
                          tag->kind == TAG_RAW ? "}}}" : "}}");
}

static NodeKind
node_kind (TagKind kind)
{
  switch (kind)
    {
    case TAG_RAW:
      return NODE_RAW;
    case TAG_SECTION:
      return NODE_SECTION;
    case TAG_INVERTED:
      return NODE_INVERTED;
    case TAG_PARTIAL:
      return NODE_PARTIAL;
    case TAG_PARENT:
      return NODE_PARENT;
    case TAG_BLOCK:
      return NODE_BLOCK;
    default:
      return NODE_VARIABLE;
    }
}

/* Add the node of TAG, with its name. */
static Node *
add_tag (Parser *parser, const Tag *tag, GError **error)
{
  Node *node = builder_add_node (&parser->builder, node_kind (tag->kind), tag->line);
  gboolean is_literal =
      tag->kind == TAG_BLOCK || ((tag->kind == TAG_PARTIAL || tag->kind == TAG_PARENT) && !tag->dynamic);

  node->text = builder_keep (&parser->builder, tag->name);
  node->dynamic = tag->dynamic;
  return is_literal || builder_add_keys (&parser->builder, node, tag->name, error) ? node : NULL;
}

static Slice
margin (const Parser *parser, const Tag *tag)
{
  if (tag->margin == NULL)
    return (Slice){ tag->start, 0 };
  return builder_dedent (&parser->builder, (Slice){ tag->margin, (gsize)(tag->start - tag->margin) });
}

static gboolean
open_scope (Parser *parser, const Tag *tag, unsigned margin_node, GError **error)
{
  Scope scope = { *tag, parser->builder.nodes->len, margin_node, parser->builder.dedent };

  if (parser->scopes->len == TEMPLATE_NESTING)
    return fail (parser, tag->line, TEMPLATE_ERROR_TOO_DEEP, error,
                 "tags nest more than %d deep here; move the inner ones into a partial", TEMPLATE_NESTING);
  g_array_append_val (parser->scopes, scope);
  return TRUE;
}

static gboolean
take_partial (Parser *parser, const Tag *tag, gboolean alone, GError **error)
{
  Node *node = add_tag (parser, tag, error);

  if (node == NULL)
    return FALSE;
  if (alone)
    node->indent = builder_keep (&parser->builder, margin (parser, tag));
  return TRUE;
}

/* Whether a parent has a line of its own shows only at its end: keep the margin apart until then. */
static gboolean
take_parent (Parser *parser, const Tag *tag, GError **error)
{
  Slice before = margin (parser, tag);
  unsigned margin_node = NO_NODE;
  Node *node;

  if (before.length > 0)
    {
      margin_node = parser->builder.nodes->len;
      builder_add_node (&parser->builder, NODE_TEXT, tag->line)->text = builder_keep (&parser->builder, before);
    }
  if (!open_scope (parser, tag, margin_node, error))
    return FALSE;
  node = add_tag (parser, tag, error);
  if (node == NULL)
    return FALSE;
  node->indent = builder_keep (&parser->builder, before);
  return TRUE;
}

/* A block has one filling only. */
static gboolean
check_first_filling (const Parser *parser, const Tag *tag, GError **error)
{
  const Scope *scope = innermost (parser);

  for (unsigned i = scope->node + 1; i < parser->builder.nodes->len;)
    {
      const Node *node = &g_array_index (parser->builder.nodes, Node, i);

      if (node->text.length == tag->name.length && memcmp (node->text.text, tag->name.text, tag->name.length) == 0)
        return fail (parser, tag->line, TEMPLATE_ERROR_SYNTAX, error,
                     "the block {{$%s}} is filled a second time (first in line %u); keep one of the two",
                     node->text.text, node->line);
      i = node->after;
    }
  return TRUE;
}

/* A block within a parent: content that will appear elsewhere. */
static gboolean
take_filling (Parser *parser, const Tag *tag, GError **error)
{
  if (!check_first_filling (parser, tag, error) || !open_scope (parser, tag, NO_NODE, error))
    return FALSE;
  parser->builder.dedent = tag->next_line != NULL ? tag_first_indent (tag->next_line, parser->reader.end)
                                                  : tag_line_indent (&parser->reader, tag->start);
  return add_tag (parser, tag, error) != NULL;
}

/* A block anywhere else: a place that can be filled. */
static gboolean
take_block (Parser *parser, const Tag *tag, gboolean alone, GError **error)
{
  Node *node;
  Slice indent = margin (parser, tag);

  if (alone)
    indent = builder_dedent (&parser->builder, tag_first_indent (tag->next_line, parser->reader.end));
  if (!open_scope (parser, tag, NO_NODE, error))
    return FALSE;
  node = add_tag (parser, tag, error);
  if (node == NULL)
    return FALSE;
  node->line_open = alone;
  node->indent = builder_keep (&parser->builder, indent);
  return TRUE;
}

static gboolean
matches (const Tag *open, const Tag *close)
{
  return open->name.length == close->name.length && open->dynamic == close->dynamic
         && memcmp (open->name.text, close->name.text, open->name.length) == 0;
}

static gboolean
check_close (const Parser *parser, const Tag *tag, GError **error)
{
  const Scope *scope = innermost (parser);
  g_autofree char *close = spell (tag);
  g_autofree char *open = NULL;

  if (scope == NULL)
    return fail (parser, tag->line, TEMPLATE_ERROR_SYNTAX, error,
                 "%s closes nothing: no section or block of that name is open here", close);
  if (matches (&scope->tag, tag))
    return TRUE;
  open = spell (&scope->tag);
  return fail (parser, tag->line, TEMPLATE_ERROR_SYNTAX, error, "%s stands where %s of line %u must be closed first",
               close, open, scope->tag.line);
}

static void
settle_parent (Parser *parser, const Scope *scope, gboolean alone)
{
  if (!alone)
    g_array_index (parser->builder.nodes, Node, scope->node).indent.length = 0;
  else if (scope->margin_node != NO_NODE)
    g_array_index (parser->builder.nodes, Node, scope->margin_node).text.length = 0;
}

static gboolean
take_close (Parser *parser, const Tag *tag, gboolean alone, GError **error)
{
  Scope *scope = innermost (parser);

  if (!check_close (parser, tag, error))
    return FALSE;
  if (scope->tag.kind == TAG_PARENT)
    settle_parent (parser, scope, alone);
  g_array_index (parser->builder.nodes, Node, scope->node).after = parser->builder.nodes->len;
  parser->builder.dedent = scope->dedent;
  g_array_set_size (parser->scopes, parser->scopes->len - 1);
  return TRUE;
}

static gboolean
take_end_of_text (const Parser *parser, GError **error)
{
  const Scope *scope = innermost (parser);
  g_autofree char *open = NULL;

  if (scope == NULL)
    return TRUE;
  open = spell (&scope->tag);
  return fail (parser, scope->tag.line, TEMPLATE_ERROR_SYNTAX, error, "the %s %s is never closed; add {{/%s%.*s}}",
               scope->tag.kind == TAG_PARENT  ? "parent"
               : scope->tag.kind == TAG_BLOCK ? "block"
                                              : "section",
               open, scope->tag.dynamic ? "*" : "", (int)MIN (scope->tag.name.length, 80), scope->tag.name.text);
}

static gboolean
take_tag (Parser *parser, const Tag *tag, gboolean alone, GError **error)
{
  switch (tag->kind)
    {
    case TAG_END_OF_TEXT:
      return take_end_of_text (parser, error);
    case TAG_SECTION:
    case TAG_INVERTED:
      return open_scope (parser, tag, NO_NODE, error) && add_tag (parser, tag, error) != NULL;
    case TAG_PARTIAL:
      return take_partial (parser, tag, alone, error);
    case TAG_PARENT:
      return take_parent (parser, tag, error);
    case TAG_BLOCK:
      return is_in_parent (parser) ? take_filling (parser, tag, error) : take_block (parser, tag, alone, error);
    case TAG_CLOSE:
      return take_close (parser, tag, alone, error);
    case TAG_COMMENT:
    case TAG_DELIMITERS:
      return TRUE;
    default:
      return add_tag (parser, tag, error) != NULL;
    }
}

/* What would be lost in silence directly within a parent. */
static gboolean
check_place (const Parser *parser, const Tag *tag, GError **error)
{
  g_autofree char *found = NULL;

  if (!is_in_parent (parser) || tag->kind == TAG_BLOCK || tag->kind == TAG_CLOSE || tag->kind == TAG_COMMENT
      || tag->kind == TAG_DELIMITERS || tag->kind == TAG_END_OF_TEXT)
    return TRUE;
  found = spell (tag);
  return fail (parser, tag->line, TEMPLATE_ERROR_SYNTAX, error,
               "%s would be lost: only blocks {{$name}}…{{/name}} count within the {{<%.*s}} of line %u", found,
               (int)MIN (innermost (parser)->tag.name.length, 80), innermost (parser)->tag.name.text,
               innermost (parser)->tag.line);
}

/* Whether the line end behind TAG belongs to it. */
static gboolean
takes_line_end (const Parser *parser, const Tag *tag)
{
  const Scope *scope = innermost (parser);

  if (tag->next_line == NULL || tag->kind <= TAG_RAW || tag->kind == TAG_PARENT)
    return FALSE;
  if (tag->kind == TAG_BLOCK && is_in_parent (parser))
    return TRUE;
  if (tag->kind == TAG_CLOSE && is_in_parent (parser))
    return scope->tag.margin != NULL;
  return tag->margin != NULL;
}

/* Whether the white space before TAG is no text: it goes with the line, or take_parent sees to it, or text behind the
 * closing tag is dropped in any case. */
static gboolean
takes_margin (const Parser *parser, const Tag *tag, gboolean alone)
{
  unsigned depth = parser->scopes->len;

  if (tag->margin == NULL || tag->kind <= TAG_RAW)
    return FALSE;
  if (alone || tag->kind == TAG_PARENT)
    return TRUE;
  return tag->kind == TAG_CLOSE && depth > 1
         && g_array_index (parser->scopes, Scope, depth - 2).tag.kind == TAG_PARENT;
}

static gboolean
parse (Parser *parser, GError **error)
{
  Tag tag;

  do
    {
      gboolean alone;

      if (!tag_read (&parser->reader, &tag, error) || !check_place (parser, &tag, error))
        return FALSE;
      alone = takes_line_end (parser, &tag);
      if (!is_in_parent (parser))
        builder_add_text (&parser->builder, parser->reader.at,
                          takes_margin (parser, &tag, alone) ? tag.margin : tag.start);
      if (tag.kind != TAG_COMMENT && tag.kind != TAG_DELIMITERS)
        builder_end_text (&parser->builder, tag.line);
      if (!take_tag (parser, &tag, alone, error))
        return FALSE;
      tag_pass (&parser->reader, &tag, alone);
    }
  while (tag.kind != TAG_END_OF_TEXT);
  return TRUE;
}

Template *
template_parse (const char *label, const char *text, gsize length, GError **error)
{
  g_auto (Parser) parser = { .scopes = g_array_new (FALSE, FALSE, sizeof (Scope)) };
  gsize mark = length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* of an editor, not of the text */

  tag_reader_init (&parser.reader, label, text + mark, length - mark);
  builder_init (&parser.builder, label, text + mark);
  if (!tag_check_text (label, text, length, error) || !parse (&parser, error))
    return NULL;
  return builder_finish (&parser.builder);
}

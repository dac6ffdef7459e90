/* nodes.h: a parsed template, private to this room.
 *
 * The nodes stand in one array in the order of the text; the children of node I are those from I + 1 up to its AFTER,
 * so that rendering walks forward in memory and skips in one step. Nothing changes once template_parse has returned.
 */
#pragma once

#include "template/template.h"

#define TEMPLATE_NESTING 64                    /* sections within sections, and partials within partials */
#define TEMPLATE_TEXT_LIMIT (16 * 1024 * 1024) /* bytes of one template */

/* Bytes that somebody else owns. */
typedef struct
{
  const char *text;
  gsize length;
} Slice;

typedef enum
{
  NODE_TEXT,
  NODE_VARIABLE,
  NODE_RAW,
  NODE_SECTION,
  NODE_INVERTED,
  NODE_PARTIAL,
  NODE_PARENT, /* its children are the blocks it fills, and nothing else */
  NODE_BLOCK
} NodeKind;

typedef struct
{
  NodeKind kind;
  gboolean dynamic;   /* of a partial or parent: its name is found in the context */
  gboolean line_open; /* of a block: its opening tag has a line of its own */
  unsigned line;
  unsigned after;     /* the node past its last child */
  unsigned first_key; /* a dotted name, as keys of the template; no key at all is {{.}} */
  unsigned keys;
  Slice text;   /* the text, or the name as it is written */
  Slice indent; /* what to put before each line of a partial, a parent or what fills a block */
} Node;

typedef struct
{
  char *label; /* how errors call it */
  Node *nodes;
  unsigned count;
  Slice *keys;
  GStringChunk *strings; /* all bytes the nodes and keys point to */
} Template;

Template *template_parse (const char *label, const char *text, gsize length, GError **error);
void template_free (Template *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Template, template_free)

/* TEXT is taken over. */
void template_memo_put (TemplateMemo *memo, const char *name, GString *text);
gboolean template_memo_is_fleeting (const TemplateMemo *memo, const json_t *value);
/* The template of a name, or NULL. */
const Template *template_set_find (const TemplateSet *set, const char *name);
/* The name in SET nearest in spelling, or NULL: “did you mean …?”. Borrowed. */
const char *template_set_nearest (const TemplateSet *set, const char *name);

/* tree.h: a clean text as a tree: only elements and attributes that may stand on a page, each where HTML lets it
 * stand.
 *
 * The tree is made from HTML in one parse (build.c) and owns everything in it. Elements bear the numbers of gumbo's
 * GumboTag; a text node bears NODE_WORDS and its characters, unescaped. */
#pragma once

#include <gumbo.h>

#include "text/arena.h"

#define NODE_WORDS GUMBO_TAG_LAST
#define NODE_PICTURE ((GumboTag)(GUMBO_TAG_LAST + 1)) /* which gumbo does not know */
#define NODE_ROOT GUMBO_TAG_BODY

typedef struct _Attribute Attribute;

struct _Attribute
{
  const char *name;
  const char *value; /* unescaped */
  Attribute *next;
};

typedef struct _Node Node;

struct _Node
{
  GumboTag tag;
  gboolean soft; /* a <p> or <ul> that the source did not write */
  Attribute *attributes;
  const char *text;
  gsize length; /* of the text */
  Node *parent, *first, *last, *previous, *next;
};

typedef struct
{
  Arena *arena;
  Node *root;
  GHashTable *ids;   /* in use, as a set; the strings live in the arena */
  GArray *stretches; /* words set aside while it is made (aside.h) */
} Tree;

/* Longer HTML is cut here. */
#define TREE_LIMIT (2u * 1024 * 1024)

/* Transfer full; never NULL, whatever HTML holds. */
Tree *tree_from_html (const char *html, gsize length);
void tree_free (Tree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tree, tree_free)

char *tree_to_html (const Tree *tree); /* transfer full */

Node *node_new (Tree *tree, GumboTag tag);
Node *node_text_new (Tree *tree, const char *text, gsize length); /* borrows TEXT */
void node_append (Node *parent, Node *child);
void node_insert_before (Node *sibling, Node *node);
void node_insert_after (Node *sibling, Node *node);
void node_remove (Node *node);
void node_adopt (Node *parent, Node *from); /* all children of FROM, after PARENT's own */
void node_unwrap (Node *node);              /* its children take its place */
void node_wrap (Node *node, Node *around);  /* AROUND takes its place and holds it */
const char *node_attribute (const Node *node, const char *name);
void node_set (Tree *tree, Node *node, const char *name, const char *value); /* borrows both */
gboolean node_is_heading (const Node *node);
gboolean node_is_block (const Node *node);
/* The text inside, white space folded, <br> as a space. Transfer full. */
char *node_plain (const Node *node);
void node_plain_append (const Node *node, GString *out);

/* bold.c: what is bold from end to end. People who have no headings at hand set a bold line in their place, and older
 * sites number it by a list of one item. Only short lines count, not sentences; several in a row are a title page or
 * an address, and a last one is a signature. */
#include "text/bold.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_LINE 120      /* characters of a bold line that may be a heading */
#define LONGEST_RUN 2         /* bold lines in a row */
#define SHORTEST_PARAGRAPH 60 /* characters after a bold start that make it a heading with a paragraph */

static gboolean
is_bold (const Node *node)
{
  return node->tag == GUMBO_TAG_STRONG || node->tag == GUMBO_TAG_B;
}

static gboolean
has_words (const Node *text)
{
  for (gsize i = 0; i < text->length; i++)
    if (!g_ascii_isspace (text->text[i]) && (guchar)text->text[i] != 0xc2 && (guchar)text->text[i] != 0xa0)
      return TRUE;
  return FALSE;
}

/* Whether any words in NODE are not bold, or there is something other than words. */
static gboolean
holds_other (const Node *node, gboolean bold, gboolean *words)
{
  if (node->tag == NODE_WORDS && has_words (node))
    {
      *words = TRUE;
      return !bold;
    }
  if (node->tag == GUMBO_TAG_IMG)
    return TRUE;
  for (const Node *child = node->first; child != NULL; child = child->next)
    if (holds_other (child, bold || is_bold (child), words))
      return TRUE;
  return FALSE;
}

gboolean
bold_throughout (const Node *node)
{
  gboolean words = FALSE;

  return !holds_other (node, FALSE, &words) && words;
}

static gboolean
holds_tag (const Node *node, GumboTag tag)
{
  for (const Node *child = node->first; child != NULL; child = child->next)
    if (child->tag == tag || holds_tag (child, tag))
      return TRUE;
  return FALSE;
}

static gboolean
holds_heading (const Node *node)
{
  for (const Node *child = node->first; child != NULL; child = child->next)
    if (node_is_heading (child) || holds_heading (child))
      return TRUE;
  return FALSE;
}

static gboolean
reads_as_heading (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  const char *last = length == 0 ? text : g_utf8_prev_char (text + strlen (text));

  return length > 1 && length <= LONGEST_LINE && strchr (".?!;,", *last) == NULL && !g_str_has_suffix (text, "。")
         && !g_str_has_suffix (text, "？") && !g_str_has_suffix (text, "؟");
}

static gboolean
is_bold_line (const Node *node)
{
  g_autofree char *text = NULL;

  if (node->tag != GUMBO_TAG_P || !bold_throughout (node) || holds_tag (node, GUMBO_TAG_BR))
    return FALSE;
  text = node_plain (node);
  return reads_as_heading (text);
}

/* A list of one bold item, as in “II. Scope of the Bill”. */
static gboolean
is_bold_item (const Node *node)
{
  g_autofree char *text = NULL;

  if (node->tag != GUMBO_TAG_OL || node->first == NULL || node->first->next != NULL || !bold_throughout (node->first)
      || holds_tag (node->first, GUMBO_TAG_BR) || holds_tag (node->first, GUMBO_TAG_OL)
      || holds_tag (node->first, GUMBO_TAG_UL))
    return FALSE;
  text = node_plain (node);
  return reads_as_heading (text);
}

/* A heading is bold by itself, and an underlined one looks like a link. */
static void
unwrap_bold (Node *node)
{
  Node *next;

  for (Node *child = node->first; child != NULL; child = next)
    {
      next = child->next;
      if ((is_bold (child) || child->tag == GUMBO_TAG_U) && child->attributes == NULL && child->first != NULL)
        {
          next = child->first;
          node_unwrap (child);
        }
      else
        unwrap_bold (child);
    }
}

static char *
roman (int number)
{
  static const struct
  {
    int value;
    const char *digits;
  } steps[] = { { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" }, { 10, "X" },
                { 9, "IX" },  { 5, "V" },   { 4, "IV" }, { 1, "I" } };
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    for (; number >= steps[i].value; number -= steps[i].value)
      g_string_append (out, steps[i].digits);
  return g_string_free (out, FALSE);
}

/* “II. ”, as the list would have shown it. */
static char *
item_marker (const Node *list)
{
  const char *type = node_attribute (list, "type");
  const char *start = node_attribute (list, "start");
  int number = start == NULL ? 1 : atoi (start);
  g_autofree char *digits = NULL;

  if (type != NULL && g_ascii_tolower (type[0]) == 'a' && number >= 1 && number <= 26)
    digits = g_strdup_printf ("%c", type[0] + number - 1);
  else if (type != NULL && g_ascii_tolower (type[0]) == 'i' && number >= 1 && number < 200)
    digits = roman (number);
  else
    digits = g_strdup_printf ("%d", number);
  if (type != NULL && type[0] == 'i')
    {
      g_autofree char *small = g_ascii_strdown (digits, -1);

      return g_strconcat (small, ". ", NULL);
    }
  return g_strconcat (digits, ". ", NULL);
}

static Node *
promote_item (Tree *tree, Node *list)
{
  g_autofree char *marker = item_marker (list);
  Node *heading = node_new (tree, GUMBO_TAG_H2);

  node_append (heading, node_text_new (tree, arena_copy (tree->arena, marker, strlen (marker)), strlen (marker)));
  if (list->first->first->tag == GUMBO_TAG_P)
    node_unwrap (list->first->first);
  node_adopt (heading, list->first);
  node_insert_before (list, heading);
  node_remove (list);
  return heading;
}

static gboolean
is_line_for_heading (const Node *node)
{
  return is_bold_line (node) || is_bold_item (node);
}

static guint
length_of_run (const Node *node)
{
  guint n = 0;

  for (; node != NULL && is_line_for_heading (node); node = node->next)
    n++;
  return n;
}

/* Make headings of a run of bold lines, unless it is long or nothing follows. Returns what follows it. */
static Node *
promote_run (Tree *tree, Node *node, guint length)
{
  Node *after = node;

  for (guint i = 0; i < length; i++)
    after = after->next;
  if (length > LONGEST_RUN || after == NULL)
    return after;
  while (node != after)
    {
      if (node->tag == GUMBO_TAG_OL)
        node = promote_item (tree, node);
      node->tag = GUMBO_TAG_H2;
      unwrap_bold (node);
      node = node->next;
    }
  return after;
}

/* The numbers that a list goes on with after TAKEN of its items. */
static void
number_on (Tree *tree, const Node *list, Node *rest, int taken)
{
  const char *type = node_attribute (list, "type"), *start = node_attribute (list, "start");
  g_autofree char *number = g_strdup_printf ("%d", (start == NULL ? 1 : atoi (start)) + taken);

  if (list->tag != GUMBO_TAG_OL)
    return;
  node_set (tree, rest, "start", arena_copy (tree->arena, number, strlen (number)));
  if (type != NULL)
    node_set (tree, rest, "type", type);
}

/* Part LIST after ITEM: what ITEM ends with stands between the two, the items after it in a list of their own. */
static void
part_list (Tree *tree, Node *list, Node *item, int taken)
{
  Node *line = item->last, *rest = node_new (tree, list->tag);

  number_on (tree, list, rest, taken);
  while (item->next != NULL)
    {
      Node *next = item->next;

      node_remove (next);
      node_append (rest, next);
    }
  node_remove (line);
  node_insert_after (list, line);
  if (rest->first != NULL)
    node_insert_after (line, rest);
}

/* A bold line that ends a list item was meant to stand before the next: indented too far. */
static void
lift_bold_lines (Tree *tree)
{
  for (Node *list = tree->root->first; list != NULL; list = list->next)
    {
      int taken = 1;

      if (list->tag != GUMBO_TAG_OL && list->tag != GUMBO_TAG_UL)
        continue;
      for (Node *item = list->first; item != NULL; item = item->next, taken++)
        if (item->last != NULL && item->last->previous != NULL && is_bold_line (item->last)
            && (item->next != NULL || list->next != NULL))
          part_list (tree, list, item, taken);
    }
}

/* The <br> after the bold words that NODE begins with; NULL if it does not begin so. */
static Node *
break_after_bold (const Node *node)
{
  gboolean words = FALSE;
  Node *child;

  if (node->tag != GUMBO_TAG_P)
    return NULL;
  for (child = node->first; child != NULL && child->tag != GUMBO_TAG_BR; child = child->next)
    if (holds_other (child, is_bold (child), &words))
      return NULL;
  return words ? child : NULL;
}

/* Part “**Question**<br>To ask the Minister …” into two paragraphs, if what follows the break is as long as one. */
static void
part_bold_start (Tree *tree, Node *node)
{
  Node *at = break_after_bold (node), *line;
  g_autofree char *all = NULL;
  g_autofree char *start = NULL;

  if (at == NULL || at->next == NULL)
    return;
  line = node_new (tree, GUMBO_TAG_P);
  line->attributes = node->attributes;
  while (node->first != at)
    {
      Node *child = node->first;

      node_remove (child);
      node_append (line, child);
    }
  start = node_plain (line);
  all = node_plain (node);
  if (!reads_as_heading (start) || g_utf8_strlen (all, -1) < SHORTEST_PARAGRAPH)
    {
      node_adopt (line, node);
      node_adopt (node, line);
      return;
    }
  node_remove (at);
  if (node->attributes != NULL && strcmp (node->attributes->name, "id") == 0)
    node->attributes = node->attributes->next;
  node_insert_before (node, line);
}

void
bold_promote (Tree *tree)
{
  Node *node = tree->root->first;

  if (holds_heading (tree->root))
    return;
  lift_bold_lines (tree);
  for (Node *at = node; at != NULL; at = at->next)
    part_bold_start (tree, at);
  for (node = tree->root->first; node != NULL;)
    {
      guint length = length_of_run (node);

      node = length > 0 ? promote_run (tree, node, length) : node->next;
    }
}

/* outline.c: see outline.h. A heading's level follows from the headings it stands under, not from the number that was
 * written: h3 under h1 becomes h3 under h2. */
#include "text/outline.h"

#include <string.h>

#include "record/slug.h"

#define LONGEST_LINE 120 /* characters of a bold line that may be a heading */
#define LONGEST_RUN 2    /* more bold lines in a row are a title page, or an address */

typedef struct
{
  Tree *tree;
  GPtrArray *headings;
  int open[6]; /* the written levels that the next heading may stand under */
  int depth;
} Outline;

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
outline_all_bold (const Node *node)
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

  if (node->tag != GUMBO_TAG_P || !outline_all_bold (node) || holds_tag (node, GUMBO_TAG_BR))
    return FALSE;
  text = node_plain (node);
  return reads_as_heading (text);
}

/* A list of one bold item, as in “II. Scope of the Bill”. */
static gboolean
is_bold_item (const Node *node)
{
  g_autofree char *text = NULL;

  if (node->tag != GUMBO_TAG_OL || node->first == NULL || node->first->next != NULL || !outline_all_bold (node->first)
      || holds_tag (node->first, GUMBO_TAG_BR) || holds_tag (node->first, GUMBO_TAG_OL)
      || holds_tag (node->first, GUMBO_TAG_UL))
    return FALSE;
  text = node_plain (node);
  return reads_as_heading (text);
}

static void
unwrap_bold (Node *node)
{
  Node *next;

  for (Node *child = node->first; child != NULL; child = next)
    {
      next = child->next;
      if (is_bold (child) && child->attributes == NULL && child->first != NULL)
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

void
outline_promote_bold (Tree *tree)
{
  Node *node = tree->root->first;

  if (holds_heading (tree->root))
    return;
  while (node != NULL)
    {
      guint length = length_of_run (node);

      node = length > 0 ? promote_run (tree, node, length) : node->next;
    }
}

static char *
unique_id (Tree *tree, const char *text)
{
  g_autofree char *slug = slug_from_title (text);
  g_autofree char *id = g_strconcat ("t-", slug, NULL);

  for (guint i = 2; g_hash_table_contains (tree->ids, id); i++)
    {
      g_free (id);
      id = g_strdup_printf ("t-%s-%u", slug, i);
    }
  return arena_copy (tree->arena, id, strlen (id));
}

static void
heading_free (Heading *heading)
{
  g_free (heading->id);
  g_free (heading->text);
  g_free (heading);
}

static void
note_heading (Outline *outline, Node *node, int level)
{
  Heading *heading = g_new0 (Heading, 1);

  heading->level = level;
  heading->text = node_plain (node);
  if (node_attribute (node, "id") == NULL)
    {
      char *id = unique_id (outline->tree, heading->text);
      Attribute *attribute = arena_alloc (outline->tree->arena, sizeof (Attribute));

      *attribute = (Attribute){ "id", id, node->attributes };
      node->attributes = attribute;
      g_hash_table_add (outline->tree->ids, id);
    }
  heading->id = g_strdup (node_attribute (node, "id"));
  g_ptr_array_add (outline->headings, heading);
}

static void
settle_heading (Outline *outline, Node *node)
{
  int level = (int)(node->tag - GUMBO_TAG_H1) + 1;

  while (outline->depth > 0 && outline->open[outline->depth - 1] >= level)
    outline->depth--;
  note_heading (outline, node, level);
  node->tag = (GumboTag)((int)GUMBO_TAG_H2 + MIN (outline->depth, 4));
  outline->open[outline->depth++] = level;
}

static void
settle_below (Outline *outline, Node *node)
{
  for (Node *child = node->first; child != NULL; child = child->next)
    if (node_is_heading (child))
      settle_heading (outline, child);
    else if (child->first != NULL)
      settle_below (outline, child);
}

GPtrArray *
outline_settle (Tree *tree)
{
  Outline outline = { .tree = tree, .headings = g_ptr_array_new_with_free_func ((GDestroyNotify)heading_free) };

  settle_below (&outline, tree->root);
  return outline.headings;
}

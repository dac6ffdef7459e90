/* kramdown.c: line by line, with the list items that are open and the HTML elements that are.
 *
 * CommonMark takes four spaces for code, ends raw HTML at an empty line and lets a list count on by itself; kramdown
 * does none of that, and the texts of offices are written for how they look there. So each line is moved to where its
 * list item begins, HTML is moved to the margin, and a number that does not follow from the one before starts a new
 * list. */
#include "text/kramdown.h"

#include <gumbo.h>
#include <string.h>

#include "text/liquid.h"
#include "text/spans.h"

#define DEEPEST_LIST 8
#define NO_NUMBER (-1)

typedef struct
{
  gsize content; /* the column at which its text begins */
  gint64 number; /* of a numbered list; NO_NUMBER of another */
} Item;

typedef struct
{
  GString *out;
  Item items[DEEPEST_LIST]; /* open, outermost first */
  guint depth;
  guint html;   /* HTML block elements that are open */
  gint64 start; /* said by {:start="N"} for the next item; NO_NUMBER if not */
  gboolean after_blank;
  gboolean bare_table; /* in a table whose header row was put there */
  char fence;          /* the character of the fence we are in, or 0 */
} Lines;

typedef struct
{
  gsize indent;     /* columns of white space before */
  const char *text; /* after it, without trailing white space */
  gsize length;
} Line;

typedef struct
{
  gsize width;   /* of the marker with one space */
  gint64 number; /* NO_NUMBER for a bullet */
  gsize text;    /* where the item's words begin in the line */
} Marker;

static Line
read_line (const char *line, gsize length)
{
  Line read = { .text = line, .length = length };

  while (read.length > 0 && (*read.text == ' ' || *read.text == '\t'))
    {
      read.indent += *read.text == '\t' ? 4 - read.indent % 4 : 1;
      read.text++;
      read.length--;
    }
  return read;
}

static gboolean
is_blank (const Line *line)
{
  return line->length == 0 || strspn (line->text, " \t\r\f") >= line->length;
}

/* <br> alone above a paragraph would make raw HTML of it. */
static gboolean
is_line_break (const Line *line)
{
  return (line->length >= 4 && line->length <= 8 && g_ascii_strncasecmp (line->text, "<br>", 4) == 0
          && strspn (line->text + 4, " \t\r") >= line->length - 4)
         || (line->length >= 5 && line->length <= 9 && g_ascii_strncasecmp (line->text, "<br", 3) == 0
             && strspn (line->text + 3, "/> \t\r") >= line->length - 3);
}

/* A list marker at the beginning of LINE, followed by white space and words. */
static gboolean
read_marker (const Line *line, Marker *marker)
{
  gsize n = 0;

  marker->number = NO_NUMBER;
  if (line->length > 0 && strchr ("*+-", line->text[0]) != NULL)
    n = 1;
  else
    {
      while (n < line->length && n < 9 && g_ascii_isdigit (line->text[n]))
        n++;
      if (n == 0 || n >= line->length || line->text[n] != '.')
        return FALSE;
      marker->number = g_ascii_strtoll (line->text, NULL, 10);
      n++;
    }
  marker->width = n + 1;
  for (marker->text = n; marker->text < line->length && strchr (" \t", line->text[marker->text]) != NULL;)
    marker->text++;
  return marker->text > n && marker->text < line->length;
}

/* “* * *” and “---” are rules. */
static gboolean
is_rule (const Line *line)
{
  gsize marks = 0;

  for (gsize i = 0; i < line->length; i++)
    if (line->text[i] == line->text[0])
      marks++;
    else if (line->text[i] != ' ' && line->text[i] != '\t')
      return FALSE;
  return marks >= 3 && strchr ("*-_", line->text[0]) != NULL;
}

static gboolean
is_block_tag (const char *name, gsize length)
{
  static const char *const names[] = { "ol",     "ul",     "li",      "table", "thead",  "tbody",      "tfoot",
                                       "tr",     "td",     "th",      "div",   "p",      "center",     "dl",
                                       "dt",     "dd",     "section", "aside", "figure", "blockquote", "article",
                                       "header", "footer", "h1",      "h2",    "h3",     "h4",         "h5",
                                       "h6",     "iframe", NULL };

  for (const char *const *at = names; *at != NULL; at++)
    if (strlen (*at) == length && g_ascii_strncasecmp (name, *at, length) == 0)
      return TRUE;
  return FALSE;
}

/* Elements that people leave open: they do not keep HTML going. */
static gboolean
closes_itself (const char *name, gsize length)
{
  return (length == 1 && g_ascii_tolower (name[0]) == 'p')
         || (length == 2
             && (g_ascii_strncasecmp (name, "li", 2) == 0 || g_ascii_strncasecmp (name, "dt", 2) == 0
                 || g_ascii_strncasecmp (name, "dd", 2) == 0));
}

static const char *
tag_name (const char *mark, const char *end, gsize *length)
{
  const char *name = mark + 1 + (mark + 1 < end && mark[1] == '/');

  for (*length = 0; name + *length < end && g_ascii_isalnum (name[*length]);)
    ++*length;
  return name;
}

static gboolean
begins_html (const Line *line)
{
  gsize length;
  const char *name;

  if (line->length < 2 || line->text[0] != '<')
    return FALSE;
  name = tag_name (line->text, line->text + line->length, &length);
  return is_block_tag (name, length);
}

/* Follow which block elements LINE leaves open. */
static void
count_html (Lines *lines, const Line *line)
{
  const char *end = line->text + line->length;

  for (const char *at = line->text; (at = memchr (at, '<', (gsize)(end - at))) != NULL; at++)
    {
      gsize length;
      const char *name = tag_name (at, end, &length);

      if (!is_block_tag (name, length) || closes_itself (name, length))
        continue;
      if (at[1] != '/')
        lines->html++;
      else if (lines->html > 0)
        lines->html--;
    }
}

static void
put_indent (Lines *lines, gsize columns)
{
  for (gsize i = 0; i < columns; i++)
    g_string_append_c (lines->out, ' ');
}

/* A line of words, at a column. */
static void
put_line (Lines *lines, gsize indent, const char *text, gsize length)
{
  g_autofree char *spans = spans_to_commonmark (text, length);

  put_indent (lines, indent);
  g_string_append (lines->out, spans);
  g_string_append_c (lines->out, '\n');
}

static gsize
base_column (const Lines *lines)
{
  return lines->depth == 0 ? 0 : lines->items[lines->depth - 1].content;
}

/* Leave the items that a line at COLUMN no longer belongs to. */
static void
leave_items (Lines *lines, gsize column)
{
  while (lines->depth > 0 && lines->items[lines->depth - 1].content > column)
    lines->depth--;
}

/* {:start="3"}, in whatever quotes people found on their keyboards. */
static gboolean
read_start (Lines *lines, const Line *line)
{
  const char *digits;

  if (line->length < 3 || strncmp (line->text, "{:", 2) != 0)
    return FALSE;
  digits = line->text + strcspn (line->text, "0123456789\n");
  lines->start = g_ascii_isdigit (*digits) ? g_ascii_strtoll (digits, NULL, 10) : NO_NUMBER;
  lines->start = lines->start > 999999999 ? NO_NUMBER : lines->start;
  return TRUE;
}

/* The number that an item is to show: what was said for it, if what was written is only “1.” to make a list. */
static gint64
shown_number (const Lines *lines, const Marker *marker)
{
  return lines->start != NO_NUMBER && marker->number <= 1 ? lines->start : marker->number;
}

/* Part the item from the list before it, which would number it on. */
static void
part_lists (Lines *lines, gsize indent)
{
  if (!lines->after_blank)
    g_string_append_c (lines->out, '\n');
  put_indent (lines, indent);
  g_string_append (lines->out, "<!-- -->\n\n");
}

/* The item that stands where this one begins and that it follows; NULL if it opens a list. */
static const Item *
item_before (const Lines *lines, gsize indent)
{
  for (guint i = lines->depth; i < DEEPEST_LIST && i < lines->depth + 1; i++)
    if (lines->items[i].content > indent)
      return &lines->items[i];
  return NULL;
}

static void
put_item (Lines *lines, const Line *line, const Marker *marker, gsize indent)
{
  const Item *before = item_before (lines, indent);
  gint64 number = shown_number (lines, marker);
  char digits[24] = "";
  gsize width;

  if (number != NO_NUMBER && before != NULL && before->number != NO_NUMBER && number != before->number + 1)
    part_lists (lines, indent);
  if (number != NO_NUMBER)
    g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT ".", number);
  else
    digits[0] = line->text[0];
  width = strlen (digits) + 1;
  put_indent (lines, indent);
  g_string_append_printf (lines->out, "%s ", digits);
  put_line (lines, 0, line->text + marker->text, line->length - marker->text);
  lines->start = NO_NUMBER;
  if (lines->depth < DEEPEST_LIST)
    lines->items[lines->depth++] = (Item){ indent + width, number };
}

/* Forget the items below the open ones: what comes does not go on with them. */
static void
forget_items (Lines *lines)
{
  for (guint i = lines->depth; i < DEEPEST_LIST; i++)
    lines->items[i] = (Item){ 0, NO_NUMBER };
}

static void
put_words (Lines *lines, const Line *line)
{
  if (lines->after_blank)
    {
      leave_items (lines, line->indent);
      forget_items (lines);
    }
  put_line (lines, MIN (line->indent, base_column (lines)), line->text, line->length);
  lines->start = NO_NUMBER;
}

/* HTML and what stands in it keep the column at which it began: an empty line in it must not lead out of the item. */
static void
put_html (Lines *lines, const Line *line)
{
  if (lines->html == 0 && lines->after_blank)
    {
      leave_items (lines, line->indent);
      forget_items (lines);
    }
  put_line (lines, base_column (lines), line->text, line->length);
  count_html (lines, line);
  lines->start = NO_NUMBER;
}

static gboolean
follow_fence (Lines *lines, const Line *line)
{
  gboolean marks = line->length >= 3 && (line->text[0] == '`' || line->text[0] == '~')
                   && line->text[1] == line->text[0] && line->text[2] == line->text[0];

  if (lines->fence == 0 && !marks)
    return FALSE;
  if (marks && lines->fence == 0)
    lines->fence = line->text[0];
  else if (marks && line->text[0] == lines->fence)
    lines->fence = 0;
  return TRUE;
}

static gsize
line_length (const char *text)
{
  return strcspn (text, "\r\n");
}

/* How many cells a row has that begins with a bar. */
static guint
count_cells (const char *text, gsize length)
{
  guint bars = 0;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  for (gsize i = 1; i < length; i++)
    bars += text[i] == '|' && text[i - 1] != '\\' ? 1 : 0;
  return bars + (length > 0 && text[length - 1] == '|' ? 0 : 1);
}

/* "|---|:--:|" */
static gboolean
is_delimiter (const char *text, gsize length)
{
  return length > 1 && memchr (text, '-', length) != NULL && strspn (text, "|:-+ \t") >= length;
}

/* The widest row of the table that goes on with the lines from NEXT. */
static guint
table_width (const Line *line, const char *next)
{
  guint width = count_cells (line->text, line->length);

  for (next += strspn (next, " \t"); *next == '|'; next += strspn (next, "\r\n \t"))
    {
      width = MAX (width, count_cells (next, line_length (next)));
      next += line_length (next);
      if (g_str_has_prefix (next, "\n\n") || g_str_has_prefix (next, "\r\n\r\n"))
        break;
    }
  return width;
}

/* A table that kramdown takes, and GitHub's does not or not whole: without a header row, with several, or with rows
 * wider than the header. It gets an empty header as wide as its widest row, which the cleaner drops. */
static gboolean
begins_bare_table (const Lines *lines, const Line *line, const char *next)
{
  const char *at = next + strspn (next, " \t");

  if (line->text[0] != '|' || !lines->after_blank)
    return FALSE;
  return *at != '|' || !is_delimiter (at, line_length (at))
         || table_width (line, next) != count_cells (at, line_length (at))
         || count_cells (line->text, line->length) != count_cells (at, line_length (at));
}

static void
put_empty_header (Lines *lines, guint width)
{
  for (guint row = 0; row < 2; row++)
    {
      put_indent (lines, base_column (lines));
      for (guint i = 0; i < width; i++)
        g_string_append (lines->out, row == 0 ? "|   " : "|---");
      g_string_append (lines->out, "|\n");
    }
}

/* In a table that has got a header, a line between rows says nothing. */
static gboolean
follow_bare_table (Lines *lines, const Line *line, const char *next)
{
  if (begins_bare_table (lines, line, next))
    {
      put_empty_header (lines, table_width (line, next));
      lines->bare_table = TRUE;
    }
  lines->bare_table &= line->text[0] == '|';
  return lines->bare_table && is_delimiter (line->text, line->length);
}

static void
put_any (Lines *lines, const Line *line, const char *next)
{
  Marker marker;

  if (lines->html > 0 || begins_html (line))
    put_html (lines, line);
  else if (!is_rule (line) && read_marker (line, &marker))
    {
      leave_items (lines, line->indent);
      put_item (lines, line, &marker, MIN (line->indent, base_column (lines) + 3));
    }
  else if (!follow_bare_table (lines, line, next))
    put_words (lines, line);
}

static void
take_line (Lines *lines, const char *text, gsize length, const char *next)
{
  Line line = read_line (text, length);

  if (follow_fence (lines, &line))
    {
      g_string_append_len (lines->out, text, (gssize)length);
      g_string_append_c (lines->out, '\n');
    }
  else if (read_start (lines, &line) || is_blank (&line) || (lines->after_blank && is_line_break (&line)))
    {
      g_string_append_c (lines->out, '\n');
      lines->after_blank = TRUE;
      return;
    }
  else
    put_any (lines, &line, next);
  lines->after_blank = FALSE;
}

/* Where the words of a line begin that an attribute stands before by mistake: “{:start="22"} 22. I note …”. */
static gsize
attribute_width (const char *line, gsize width)
{
  const char *end = g_str_has_prefix (line, "{:") ? memchr (line, '}', width) : NULL;
  gsize taken = end != NULL ? (gsize)(end + 1 - line) : 0;

  return taken > 0 && strspn (line + taken, " \t\r") < width - taken ? taken : width;
}

char *
kramdown_to_commonmark (const char *text, gsize length)
{
  g_autofree char *plain = liquid_strip (text, length);
  Lines lines = { .out = g_string_sized_new (length), .start = NO_NUMBER, .after_blank = TRUE };

  forget_items (&lines);
  for (const char *line = plain; *line != '\0';)
    {
      gsize width = attribute_width (line, strcspn (line, "\n"));
      const char *next = line + width + (line[width] == '\n');

      take_line (&lines, line, width > 0 && line[width - 1] == '\r' ? width - 1 : width, next);
      line = next;
    }
  return g_string_free (lines.out, FALSE);
}

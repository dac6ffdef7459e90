/* The tags of a template: where each starts and ends, what it names, and whether it has its line to itself.
 *
 * The reader keeps the delimiters now in force ({{=<% %>=}} changes them for the rest of the text) and counts lines
 * for messages. It knows nothing of nesting. A tag that stands alone on its line takes the line with it (spec,
 * “standalone tags”); whether a kind of tag may do so is for the parser to say, hence MARGIN and NEXT_LINE. */
#include "template/tag.h"

#include <string.h>

/* The characters that follow the opening delimiter, in the order of TagKind. */
static const char *const openings[] = { "", "{{", "{{{", "{{#", "{{^", "{{>", "{{<", "{{$", "{{/", "{{!", "{{=" };

const char *
tag_opening (TagKind kind)
{
  return openings[kind];
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_space (char c)
{
  return is_blank (c) || c == '\n' || c == '\r';
}

Slice
tag_blank (const char *at, const char *end)
{
  Slice blank = { at, 0 };

  while (at + blank.length < end && is_blank (at[blank.length]))
    blank.length++;
  return blank;
}

/* Past the line end that AT stands at, the end of the text being one; NULL if it stands at none. */
static const char *
pass_line_end (const char *at, const char *end)
{
  if (at == end)
    return end;
  if (*at == '\r' && at + 1 < end)
    at++;
  return *at == '\n' ? at + 1 : NULL;
}

Slice
tag_first_indent (const char *at, const char *end)
{
  for (;;)
    {
      Slice blank = tag_blank (at, end);
      const char *next = pass_line_end (at + blank.length, end);

      if (next == NULL)
        return blank;
      if (next == end)
        return (Slice){ end, 0 };
      at = next;
    }
}

Slice
tag_line_indent (const TagReader *reader, const char *at)
{
  const char *newline = memrchr (reader->text, '\n', (gsize)(at - reader->text));

  return tag_blank (newline == NULL ? reader->text : newline + 1, at);
}

gboolean
tag_check_text (const char *label, const char *text, gsize length, GError **error)
{
  const char *valid = text;
  unsigned line = 1;

  if (length > TEMPLATE_TEXT_LIMIT)
    {
      g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_TOO_LARGE,
                   "%s: a template may hold 16 MiB at most, and this one holds more", label);
      return FALSE;
    }
  if (g_utf8_validate_len (text, length, &valid))
    return TRUE;
  for (const char *at = text; at < valid; at++)
    line += *at == '\n';
  g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_SYNTAX,
               "%s:%u: the text is not UTF-8 here; save the file in the encoding UTF-8", label, line);
  return FALSE;
}

void
tag_reader_init (TagReader *reader, const char *label, const char *text, gsize length)
{
  *reader = (TagReader){ .label = label,
                         .text = text,
                         .at = text,
                         .end = text + length,
                         .line_start = TRUE,
                         .line = 1,
                         .counted = text,
                         .open = { "{{", 2 },
                         .close = { "}}", 2 } };
}

/* The line of AT, which never lies before what was counted last. */
static unsigned
count_lines (TagReader *reader, const char *at)
{
  const char *newline;

  while ((newline = memchr (reader->counted, '\n', (gsize)(at - reader->counted))) != NULL)
    {
      reader->line++;
      reader->counted = newline + 1;
    }
  reader->counted = at;
  return reader->line;
}

static TagKind
kind_of (char sigil)
{
  switch (sigil)
    {
    case '{':
    case '&':
      return TAG_RAW;
    case '#':
      return TAG_SECTION;
    case '^':
      return TAG_INVERTED;
    case '>':
      return TAG_PARTIAL;
    case '<':
      return TAG_PARENT;
    case '$':
      return TAG_BLOCK;
    case '/':
      return TAG_CLOSE;
    case '!':
      return TAG_COMMENT;
    case '=':
      return TAG_DELIMITERS;
    default:
      return TAG_VARIABLE;
    }
}

static Slice
trim (const char *from, const char *to)
{
  while (from < to && is_space (*from))
    from++;
  while (to > from && is_space (to[-1]))
    to--;
  return (Slice){ from, (gsize)(to - from) };
}

/* Find where the tag ends whose inside starts at AT; MIRROR is what must stand before the closing delimiter, or 0. */
static const char *
find_close (const TagReader *reader, const char *at, char mirror)
{
  const char *close;

  while ((close = memmem (at, (gsize)(reader->end - at), reader->close.text, reader->close.length)) != NULL)
    {
      if (mirror == '\0' || (close > at && close[-1] == mirror))
        return close;
      if (mirror == '}' && close[reader->close.length - 1] == '}' && close + reader->close.length < reader->end
          && close[reader->close.length] == '}')
        return close + 1; /* {{{name}}}: the first two of the three were found */
      at = close + 1;
    }
  return NULL;
}

static gboolean
fail (const TagReader *reader, const Tag *tag, const char *problem, GError **error)
{
  g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_SYNTAX, "%s:%u: %s", reader->label, tag->line, problem);
  return FALSE;
}

static gboolean
has_space (Slice name)
{
  for (gsize i = 0; i < name.length; i++)
    if (is_space (name.text[i]))
      return TRUE;
  return FALSE;
}

/* {{=<% %>=}}: two words without “=”. */
static gboolean
read_delimiters (TagReader *reader, Tag *tag, GError **error)
{
  const char *end = tag->name.text + tag->name.length;
  const char *gap = tag->name.text;
  Slice close;

  while (gap < end && !is_space (*gap))
    gap++;
  close = trim (gap, end);
  if (gap == tag->name.text || close.length == 0 || has_space (close)
      || memchr (tag->name.text, '=', tag->name.length) != NULL)
    return fail (reader, tag, "new delimiters are two words without “=”, as in {{=<% %>=}}", error);
  reader->open = (Slice){ tag->name.text, (gsize)(gap - tag->name.text) };
  reader->close = close;
  return TRUE;
}

/* Names hold no white space; a partial's or parent's (and so a closing tag's) may start with the star of a dynamic
 * one. */
static gboolean
read_name (const TagReader *reader, Tag *tag, GError **error)
{
  gboolean may_be_dynamic = tag->kind == TAG_PARTIAL || tag->kind == TAG_PARENT || tag->kind == TAG_CLOSE;

  if (may_be_dynamic && tag->name.length > 1 && tag->name.text[0] == '*')
    {
      tag->dynamic = TRUE;
      tag->name = trim (tag->name.text + 1, tag->name.text + tag->name.length);
    }
  if (tag->name.length == 0)
    return fail (reader, tag, "this tag names nothing; write a name between its braces", error);
  if (!has_space (tag->name))
    return TRUE;
  g_set_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_SYNTAX,
               "%s:%u: “%.*s” is no name: a name holds no spaces (is a }} missing before it?)", reader->label,
               tag->line, (int)MIN (tag->name.length, 60), tag->name.text);
  return FALSE;
}

/* Set what lies within the tag whose inside starts at INSIDE. */
static gboolean
read_inside (TagReader *reader, Tag *tag, const char *inside, GError **error)
{
  char sigil = '\0', mirror = '\0';
  const char *close;

  while (inside < reader->end && is_space (*inside))
    inside++;
  if (inside < reader->end)
    sigil = *inside;
  tag->kind = kind_of (sigil);
  if (tag->kind != TAG_VARIABLE)
    inside++;
  if (sigil == '{' || sigil == '=')
    mirror = sigil == '{' ? '}' : '=';
  close = find_close (reader, inside, mirror);
  if (close == NULL)
    return fail (reader, tag, "the tag that opens here is never closed; end it with the closing braces", error);
  tag->end = close + reader->close.length;
  tag->name = trim (inside, mirror == '\0' ? close : close - 1);
  if (tag->kind == TAG_COMMENT)
    return TRUE;
  return tag->kind == TAG_DELIMITERS ? read_delimiters (reader, tag, error) : read_name (reader, tag, error);
}

static void
set_line (const TagReader *reader, Tag *tag)
{
  const char *newline = memrchr (reader->at, '\n', (gsize)(tag->start - reader->at));
  const char *start = newline != NULL ? newline + 1 : reader->line_start ? reader->at : NULL;
  Slice behind = tag_blank (tag->end, reader->end);

  if (start != NULL && tag_blank (start, tag->start).length == (gsize)(tag->start - start))
    tag->margin = start;
  tag->next_line = pass_line_end (behind.text + behind.length, reader->end);
}

gboolean
tag_read (TagReader *reader, Tag *tag, GError **error)
{
  const char *open = memmem (reader->at, (gsize)(reader->end - reader->at), reader->open.text, reader->open.length);

  *tag = (Tag){ .kind = TAG_END_OF_TEXT, .start = reader->end, .end = reader->end };
  if (open == NULL)
    {
      tag->line = count_lines (reader, reader->end);
      return TRUE;
    }
  tag->start = open;
  tag->line = count_lines (reader, open);
  if (!read_inside (reader, tag, open + reader->open.length, error))
    return FALSE;
  set_line (reader, tag);
  return TRUE;
}

void
tag_pass (TagReader *reader, const Tag *tag, gboolean whole_line)
{
  reader->at = whole_line ? tag->next_line : tag->end;
  reader->line_start = whole_line;
}

/* aside.c: only where nothing but words can stand: after tags and comments of the plainest form, and as long as no
 * element has come whose content is read in another way. At the first doubt the rest is left as it is.
 *
 * Character references are never part of a stretch, nor is the white space around it, which the parser treats apart.
 */
#include "text/aside.h"

#include "base/utf8.h"

#include <gumbo.h>
#include <string.h>

#define SHORTEST 12
#define MOST 60000
#define FIRST 0xf0000 /* plane 15: four bytes, the first of them 0xf3 */
#define LEAD '\xf3'

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Elements whose content is no mark-up, or whose very presence changes how what follows is read. */
static gboolean
changes_reading (const char *name, gsize length)
{
  switch (gumbo_tagn_enum (name, (unsigned)length))
    {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_PLAINTEXT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_UNKNOWN:
      return TRUE;
    default:
      return FALSE;
    }
}

/* After an attribute's value at TEXT; NULL if it is not of the plainest form. */
static const char *
value_end (const char *text, const char *end)
{
  const char *close;

  if (text < end && (*text == '"' || *text == '\''))
    {
      close = memchr (text + 1, *text, (gsize)(end - text - 1));
      return close == NULL ? NULL : close + 1;
    }
  for (close = text; close < end && (g_ascii_isalnum (*close) || strchr ("-_./:#%", *close) != NULL); close++)
    ;
  return close > text ? close : NULL;
}

/* After the tag at MARK, which begins with “<” and a letter or “</” and a letter; NULL if it is not plain. */
static const char *
plain_tag_end (const char *mark, const char *end)
{
  const char *at = mark + (mark[1] == '/' ? 2 : 1);
  const char *name = at;

  while (at < end && g_ascii_isalnum (*at))
    at++;
  if (at == end || changes_reading (name, (gsize)(at - name)))
    return NULL;
  while (at != NULL && at < end && is_space (*at))
    {
      while (at < end && is_space (*at))
        at++;
      while (at < end && (g_ascii_isalnum (*at) || *at == '-' || *at == '_' || *at == ':'))
        at++;
      if (at < end && *at == '=')
        at = value_end (at + 1, end);
    }
  if (at != NULL && at < end && *at == '/')
    at++;
  return at != NULL && at < end && *at == '>' ? at + 1 : NULL;
}

static const char *
mark_end (const char *mark, const char *end)
{
  const char *close;

  if (end - mark < 3)
    return NULL;
  if (g_ascii_isalpha (mark[1]) || (mark[1] == '/' && g_ascii_isalpha (mark[2])))
    return plain_tag_end (mark, end);
  if (end - mark >= 7 && memcmp (mark, "<!-- ", 5) == 0)
    {
      close = memmem (mark + 5, (gsize)(end - mark - 5), "--", 2);
      return close != NULL && close + 2 < end && close[2] == '>' ? close + 3 : NULL;
    }
  return mark[1] != '!' && mark[1] != '?' && mark[1] != '/' ? mark + 1 : NULL;
}

static const char *
reference_end (const char *mark, const char *end)
{
  for (mark++; mark < end && (g_ascii_isalnum (*mark) || *mark == '#'); mark++)
    ;
  return mark < end && *mark == ';' ? mark + 1 : mark;
}

static void
set_stretch (GString *out, GArray *stretches, const char *text, gsize length)
{
  gsize leading = 0, trailing = 0;

  while (leading < length && is_space (text[leading]))
    leading++;
  while (trailing < length - leading && is_space (text[length - trailing - 1]))
    trailing++;
  if (length - leading - trailing < SHORTEST || stretches->len == MOST)
    {
      g_string_append_len (out, text, (gssize)length);
      return;
    }
  Stretch stretch = { text + leading, length - leading - trailing, FALSE };

  g_string_append_len (out, text, (gssize)leading);
  g_string_append_unichar (out, FIRST + stretches->len);
  g_string_append_len (out, text + length - trailing, (gssize)trailing);
  g_array_append_val (stretches, stretch);
}

static const char *
words_end (const char *text, const char *end)
{
  while (text < end && *text != '<' && *text != '&')
    text++;
  return text;
}

GString *
aside_set (const char *html, gsize length, GArray *stretches)
{
  const char *end = html + length;
  GString *out;

  g_array_set_size (stretches, 0);
  if (!utf8_valid (html, length) || memchr (html, (guchar)LEAD, length) != NULL)
    return NULL;
  out = g_string_sized_new (length);
  for (const char *at = html; at < end;)
    {
      const char *words = words_end (at, end), *mark;

      set_stretch (out, stretches, at, (gsize)(words - at));
      if (words == end)
        break;
      mark = *words == '&' ? reference_end (words, end) : mark_end (words, end);
      at = mark == NULL ? end : mark;
      g_string_append_len (out, words, at - words);
    }
  return out;
}

const Stretch *
aside_find (GArray *stretches, const char *text, gsize *bytes)
{
  gunichar c = *text == LEAD ? g_utf8_get_char (text) : 0;
  Stretch *stretch;

  if (c < FIRST || c - FIRST >= stretches->len)
    return NULL;
  stretch = &g_array_index (stretches, Stretch, c - FIRST);
  if (stretch->used)
    return NULL;
  stretch->used = TRUE;
  *bytes = 4;
  return stretch;
}

const char *
aside_next (const char *text)
{
  const char *next = strchr (text, (guchar)LEAD);

  return next == NULL ? text + strlen (text) : next;
}

/* sift.c: a scan that counts the elements open by name.
 *
 * It knows comments, quoted attribute values and the elements whose content is no mark-up, and takes an end tag for
 * one only if an element of that name is open. Elements that close themselves (<p>, <li>, table cells) and void ones
 * do not count: what they can nest in does. */
#include "text/sift.h"

#include <gumbo.h>
#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  guint open[GUMBO_TAG_LAST + 1];
  guint depth;
} Scan;

static gboolean
counts (GumboTag tag)
{
  switch (tag)
    {
    case GUMBO_TAG_P:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_COLGROUP:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_OPTION:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
holds_no_markup (GumboTag tag)
{
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEXTAREA || tag == GUMBO_TAG_TITLE
         || tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_NOEMBED || tag == GUMBO_TAG_NOFRAMES;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The first of the characters in STOPS, or white space, from AT on. */
static const char *
until (const Scan *scan, const char *at, const char *stops)
{
  while (at < scan->end && !is_space (*at) && (*at == '\0' || strchr (stops, *at) == NULL))
    at++;
  return at;
}

static const char *
past_spaces (const Scan *scan, const char *at)
{
  while (at < scan->end && is_space (*at))
    at++;
  return at;
}

/* An attribute's value, after its "=" (HTML section 13.2.5.35 and on). */
static const char *
past_value (const Scan *scan, const char *at)
{
  const char *close;

  at = past_spaces (scan, at);
  if (at == scan->end || (*at != '"' && *at != '\''))
    return until (scan, at, ">");
  close = memchr (at + 1, *at, (gsize)(scan->end - at - 1));
  return close == NULL ? scan->end : close + 1;
}

/* “-->” or “--!>”, whichever comes first; “<!-->” is a comment too. */
static const char *
comment_end (const Scan *scan, const char *mark)
{
  for (const char *at = mark + 2; scan->end - at >= 3; at++)
    {
      if (memcmp (at, "-->", 3) == 0)
        return at + 3;
      if (scan->end - at >= 4 && at > mark + 3 && memcmp (at, "--!>", 4) == 0)
        return at + 4;
    }
  return scan->end;
}

/* Where the tag or comment at MARK ends, as HTML's tokenizer has it (section 13.2.5.8 and on); scan->end if it does
 * not. A quote means something only where a value may begin, and “=” begins a name if nothing stands before it. */
static const char *
tag_end (const Scan *scan, const char *mark)
{
  const char *at = mark + 1;

  if (scan->end - mark >= 4 && memcmp (mark, "<!--", 4) == 0)
    return comment_end (scan, mark);
  if (at < scan->end && *at == '!')
    {
      at = memchr (at, '>', (gsize)(scan->end - at));
      return at == NULL ? scan->end : at + 1;
    }
  at = until (scan, at < scan->end && *at == '/' ? at + 1 : at, "/>");
  while (at < scan->end && *at != '>')
    {
      if (is_space (*at) || *at == '/')
        {
          at++;
          continue;
        }
      at = until (scan, at + 1, "/>=");
      if (past_spaces (scan, at) < scan->end && *past_spaces (scan, at) == '=')
        at = past_value (scan, past_spaces (scan, at) + 1);
    }
  return at == scan->end ? at : at + 1;
}

static GumboTag
tag_name (const Scan *scan, const char *name)
{
  const char *end = name;

  while (end < scan->end && g_ascii_isalnum (*end))
    end++;
  return gumbo_tagn_enum (name, (unsigned)MIN (end - name, 64));
}

static void
skip_text_of (Scan *scan, GumboTag tag)
{
  const char *name = gumbo_normalized_tagname (tag);
  gsize length = strlen (name);

  for (; scan->at < scan->end; scan->at++)
    if (scan->end - scan->at > (gssize)length + 1 && scan->at[0] == '<' && scan->at[1] == '/'
        && g_ascii_strncasecmp (scan->at + 2, name, length) == 0)
      return;
}

/* Elements that gumbo cannot be trusted with, and those that only mean something inside them. */
static gboolean
is_refused (GumboTag tag)
{
  return tag == GUMBO_TAG_SELECT || tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP || tag == GUMBO_TAG_TEMPLATE
         || tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH || tag == GUMBO_TAG_FRAMESET || tag == GUMBO_TAG_FRAME
         || tag == GUMBO_TAG_ISINDEX;
}

/* Go past the end tag of a refused element; just past its start tag if it has none. */
static void
skip_refused (Scan *scan, GumboTag tag)
{
  const char *inside = scan->at;
  const char *name = gumbo_normalized_tagname (tag);
  gsize length = strlen (name);
  guint open = 1;

  for (const char *at = inside; (at = memchr (at, '<', (gsize)(scan->end - at))) != NULL; at++)
    {
      gboolean closes = scan->end - at > 1 && at[1] == '/';
      const char *found = at + (closes ? 2 : 1);

      if ((gsize)(scan->end - found) <= length || g_ascii_strncasecmp (found, name, length) != 0
          || g_ascii_isalnum (found[length]))
        continue;
      open = closes ? open - 1 : open + 1;
      if (open == 0)
        {
          scan->at = tag_end (scan, at);
          return;
        }
    }
}

/* Take the mark at scan->at; FALSE if it has to go, and scan->at is where the text goes on. */
static gboolean
scan_mark (Scan *scan)
{
  const char *mark = scan->at;
  gboolean closes = scan->end - mark > 1 && mark[1] == '/';
  const char *name = mark + (closes ? 2 : 1);
  GumboTag tag;

  if (name >= scan->end || (!g_ascii_isalpha (*name) && *name != '!'))
    {
      scan->at = mark + 1;
      return TRUE;
    }
  tag = tag_name (scan, name);
  scan->at = tag_end (scan, mark);
  if (*name == '!')
    return TRUE;
  if (is_refused (tag))
    {
      if (!closes)
        skip_refused (scan, tag);
      return FALSE;
    }
  if (!counts (tag))
    return TRUE;
  if (closes)
    {
      if (scan->open[tag] > 0)
        scan->open[tag]--, scan->depth--;
      return TRUE;
    }
  if (scan->depth >= SIFT_DEEPEST)
    return FALSE;
  scan->open[tag]++, scan->depth++;
  if (holds_no_markup (tag))
    skip_text_of (scan, tag);
  return TRUE;
}

/* Whether a refused element's name stands at NAME. */
static gboolean
names_refused (const Scan *scan, const char *name)
{
  const char *end = name;

  while (end < scan->end && g_ascii_isalnum (*end))
    end++;
  return end > name && is_refused (gumbo_tagn_enum (name, (unsigned)MIN (end - name, 64)));
}

/* What the scan may have misread must not reach gumbo all the same: no “<” may stand before such a name anywhere. As
 * “&lt;” it means the same in words and in values. */
static GString *
disarm_refused (const char *html, gsize length)
{
  Scan scan = { .at = html, .end = html + length };
  GString *safe = g_string_sized_new (length + 16);
  const char *kept = html;

  while ((scan.at = memchr (scan.at, '<', (gsize)(scan.end - scan.at))) != NULL)
    {
      const char *name = ++scan.at;

      if (name == scan.end || !names_refused (&scan, *name == '/' ? name + 1 : name))
        continue;
      g_string_append_len (safe, kept, name - 1 - kept);
      g_string_append (safe, "&lt;");
      kept = name;
    }
  return g_string_append_len (safe, kept, html + length - kept);
}

static gboolean
holds_refused (const char *html, gsize length)
{
  Scan scan = { .at = html, .end = html + length };

  while ((scan.at = memchr (scan.at, '<', (gsize)(scan.end - scan.at))) != NULL)
    {
      const char *name = ++scan.at;
      if (name < scan.end && names_refused (&scan, *name == '/' ? name + 1 : name))
        return TRUE;
    }
  return FALSE;
}

char *
sift_html (const char *html, gsize length, gsize *sifted_length)
{
  Scan scan = { .at = html, .end = html + length };
  const char *kept = html;
  GString *sifted = NULL;

  while ((scan.at = memchr (scan.at, '<', (gsize)(scan.end - scan.at))) != NULL)
    {
      const char *mark = scan.at;

      if (scan_mark (&scan))
        continue;
      if (sifted == NULL)
        sifted = g_string_sized_new (length);
      g_string_append_len (sifted, kept, mark - kept);
      kept = scan.at;
    }
  if (sifted == NULL && !holds_refused (html, length))
    return NULL;
  if (sifted == NULL)
    sifted = g_string_sized_new (length);
  g_string_append_len (sifted, kept, html + length - kept);
  g_autoptr (GString) scanned = sifted;
  sifted = disarm_refused (scanned->str, scanned->len);
  *sifted_length = sifted->len;
  return g_string_free (sifted, FALSE);
}

/* dateline.c: the two lines that Jekyll sites of offices carry in the text itself for want of fields. */
#include "text/kramdown.h"

#include "base/pattern.h"

#include <string.h>

#define DATE "(\\d{1,2}\\s+[A-Za-z]{3,9}\\.?\\s+\\d{4})"
#define OPEN "(?:<(?:em|strong|i|b)>\\s*)*"
#define CLOSE "(?:</(?:em|strong|i|b)>\\s*)*"
#define FIRST_LINES 3000 /* bytes in which the line above a text is looked for */

static const char posted[] = "^[ \\t]*(?:<p[^>]*>\\s*)?" DATE "[ \\t]+Posted in[ \\t]*"
                             "(?:<a[^>]*>[^<]*</a>[ \\t]*(?:</p>)?|(?:<ins>)?\\[[^\\n]*|[^\\n<]*)";
static const char updated[] =
    "<p\\b[^>]*>\\s*" OPEN "Last updated(?: on)?\\s+" DATE "\\s*" CLOSE "(?:</?p>)?"
    "|^[ \\t]*(?:<br>)?" OPEN "Last updated(?: on)?\\s+" DATE "\\s*" CLOSE "(?:</p>)?[ \\t]*$";

typedef struct
{
  Pattern pattern;
  const char *words; /* stand in everything that the pattern matches; nearly all texts are without them */
} Dateline;

#define FLAGS (G_REGEX_MULTILINE | G_REGEX_CASELESS | G_REGEX_RAW)

static Dateline posted_line = { PATTERN (posted, FLAGS), "Posted in" };
static Dateline updated_line = { PATTERN (updated, FLAGS), "Last updated" };

/* Whether TEXT holds WORDS, beginning with LETTER. */
static gboolean
mentions (const char *text, char letter, const char *words)
{
  for (; (text = strchr (text, letter)) != NULL; text++)
    if (g_ascii_strncasecmp (text, words, strlen (words)) == 0)
      return TRUE;
  return FALSE;
}

/* Cut what LINE finds first in TEXT at or before LIMIT out of it, and return the date in it; NULL if not found. */
static char *
cut_date (GString *text, Dateline *line, gsize limit)
{
  g_autoptr (GMatchInfo) match = NULL;
  char *date;
  int start, end;

  if ((!mentions (text->str, *line->words, line->words)
       && !mentions (text->str, g_ascii_tolower (*line->words), line->words))
      || !g_regex_match_full (pattern_regex (&line->pattern), text->str, (gssize)text->len, 0, 0, &match, NULL)
      || !g_match_info_fetch_pos (match, 0, &start, &end) || (gsize)start > limit)
    return NULL;
  date = g_match_info_fetch (match, 1);
  if (date == NULL || date[0] == '\0')
    {
      g_free (date);
      date = g_match_info_fetch (match, 2);
    }
  g_clear_pointer (&match, g_match_info_free); /* it looks into TEXT */
  g_string_erase (text, start, end - start);
  return date;
}

char *
kramdown_strip_dateline (const char *text, char **date_text, char **updated_text)
{
  GString *rest = g_string_new (text);

  *date_text = cut_date (rest, &posted_line, FIRST_LINES);
  *updated_text = cut_date (rest, &updated_line, rest->len);
  return g_string_free (rest, FALSE);
}

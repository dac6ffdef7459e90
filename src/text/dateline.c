/* dateline.c: the two lines that Jekyll sites of offices carry in the text itself for want of fields. */
#include "text/kramdown.h"

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

/* Cut what PATTERN finds first in TEXT at or before LIMIT out of it, and return the date in it; NULL if not found. */
static char *
cut_date (GString *text, const char *pattern, gsize limit)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  char *date;
  int start, end;

  if (!g_regex_match_full (regex, text->str, (gssize)text->len, 0, 0, &match, NULL)
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

  *date_text = cut_date (rest, posted, FIRST_LINES);
  *updated_text = cut_date (rest, updated, rest->len);
  return g_string_free (rest, FALSE);
}

/* liquid.c: one pass over the text; at each character that may begin something, each remover is asked whether it does
 * and how far it reaches. */
#include "text/liquid.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  GString *out;
} Pass;

static gboolean
begins (const Pass *pass, const char *word)
{
  gsize length = strlen (word);

  return (gsize)(pass->end - pass->at) >= length && g_ascii_strncasecmp (pass->at, word, length) == 0;
}

/* Just after WORD, looked for from FROM on; NULL if it does not come. */
static const char *
after (const Pass *pass, const char *from, const char *word)
{
  const char *found = from > pass->end ? NULL : memmem (from, (gsize)(pass->end - from), word, strlen (word));

  return found == NULL ? NULL : found + strlen (word);
}

static const char *
after_end_tag (const Pass *pass, const char *name)
{
  gsize length = strlen (name);

  for (const char *at = pass->at; (at = memchr (at, '<', (gsize)(pass->end - at))) != NULL; at++)
    if ((gsize)(pass->end - at) > length + 2 && at[1] == '/' && g_ascii_strncasecmp (at + 2, name, length) == 0)
      {
        const char *close = memchr (at, '>', (gsize)(pass->end - at));

        return close == NULL ? NULL : close + 1;
      }
  return NULL;
}

/* {{ "/path" | relative_url }}: the path is what the reader's browser needs. */
static void
keep_path (Pass *pass, const char *from, const char *to)
{
  const char *quote = from + strcspn (from, "\"'}");
  const char *close;

  if (quote >= to || *quote == '}' || memmem (quote, (gsize)(to - quote), "_url", 4) == NULL)
    return;
  close = memchr (quote + 1, *quote, (gsize)(to - quote - 1));
  if (close != NULL)
    g_string_append_len (pass->out, quote + 1, close - quote - 1);
}

static const char *
liquid_comment (const Pass *pass, const char *tag_end)
{
  const char *name = pass->at + 2;
  const char *end;

  while (name < tag_end && (g_ascii_isspace (*name) || *name == '-'))
    name++;
  if (strncmp (name, "comment", 7) != 0)
    return tag_end;
  end = after (pass, tag_end, "endcomment");
  end = end == NULL ? NULL : after (pass, end, "%}");
  return end == NULL ? tag_end : end;
}

static const char *
liquid_end (Pass *pass)
{
  const char *end;

  if (begins (pass, "{%"))
    {
      end = after (pass, pass->at + 2, "%}");
      return end == NULL ? NULL : liquid_comment (pass, end);
    }
  if (!begins (pass, "{{"))
    return NULL;
  end = after (pass, pass->at + 2, "}}");
  if (end != NULL)
    keep_path (pass, pass->at + 2, end);
  return end;
}

static gboolean
is_start_of_list (const char *list, const char *end)
{
  return memmem (list, (gsize)(end - list), "start", 5) != NULL;
}

/* {:.class}, {: #id}, {::comment}…{:/}; the line {:start="3"} is left for those who number lists. */
static const char *
attribute_list_end (const Pass *pass)
{
  const char *line = memchr (pass->at, '\n', (gsize)(pass->end - pass->at));
  const char *end = after (pass, pass->at, "}");

  if (!begins (pass, "{:") || end == NULL || (line != NULL && end > line))
    return NULL;
  if (begins (pass, "{::comment"))
    {
      const char *closing = after (pass, end, "{:/");

      closing = closing == NULL ? NULL : after (pass, closing, "}");
      return closing == NULL ? end : closing;
    }
  return is_start_of_list (pass->at, end) ? NULL : end;
}

static const char *
hidden_end (const Pass *pass)
{
  if (begins (pass, "<!--"))
    return after (pass, pass->at + 4, "-->");
  if (begins (pass, "<style"))
    return after_end_tag (pass, "style");
  if (begins (pass, "<script"))
    return after_end_tag (pass, "script");
  return NULL;
}

static const char *
fixed_space_end (const char *at, const char *end)
{
  if (end - at >= 6 && memcmp (at, "&nbsp;", 6) == 0)
    return at + 6;
  if (end - at >= 6 && memcmp (at, "&#160;", 6) == 0)
    return at + 6;
  return end - at >= 2 && memcmp (at, "\xc2\xa0", 2) == 0 ? at + 2 : NULL;
}

/* A run of &nbsp; is a space, and so is one that stands beside a space or after a list marker's dot. */
static const char *
spaces_end (Pass *pass)
{
  const char *end = fixed_space_end (pass->at, pass->end);
  const char *next;

  if (end == NULL)
    return NULL;
  for (next = end; next != NULL;
       next = next < pass->end && *next == ' ' ? next + 1 : fixed_space_end (next, pass->end))
    end = next;
  if (pass->out->len > 0 && pass->out->str[pass->out->len - 1] != ' ')
    g_string_append_c (pass->out, ' ');
  return end;
}

static gboolean
at_line_start (const Pass *pass)
{
  gsize n = pass->out->len;

  while (n > 0 && pass->out->str[n - 1] == ' ')
    n--;
  return n == 0 || pass->out->str[n - 1] == '\n';
}

/* Copy a fenced block as it stands. */
static const char *
fence_end (Pass *pass)
{
  char fence[] = { '\n', pass->at[0], pass->at[0], pass->at[0], '\0' };
  const char *end;

  if ((*pass->at != '`' && *pass->at != '~') || !begins (pass, fence + 1) || !at_line_start (pass))
    return NULL;
  end = after (pass, pass->at, fence);
  if (end == NULL)
    return NULL;
  g_string_append_len (pass->out, pass->at, end - pass->at);
  return end;
}

#define MARKS "{<&\xc2`~" /* what the removers look at */

static const char *
removed_end (Pass *pass)
{
  const char *end = NULL;

  switch (*pass->at)
    {
    case '{':
      end = liquid_end (pass);
      return end != NULL ? end : attribute_list_end (pass);
    case '<':
      return hidden_end (pass);
    case '&':
    case '\xc2':
      return spaces_end (pass);
    case '`':
    case '~':
      return fence_end (pass);
    default:
      return NULL;
    }
}

char *
liquid_strip (const char *text, gsize length)
{
  g_autofree char *terminated = g_strndup (text, length);
  Pass pass = { .at = terminated, .end = terminated + strlen (terminated), .out = g_string_sized_new (length) };

  while (pass.at < pass.end)
    {
      gsize plain = strcspn (pass.at, MARKS);

      g_string_append_len (pass.out, pass.at, (gssize)plain);
      pass.at += plain;
      const char *end = pass.at < pass.end ? removed_end (&pass) : NULL;
      if (end != NULL)
        pass.at = end;
      else if (pass.at < pass.end)
        g_string_append_c (pass.out, *pass.at++);
    }
  return g_string_free (pass.out, FALSE);
}

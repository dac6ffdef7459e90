/* spans.c: CommonMark decides by the characters on either side whether stars may open or close emphasis, and leaves
 * “**Note:**text” as it is; kramdown and its writers do not. A line that holds code or mixed stars is left alone. */
#include "text/spans.h"

#include <string.h>

static gsize
run_of_stars (const char *line, gsize length)
{
  gsize n = 0;

  while (n < length && line[n] == '*')
    n++;
  return n;
}

/* Whether the stars of LINE open and close by twos and threes; “****” closes one and opens the next. */
static gboolean
is_balanced (const char *line, gsize length)
{
  guint bold = 0, both = 0;

  if (memchr (line, '`', length) != NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      gsize run = run_of_stars (line + i, length - i);

      if (run > 4)
        return FALSE;
      bold += run == 2 ? 1 : 0;
      both += run == 3 ? 1 : 0;
      i += line[i] == '\\' ? 1 : run > 0 ? run - 1 : 0;
    }
  return bold % 2 == 0 && both % 2 == 0;
}

static gboolean
is_letter (char c)
{
  return g_ascii_isalnum (c) || (guchar)c >= 0x80;
}

/* The length of a link's “(address)” at TEXT, brackets in it balanced; 0 if it does not end. */
static gsize
address_length (const char *text, gsize length)
{
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '(')
      depth++;
    else if (text[i] == ')' && --depth == 0)
      return i + 1;
  return 0;
}

/* An address with spaces, unless what follows a space is a title. */
static void
append_address (GString *out, const char *text, gsize length)
{
  g_autofree char *inside = g_strstrip (g_strndup (text + 1, length - 2));

  if (strchr (inside, ' ') == NULL || strpbrk (inside, "<>\"'") != NULL)
    g_string_append_len (out, text, (gssize)length);
  else
    g_string_append_printf (out, "(<%s>)", inside);
}

/* Take “](address)” at TEXT; returns how many bytes, 0 if it is none. */
static gsize
take_link (GString *out, const char *text, gsize length)
{
  gsize address;

  if (length < 3 || text[0] != ']' || text[1] != '(')
    return 0;
  address = address_length (text + 1, length - 1);
  if (address == 0)
    return 0;
  g_string_append_c (out, ']');
  append_address (out, text + 1, address);
  return address + 1;
}

typedef struct
{
  gboolean bold, both; /* open */
} Open;

/* Take the stars at LINE[I]; returns how many bytes. */
static gsize
take_stars (GString *out, const char *line, gsize i, gsize length, Open *open)
{
  gsize run = run_of_stars (line + i, length - i);

  if (run == 2)
    {
      g_string_append (out, open->bold ? "</strong>" : "<strong>");
      open->bold = !open->bold;
    }
  else if (run == 3)
    {
      g_string_append (out, open->both ? "</em></strong>" : "<strong><em>");
      open->both = !open->both;
    }
  else if (run == 1)
    {
      if (i > 0 && i + 1 < length && is_letter (line[i - 1]) && is_letter (line[i + 1]))
        g_string_append_c (out, '\\');
      g_string_append_c (out, '*');
    }
  return run; /* “****” goes: the bold goes on */
}

/* How many bytes from TEXT on begin nothing. */
static gsize
plain_length (const char *text, gsize length)
{
  gsize n = 0;

  while (n < length && text[n] != ']' && text[n] != '*' && text[n] != '\\')
    n++;
  return n;
}

char *
spans_to_commonmark (const char *line, gsize length)
{
  if (plain_length (line, length) == length)
    return g_strndup (line, length);

  gboolean stars = is_balanced (line, length);
  Open open = { FALSE, FALSE };
  GString *out = g_string_sized_new (length + 16);

  for (gsize i = 0; i < length;)
    {
      gsize taken = take_link (out, line + i, length - i);

      if (taken == 0 && line[i] == '*' && stars)
        taken = take_stars (out, line, i, length, &open);
      else if (taken == 0 && line[i] == '\\' && i + 1 < length)
        {
          g_string_append_len (out, line + i, 2);
          taken = 2;
        }
      else if (taken == 0)
        {
          taken = 1 + plain_length (line + i + 1, length - i - 1);
          g_string_append_len (out, line + i, (gssize)taken);
        }
      i += taken;
    }
  return g_string_free (out, FALSE);
}

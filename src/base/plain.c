/* A terminal obeys control characters (C0, C1), and shows in another order what stands after Unicode's marks of
 * direction: a text could so hide what is said about it, or say it itself. */
#include "base/plain.h"

static gboolean
is_plain (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      return !(character >= 0x202a && character <= 0x202e) && !(character >= 0x2066 && character <= 0x2069);
    }
}

static char *
plain (const char *text, gboolean lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *shown = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      g_string_append_unichar (shown, is_plain (character) || (lines && character == '\n') ? character : 0xfffd);
    }
  return g_string_free (shown, FALSE);
}

char *
plain_line (const char *text)
{
  return plain (text, FALSE);
}

char *
plain_lines (const char *text)
{
  return plain (text, TRUE);
}

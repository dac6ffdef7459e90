#include "base/words.h"

#define TATWEEL 0x640

/* Scripts that do not put spaces between words. */
static gboolean
stands_alone (gunichar character)
{
  switch (g_unichar_get_script (character))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
end_word (GString *words)
{
  if (words->len > 0 && words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
}

static void
add_character (GString *words, gunichar character)
{
  if (g_unichar_ismark (character) || character == TATWEEL)
    return;
  if (!g_unichar_isalnum (character))
    end_word (words);
  else if (stands_alone (character))
    {
      end_word (words);
      g_string_append_unichar (words, character);
      end_word (words);
    }
  else
    g_string_append_unichar (words, g_unichar_tolower (character));
}

static gboolean
is_plain (const char *text)
{
  while (g_ascii_isprint (*text) || g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

char *
words_fold (const char *text)
{
  GString *words = g_string_new (NULL);
  g_autofree char *normal = NULL, *folded = NULL;

  if (text != NULL && !is_plain (text))
    {
      normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
      folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
      text = folded;
    }
  for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    add_character (words, g_utf8_get_char (at));
  if (words->len > 0 && words->str[words->len - 1] == ' ')
    g_string_truncate (words, words->len - 1);
  return g_string_free (words, FALSE);
}

/* Slugs: titles of any script as plain ASCII words.
 *
 * ICU transliterates. Cyrillic goes by the BGN table first, since the scholarly one of Any-Latin ("zaavlenie") reads
 * badly once its marks are gone. Making a transliterator costs milliseconds and one must not be shared between
 * threads, so each thread keeps its own. */
#include "record/slug.h"

#include "base/pattern.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define SLUG_LIMIT 80
#define TITLE_LIMIT 2000 /* UTF-16 units; what comes after cannot reach the slug */

static const char rules[] = "Russian-Latin/BGN; Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII; Lower";

static GPrivate transliterator = G_PRIVATE_INIT ((GDestroyNotify)utrans_close);

static UTransliterator *
transliterator_open (const char *id)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar wide[128];
  int32_t length;

  u_strFromUTF8 (wide, G_N_ELEMENTS (wide), &length, id, -1, &status);
  UTransliterator *made = utrans_openU (wide, length, UTRANS_FORWARD, NULL, 0, NULL, &status);
  return U_SUCCESS (status) ? made : NULL;
}

static UTransliterator *
transliterator_of_thread (void)
{
  UTransliterator *made = g_private_get (&transliterator);

  if (made != NULL)
    return made;
  made = transliterator_open (rules);
  if (made == NULL)
    g_error ("ICU lacks the transliteration “%s”: is its full data installed?", rules);
  g_private_set (&transliterator, made);
  return made;
}

/* TITLE in lower-case ASCII as far as ICU can, which is not asked where it would change nothing. Transfer full. */
static char *
to_ascii (const char *title)
{
  if (g_str_is_ascii (title))
    return g_strndup (title, TITLE_LIMIT);

  const int32_t capacity = TITLE_LIMIT * 8;
  g_autofree UChar *wide = g_new (UChar, (gsize)capacity);
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;

  u_strFromUTF8WithSub (wide, TITLE_LIMIT, &length, title, -1, 0xfffd, NULL, &status);
  length = MIN (length, TITLE_LIMIT);
  int32_t limit = length;
  status = U_ZERO_ERROR;
  utrans_transUChars (transliterator_of_thread (), wide, &length, capacity, 0, &limit, &status);
  if (U_FAILURE (status))
    return g_strdup ("");

  GString *ascii = g_string_sized_new ((gsize)length);
  for (int32_t i = 0; i < length; i++)
    g_string_append_c (ascii, wide[i] < 0x80 ? (char)wide[i] : wide[i] < 0x2b0 || wide[i] > 0x2ff ? ' ' : '\'');
  return g_string_free (ascii, FALSE);
}

/* "the minister's visit, 2024" → "the-ministers-visit-2024". */
static GString *
hyphenate (const char *ascii)
{
  GString *slug = g_string_new (NULL);
  gboolean gap = FALSE;

  for (; *ascii != '\0'; ascii++)
    if (g_ascii_isalnum (*ascii))
      {
        if (gap && slug->len > 0)
          g_string_append_c (slug, '-');
        g_string_append_c (slug, g_ascii_tolower (*ascii));
        gap = FALSE;
      }
    else if (strchr ("'`\"", *ascii) == NULL)
      gap = TRUE;
  return slug;
}

static void
cut_at_word (GString *slug)
{
  if (slug->len <= SLUG_LIMIT)
    return;
  gboolean between = slug->str[SLUG_LIMIT] == '-';
  g_string_truncate (slug, SLUG_LIMIT);
  const char *hyphen = strrchr (slug->str, '-');
  if (!between && hyphen != NULL)
    g_string_truncate (slug, (gsize)(hyphen - slug->str));
}

/* "l’État" → "l État": an article that lost its vowel is a word of its own. */
static char *
part_elisions (const char *title)
{
  static Pattern elision = PATTERN ("\\b([cdjlmnst]|qu|dell|all|sull|un)['’](?=\\p{L}{2})", G_REGEX_CASELESS);

  if ((strchr (title, '\'') == NULL && strstr (title, "’") == NULL) || !g_utf8_validate (title, -1, NULL))
    return g_strdup (title);
  char *parted = g_regex_replace (pattern_regex (&elision), title, -1, 0, "\\1 ", 0, NULL);
  return parted != NULL ? parted : g_strdup (title);
}

char *
slug_from_title (const char *title)
{
  g_autofree char *parted = part_elisions (title);
  g_autofree char *ascii = to_ascii (parted);
  GString *slug = hyphenate (ascii);

  cut_at_word (slug);
  if (slug->len == 0)
    g_string_assign (slug, "document");
  return g_string_free (slug, FALSE);
}

gboolean
slug_valid (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > SLUG_LIMIT || text[0] == '-' || text[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (text[i]) && !g_ascii_isdigit (text[i]) && (text[i] != '-' || text[i + 1] == '-'))
      return FALSE;
  return TRUE;
}

/* Sentences: ICU's rules (UAX #29) with CLDR's list of abbreviations, and some of our own.
 *
 * ICU takes "Mr. Smith" for one sentence in English, yet "H.E. Mr. A. Smith" or "Art. 5" not everywhere. A full stop
 * after a title or an initial ends nothing; after "No." or "Art." it ends nothing if a number follows. Making a break
 * iterator is slow and one must not be shared between threads, so each thread keeps those that it used. */
#include "record/sentence.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uloc.h>
#include <unicode/utext.h>

#define KEPT_LIMIT 32 /* iterators a thread keeps */

static const char *const titles[] = { "Mr",    "Mrs",   "Ms",  "Dr",  "Prof", "Hon", "Rt",  "Gen", "Col",  "Lt",
                                      "Maj",   "Capt",  "Cdr", "Sgt", "Adm",  "Rev", "Sen", "Rep", "Gov",  "Amb",
                                      "Min",   "Pres",  "St",  "Mme", "Mlle", "MM",  "Sr",  "Sra", "Srta", "Dra",
                                      "Excmo", "Excma", "Sig", "Hr",  "Fr",   "vs",  "cf",  "e.g", "i.e",  "им",
                                      "проф",  "акад",  "ген", "гр",  "т.е",  "т.н", NULL };

static const char *const numbered[] = { "No",  "Nos", "Nr",   "Art",   "Arts", "art", "arts",   "no",  "nos",
                                        "p",   "pp",  "para", "paras", "vol",  "Vol", "Sec",    "sec", "Ch",
                                        "ch",  "Fig", "fig",  "Cap",   "cap",  "ca",  "approx", "Abs", "ст",
                                        "стр", "п",   "пп",   "гл",    "см",   "рис", "núm",    NULL };

/* ---- Iterators ---- */

static GPrivate kept = G_PRIVATE_INIT ((GDestroyNotify)g_hash_table_unref);

static UBreakIterator *
iterator_open (UBreakIteratorType type, const char *language)
{
  char locale[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = uloc_forLanguageTag (language, locale, sizeof locale - 1, NULL, &status);

  if (U_FAILURE (status) || length <= 0)
    g_strlcpy (locale, "en", sizeof locale);
  status = U_ZERO_ERROR;
  if (type == UBRK_SENTENCE)
    uloc_setKeywordValue ("ss", "standard", locale, sizeof locale, &status);
  status = U_ZERO_ERROR;
  UBreakIterator *iterator = ubrk_open (type, locale, NULL, 0, &status);
  if (iterator == NULL)
    g_error ("ICU has no break rules: %s", u_errorName (status));
  return iterator;
}

/* Borrowed from the thread. */
static UBreakIterator *
iterator_for (UBreakIteratorType type, const char *language)
{
  GHashTable *table = g_private_get (&kept);
  g_autofree char *key = g_strdup_printf ("%d %s", (int)type, language);

  if (table == NULL)
    {
      table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)ubrk_close);
      g_private_set (&kept, table);
    }
  UBreakIterator *iterator = g_hash_table_lookup (table, key);
  if (iterator != NULL)
    return iterator;
  if (g_hash_table_size (table) >= KEPT_LIMIT)
    g_hash_table_remove_all (table);
  iterator = iterator_open (type, language);
  g_hash_table_insert (table, g_steal_pointer (&key), iterator);
  return iterator;
}

/* ---- False ends ---- */

static gboolean
initial (const char *word)
{
  const char *end = g_utf8_next_char (word);
  return g_unichar_isupper (g_utf8_get_char (word)) && *end == '\0';
}

/* "1.", "II.", "(a)." open an item rather than end a sentence. */
static gboolean
item_number (const char *word)
{
  return strspn (word, "0123456789.()") == strlen (word);
}

/* The word before the full stop that ends FRAGMENT, NULL if it ends otherwise. Transfer full. */
static char *
last_word (const char *fragment)
{
  gsize length = strlen (fragment);

  if (length < 2 || fragment[length - 1] != '.')
    return NULL;
  const char *start = fragment + length - 1;
  while (start > fragment && strchr (" (\"'\n", start[-1]) == NULL)
    start--;
  return g_strndup (start, length - 1 - (gsize)(start - fragment));
}

/* Whether FRAGMENT is not yet the whole sentence, seeing that the text goes on with REST. */
static gboolean
goes_on (const char *fragment, const char *rest)
{
  g_autofree char *word = last_word (fragment);

  if (g_unichar_islower (g_utf8_get_char (rest))) /* “No!” and left */
    return TRUE;
  if (word == NULL || *word == '\0' || *rest == '\0')
    return FALSE;
  if (g_strv_contains (numbered, word))
    return g_ascii_isdigit (*rest) || g_str_has_prefix (rest, "№");
  const char *dot = strrchr (word, '.');
  return g_strv_contains (titles, word) || initial (dot != NULL ? dot + 1 : word)
         || (item_number (word) && strlen (word) + 1 == strlen (fragment));
}

/* ---- Sentences ---- */

static char *
fragment_of (const char *text, int32_t from, int32_t to)
{
  return g_strstrip (g_strndup (text + from, (gsize)(to - from)));
}

static GPtrArray *
split (UBreakIterator *iterator, const char *text)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  int32_t from = ubrk_first (iterator);

  for (int32_t to = ubrk_next (iterator); to != UBRK_DONE; to = ubrk_next (iterator))
    {
      g_autofree char *fragment = fragment_of (text, from, to);
      if (goes_on (fragment, text + to))
        continue;
      from = to;
      if (*fragment != '\0')
        g_ptr_array_add (sentences, g_steal_pointer (&fragment));
    }
  return sentences;
}

GPtrArray *
sentences_of (const char *text, const char *language)
{
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *iterator = iterator_for (UBRK_SENTENCE, language);
  UText *view = utext_openUTF8 (NULL, text, -1, &status);

  ubrk_setUText (iterator, view, &status);
  GPtrArray *sentences = split (iterator, text);
  utext_close (view);
  return sentences;
}

/* The byte at which TEXT, longer than END, is best broken: where a line could be, or at END. */
static gsize
break_before (const char *text, gsize end, const char *language)
{
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *iterator = iterator_for (UBRK_LINE, language);
  UText *view = utext_openUTF8 (NULL, text, -1, &status);

  ubrk_setUText (iterator, view, &status);
  int32_t at = ubrk_preceding (iterator, (int32_t)end + 1);
  utext_close (view);
  return U_SUCCESS (status) && at > 0 && (gsize)at > end / 2 ? (gsize)at : end;
}

char *
sentence_cut (const char *text, glong limit, const char *language)
{
  if (g_utf8_strlen (text, -1) <= limit)
    return g_strdup (text);

  gsize end = (gsize)(g_utf8_offset_to_pointer (text, limit - 1) - text);
  GString *cut = g_string_new_len (text, (gssize)break_before (text, end, language));
  while (cut->len > 0 && strchr (" ,;:-(", cut->str[cut->len - 1]) != NULL)
    g_string_truncate (cut, cut->len - 1);
  g_string_append (cut, "…");
  return g_string_free (cut, FALSE);
}

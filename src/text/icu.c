/* ICU's texts and formatters.
 *
 * A thread keeps a table of formatters for each kind. A table that is full is emptied, for patterns and languages may
 * come from outside; since that touches one kind only, a formatter of another kind stays good meanwhile. */
#include "text/icu.h"

#include <string.h>
#include <unicode/ustring.h>

#define KEPT_LIMIT 512 /* formatters of a kind that a thread keeps */

UChar *
icu_text (const char *utf8)
{
  gsize bytes = MIN (strlen (utf8), G_MAXINT32 / 4);
  UChar *text = g_new (UChar, bytes + 1); /* UTF-16 never has more units than UTF-8 has bytes */
  UErrorCode status = U_ZERO_ERROR;

  u_strFromUTF8WithSub (text, (int32_t)bytes + 1, NULL, utf8, (int32_t)bytes, 0xFFFD, NULL, &status);
  text[U_SUCCESS (status) ? bytes : 0] = 0;
  return text;
}

char *
icu_utf8 (const UChar *text, int32_t length)
{
  gsize units = length >= 0 ? (gsize)length : (gsize)u_strlen (text);
  char *utf8 = g_malloc (units * 3 + 1);
  UErrorCode status = U_ZERO_ERROR;
  int32_t written = 0;

  u_strToUTF8WithSub (utf8, (int32_t)(units * 3 + 1), &written, text, (int32_t)units, 0xFFFD, NULL, &status);
  utf8[U_SUCCESS (status) ? written : 0] = '\0';
  return utf8;
}

/* Whether CLDR speaks the locale's language. Where it does not, ICU would take the language of the process's
 * environment, and the same record would not always give the same page. */
static gboolean
is_spoken (const char *locale)
{
  char language[ULOC_LANG_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;

  uloc_getLanguage (locale, language, sizeof language, &status);
  for (int32_t i = 0; i < uloc_countAvailable (); i++)
    if (U_SUCCESS (status) && strcmp (uloc_getAvailable (i), language) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_plain_english (const char *locale)
{
  char country[ULOC_COUNTRY_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;

  return (strcmp (locale, "en") == 0 || g_str_has_prefix (locale, "en_"))
         && uloc_getCountry (locale, country, sizeof country, &status) == 0;
}

void
icu_locale (const char *language, char locale[ULOC_FULLNAME_CAPACITY])
{
  UErrorCode status = U_ZERO_ERROR;

  uloc_forLanguageTag (language, locale, ULOC_FULLNAME_CAPACITY, NULL, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING || !is_spoken (locale)
      || is_plain_english (locale))
    g_strlcpy (locale, "en_GB", ULOC_FULLNAME_CAPACITY);
}

/* ---- Kept formatters ---- */

typedef struct
{
  const char *language, *pattern;
  int variant;
} Key;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;
  return (g_str_hash (key->language) * 31 + g_str_hash (key->pattern)) * 31 + (guint)key->variant;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *left = a, *right = b;
  return left->variant == right->variant && strcmp (left->language, right->language) == 0
         && strcmp (left->pattern, right->pattern) == 0;
}

static Key *
key_copy (const Key *key)
{
  gsize language = strlen (key->language) + 1, pattern = strlen (key->pattern) + 1;
  Key *copy = g_malloc (sizeof *copy + language + pattern);
  char *texts = (char *)(copy + 1);

  memcpy (texts, key->language, language);
  memcpy (texts + language, key->pattern, pattern);
  *copy = (Key){ .language = texts, .pattern = texts + language, .variant = key->variant };
  return copy;
}

static GPrivate tables = G_PRIVATE_INIT ((GDestroyNotify)g_hash_table_unref); /* IcuKind -> Key -> formatter */

static GHashTable *
table_of (const IcuKind *kind)
{
  GHashTable *kinds = g_private_get (&tables);

  if (kinds == NULL)
    {
      kinds = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
      g_private_set (&tables, kinds);
    }
  GHashTable *table = g_hash_table_lookup (kinds, kind);
  if (table == NULL)
    {
      table = g_hash_table_new_full (key_hash, key_equal, g_free, kind->close);
      g_hash_table_insert (kinds, (gpointer)kind, table);
    }
  return table;
}

static Key
key_of (const char *language, int variant, const char *pattern)
{
  return (Key){ .language = language, .pattern = pattern != NULL ? pattern : "", .variant = variant };
}

gpointer
icu_kept (const IcuKind *kind, const char *language, int variant, const char *pattern)
{
  Key key = key_of (language, variant, pattern);
  return g_hash_table_lookup (table_of (kind), &key);
}

gpointer
icu_keep (const IcuKind *kind, const char *language, int variant, const char *pattern, gpointer formatter)
{
  Key key = key_of (language, variant, pattern);
  GHashTable *table = table_of (kind);

  if (g_hash_table_size (table) >= KEPT_LIMIT)
    g_hash_table_remove_all (table);
  g_hash_table_insert (table, key_copy (&key), formatter);
  return formatter;
}

gpointer
icu_formatter (const IcuKind *kind, const char *language, int variant, const char *pattern)
{
  gpointer formatter = icu_kept (kind, language, variant, pattern);
  char locale[ULOC_FULLNAME_CAPACITY];

  if (formatter != NULL)
    return formatter;
  icu_locale (language, locale);
  formatter = kind->open (locale, variant, pattern);
  return formatter != NULL ? icu_keep (kind, language, variant, pattern, formatter) : NULL;
}

/* attributes.c: every attribute that is kept is rebuilt from a checked value; none is copied as it came but plain
 * words (title, alt). The order is fixed, so that cleaning twice gives the same bytes. */
#include "text/attributes.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>

#include "text/address.h"

#define ID_PREFIX "t-" /* keeps a text's ids apart from those of the page around it */
#define ID_LONGEST 100

typedef struct
{
  Tree *tree;
  const GumboElement *source;
  Attribute *first;
  Attribute **next;
} Rebuild;

static const char *
get (const GumboElement *source, const char *name)
{
  GumboAttribute *attribute = gumbo_get_attribute (&source->attributes, name);

  return attribute == NULL ? NULL : attribute->value;
}

static void
put (Rebuild *rebuild, const char *name, const char *value)
{
  Attribute *attribute = arena_alloc (rebuild->tree->arena, sizeof (Attribute));

  attribute->name = name;
  attribute->value = arena_copy (rebuild->tree->arena, value, strlen (value));
  *rebuild->next = attribute;
  rebuild->next = &attribute->next;
}

static gboolean
is_word_character (gunichar c)
{
  return !g_unichar_iscntrl (c) && (c & 0xfffe) != 0xfffe && (c < 0xfdd0 || c > 0xfdef) && c != 0xfeff;
}

/* Plain words: white space folded, nothing that is no character. */
static char *
words_clean (const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  GString *out = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) && c != 0xa0)
        c = ' ';
      if (is_word_character (c) && (c != ' ' || (out->len > 0 && out->str[out->len - 1] != ' ')))
        g_string_append_unichar (out, c);
    }
  return g_strchomp (g_string_free (out, FALSE));
}

static void
put_words (Rebuild *rebuild, const char *name)
{
  const char *value = get (rebuild->source, name);
  g_autofree char *words = value == NULL ? NULL : words_clean (value);

  if (words != NULL && words[0] != '\0')
    put (rebuild, name, words);
}

static void
put_number (Rebuild *rebuild, const char *name, gint64 least, gint64 most)
{
  const char *value = get (rebuild->source, name);
  char digits[24];
  char *end;
  gint64 number;

  if (value == NULL)
    return;
  number = g_ascii_strtoll (value, &end, 10);
  if (end == value || (*end != '\0' && strcmp (end, "px") != 0) || number < least || number > most)
    return;
  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);
  put (rebuild, name, digits);
}

static void
put_one_of (Rebuild *rebuild, const char *name, const char *const *allowed, gboolean any_case)
{
  const char *value = get (rebuild->source, name);

  for (; value != NULL && *allowed != NULL; allowed++)
    if (any_case ? g_ascii_strcasecmp (value, *allowed) == 0 : strcmp (value, *allowed) == 0)
      {
        put (rebuild, name, *allowed);
        return;
      }
}

static gboolean
is_language_subtag (const char *subtag)
{
  return strlen (subtag) <= 3 && uloc_getISO3Language (subtag)[0] != '\0';
}

static gboolean
is_script_or_region (const char *subtag)
{
  UErrorCode status = U_ZERO_ERROR;

  if (strlen (subtag) == 4)
    return u_getPropertyValueEnum (UCHAR_SCRIPT, subtag) != UCHAR_INVALID_CODE;
  return strlen (subtag) <= 3 && uregion_getRegionFromCode (subtag, &status) != NULL && U_SUCCESS (status)
         && uregion_getType (uregion_getRegionFromCode (subtag, &status)) == URGN_TERRITORY;
}

/* A language with at most a script and a region, all registered. */
static void
put_language (Rebuild *rebuild, const char *name)
{
  const char *value = get (rebuild->source, name);
  g_auto (GStrv) subtags = NULL;

  if (value == NULL || strlen (value) > 12
      || strspn (value, "-" G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS) != strlen (value))
    return;
  subtags = g_strsplit (value, "-", -1);
  if (subtags[0] == NULL || g_strv_length (subtags) > 3 || !is_language_subtag (subtags[0]))
    return;
  for (char **subtag = subtags + 1; *subtag != NULL; subtag++)
    if (!is_script_or_region (*subtag) || (subtag > subtags + 1 && strlen (*subtag) >= strlen (subtag[-1])))
      return;
  put (rebuild, name, value);
}

/* A fragment or id as this text writes it: the prefix, then letters, digits, “-”, “_”, “.”; NULL if nothing is left.
 */
static char *
id_clean (const char *value)
{
  GString *out = g_string_new (g_str_has_prefix (value, ID_PREFIX) ? NULL : ID_PREFIX);

  for (; *value != '\0' && out->len < ID_LONGEST; value++)
    if (g_ascii_isalnum (*value) || *value == '-' || *value == '_' || *value == '.')
      g_string_append_c (out, *value);
    else
      g_string_append_printf (out, "_%02x", (guchar)*value);
  g_string_truncate (out, MIN (out->len, ID_LONGEST));
  return g_string_free (out, out->len <= strlen (ID_PREFIX));
}

static void
put_id (Rebuild *rebuild)
{
  const char *value = get (rebuild->source, "id");
  g_autofree char *id = NULL;

  if (value == NULL && rebuild->source->tag == GUMBO_TAG_A)
    value = get (rebuild->source, "name");
  if (value != NULL)
    id = id_clean (value);
  if (id == NULL || g_hash_table_contains (rebuild->tree->ids, id))
    return;
  put (rebuild, "id", id);
  g_hash_table_add (rebuild->tree->ids, (gpointer)rebuild->first->value);
}

static char *
fragment_clean (const char *value)
{
  g_autofree char *plain = g_uri_unescape_string (value + 1, NULL);
  g_autofree char *id =
      plain == NULL || plain[0] == '\0' || g_ascii_strcasecmp (plain, "top") == 0 ? NULL : id_clean (plain);

  return id == NULL ? g_strdup ("#top") : g_strconcat ("#", id, NULL);
}

static gboolean
put_address (Rebuild *rebuild, const char *name, AddressUse use)
{
  const char *value = get (rebuild->source, name);
  g_autofree char *address = NULL;

  if (value == NULL)
    return FALSE;
  value += strspn (value, " \t\r\n");
  address = value[0] == '#' && use == ADDRESS_LINK ? fragment_clean (value) : address_clean (value, use);
  if (address != NULL)
    put (rebuild, name, address);
  return address != NULL;
}

static void
put_rel (Rebuild *rebuild)
{
  static const char *const allowed[] = { "external", "license", "nofollow", "noopener", "noreferrer", NULL };
  const char *value = get (rebuild->source, "rel");
  g_auto (GStrv) words = value == NULL ? NULL : g_strsplit_set (value, " \t\r\n\f", 50);
  g_autoptr (GString) kept = g_string_new (NULL);

  for (const char *const *word = allowed; words != NULL && *word != NULL; word++)
    if (g_strv_contains ((const char *const *)words, *word))
      g_string_append_printf (kept, "%s%s", kept->len > 0 ? " " : "", *word);
  if (kept->len > 0)
    put (rebuild, "rel", kept->str);
}

static void
put_link (Rebuild *rebuild)
{
  gboolean has_address = put_address (rebuild, "href", ADDRESS_LINK);

  put_words (rebuild, "title");
  if (!has_address)
    return;
  put_language (rebuild, "hreflang");
  put_rel (rebuild);
  put_words (rebuild, "aria-label");
}

static void
put_image (Rebuild *rebuild)
{
  const char *alt = get (rebuild->source, "alt");
  g_autofree char *words = words_clean (alt == NULL ? "" : alt);

  put_address (rebuild, "src", ADDRESS_IMAGE);
  put (rebuild, "alt", words);
  put_words (rebuild, "title");
  put_number (rebuild, "width", 1, 20000);
  put_number (rebuild, "height", 1, 20000);
  put (rebuild, "loading", "lazy");
}

/* Whether “2024”, “2024-02” or “2024-02-29” stands in the calendar. */
static gboolean
is_calendar_date (const char *value)
{
  int year = atoi (value);
  int month = strlen (value) > 4 ? atoi (value + 5) : 1;
  int day = strlen (value) > 7 ? atoi (value + 8) : 1;

  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31
         && g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
is_datetime (const char *value)
{
  static GRegex *shape = NULL;
  static gsize once = 0;
  g_autofree char *date = g_strndup (value, strcspn (value, "T "));

  if (g_once_init_enter (&once))
    {
      shape = g_regex_new ("^\\d{4}(-\\d\\d(-\\d\\d([T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?"
                           "(Z|[+-](0\\d|1[0-3]):[0-5]\\d)?)?)?)?$",
                           G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  return g_regex_match (shape, value, 0, NULL) && is_calendar_date (date);
}

static void
put_datetime (Rebuild *rebuild)
{
  const char *value = get (rebuild->source, "datetime");

  if (value != NULL && is_datetime (value))
    put (rebuild, "datetime", value);
}

static void
put_list (Rebuild *rebuild)
{
  static const char *const types[] = { "1", "a", "A", "i", "I", NULL };
  Looks looks = attributes_looks (rebuild->source);

  if (get (rebuild->source, "reversed") != NULL)
    put (rebuild, "reversed", "");
  put_number (rebuild, "start", -1000000, 1000000);
  if (looks.list_type != NULL)
    put (rebuild, "type", looks.list_type);
  else
    put_one_of (rebuild, "type", types, FALSE);
}

static void
put_cell (Rebuild *rebuild)
{
  static const char *const scopes[] = { "row", "col", "rowgroup", "colgroup", NULL };

  put_number (rebuild, "colspan", 2, 1000);
  put_number (rebuild, "rowspan", 0, 65534);
  if (rebuild->source->tag == GUMBO_TAG_TH)
    {
      put_one_of (rebuild, "scope", scopes, TRUE);
      put_words (rebuild, "abbr");
    }
}

static void
put_general (Rebuild *rebuild, GumboTag tag)
{
  static const char *const directions[] = { "ltr", "rtl", "auto", NULL };
  Looks looks = attributes_looks (rebuild->source);

  put_id (rebuild);
  put_language (rebuild, "lang");
  put_one_of (rebuild, "dir", directions, TRUE);
  if (looks.alignment != NULL
      && (tag == GUMBO_TAG_P || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_FIGURE || tag == GUMBO_TAG_TD
          || tag == GUMBO_TAG_TH || (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)))
    put (rebuild, "class", looks.alignment);
}

Attribute *
attributes_clean (Tree *tree, GumboTag tag, const GumboElement *source)
{
  Rebuild rebuild = { .tree = tree, .source = source };

  rebuild.next = &rebuild.first;
  if (source->attributes.length == 0 && tag != GUMBO_TAG_IMG && source->tag != GUMBO_TAG_CENTER)
    return NULL;
  put_general (&rebuild, tag);
  if (tag == GUMBO_TAG_A)
    put_link (&rebuild);
  else if (tag == GUMBO_TAG_IMG)
    put_image (&rebuild);
  else if (tag == GUMBO_TAG_OL)
    put_list (&rebuild);
  else if (tag == GUMBO_TAG_LI)
    put_number (&rebuild, "value", -1000000, 1000000);
  else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
    put_cell (&rebuild);
  else if (tag == GUMBO_TAG_ABBR || tag == GUMBO_TAG_DFN)
    put_words (&rebuild, "title");
  else if (tag == GUMBO_TAG_TIME)
    put_datetime (&rebuild);
  return rebuild.first;
}

/* A pattern is taken apart only where it is a text with one plural in it: what else ICU knows stays a pattern. An
 * apostrophe quotes as in message_pattern.c. */
#include "text/plural_sentence.h"

#include "text/icu.h"

#include <string.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>

#define MOST_TRIED 200 /* every form of a language for whole numbers is of one below, or of "other" */

static const char *const order[] = { "zero", "one", "two", "few", "many", "other" };

/* ---- The forms of a language ---- */

void
plural_form_free (PluralForm *form)
{
  g_free (form->name);
  g_free (form);
}

static char *
form_of (const UPluralRules *rules, gint64 number)
{
  UChar name[32];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = uplrules_select (rules, (double)number, name, G_N_ELEMENTS (name), &status);
  return U_SUCCESS (status) ? icu_utf8 (name, length) : g_strdup ("other");
}

/* Form → least number, but for 0 where there is another one. */
static GHashTable *
examples (const UPluralRules *rules)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int number = 0; number < MOST_TRIED; number++)
    {
      g_autofree char *name = form_of (rules, number);
      gpointer before;
      gboolean known = g_hash_table_lookup_extended (found, name, NULL, &before);
      if (!known || GPOINTER_TO_INT (before) == 0)
        g_hash_table_insert (found, g_steal_pointer (&name), GINT_TO_POINTER (number));
    }
  return found;
}

GPtrArray *
plural_forms (const char *language)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func ((GDestroyNotify)plural_form_free);
  char locale[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;

  icu_locale (language, locale);
  UPluralRules *rules = uplrules_open (locale, &status);
  if (rules == NULL)
    g_error ("ICU has no plural rules: %s", u_errorName (status));
  g_autoptr (GHashTable) found = examples (rules);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      gpointer number = NULL;
      if (!g_hash_table_lookup_extended (found, order[i], NULL, &number) && strcmp (order[i], "other") != 0)
        continue;
      PluralForm *form = g_new0 (PluralForm, 1);
      form->name = g_strdup (order[i]);
      form->example = GPOINTER_TO_INT (number);
      g_ptr_array_add (forms, form);
    }
  uplrules_close (rules);
  return forms;
}

/* ---- Apart ---- */

/* A quotation, from its apostrophe on, into TEXT. FALSE: it never ends, or is of a sign that means something else in
 * a sentence that is shown. */
static gboolean
read_quoted (const char **at, GString *text)
{
  for (const char *c = *at + 1; *c != '\0'; c++)
    if (*c == '#')
      return FALSE;
    else if (*c != '\'' || c[1] == '\'')
      {
        g_string_append_c (text, *c);
        c += *c == '\'';
      }
    else
      {
        *at = c;
        return TRUE;
      }
  return FALSE;
}

/* The text from *AT to the brace that ends it, without its quotations. NULL: there is more than text in it.
 * COUNTED: "#" is the number here; elsewhere it is a sign that a sentence could not show. */
static char *
read_text (const char **at, gboolean counted)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *c = *at;

  for (; *c != '\0' && *c != '{' && *c != '}'; c++)
    if (*c == '\'' && c[1] == '\'')
      g_string_append_c (text, *c++);
    else if ((*c == '#' && !counted) || (*c == '\'' && c[1] == '#'))
      return NULL;
    else if (*c != '\'' || (c[1] != '{' && c[1] != '}'))
      g_string_append_c (text, *c);
    else if (!read_quoted (&c, text))
      return NULL;
  *at = c;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
skip_space (const char **at)
{
  *at += strspn (*at, " \t\r\n");
}

static gboolean
skip_word (const char **at, const char *word)
{
  skip_space (at);
  if (!g_str_has_prefix (*at, word))
    return FALSE;
  *at += strlen (word);
  skip_space (at);
  return TRUE;
}

static gboolean
is_form (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (strcmp (order[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* "one {# day has} other {# days have}}" */
static gboolean
read_forms (const char **at, GHashTable *forms)
{
  for (skip_space (at); **at != '}'; skip_space (at))
    {
      gsize length = strspn (*at, G_CSET_a_2_z);
      g_autofree char *name = g_strndup (*at, length);
      *at += length;
      skip_space (at);
      if (!is_form (name) || g_hash_table_contains (forms, name) || *(*at)++ != '{')
        return FALSE;
      char *text = read_text (at, TRUE);
      if (text == NULL)
        return FALSE;
      g_hash_table_insert (forms, g_steal_pointer (&name), text);
      if (**at != '}')
        return FALSE;
      (*at)++;
    }
  (*at)++;
  return g_hash_table_size (forms) > 0;
}

static void
surround (GHashTable *forms, const char *before, const char *after)
{
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, forms);
  while (g_hash_table_iter_next (&iter, NULL, &text))
    g_hash_table_iter_replace (&iter, g_strconcat (before, text, after, NULL));
}

GHashTable *
plural_sentence_split (const char *pattern, const char *argument)
{
  g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *at = pattern;
  g_autofree char *before = read_text (&at, FALSE), *after = NULL;

  if (before == NULL || *at == '}')
    return NULL;
  if (*at == '\0') /* a sentence without the number */
    {
      g_hash_table_insert (forms, g_strdup ("other"), g_steal_pointer (&before));
      return g_steal_pointer (&forms);
    }
  at++;
  if (!skip_word (&at, argument) || !skip_word (&at, ",") || !skip_word (&at, "plural") || !skip_word (&at, ",")
      || !read_forms (&at, forms))
    return NULL;
  after = read_text (&at, FALSE);
  if (after == NULL || *at != '\0')
    return NULL;
  surround (forms, before, after);
  return g_steal_pointer (&forms);
}

/* ---- Together ---- */

/* What follows a brace at once is quoted with it, for of two quotations that touch ICU makes one. */
static void
append_quoted (GString *pattern, const char *text)
{
  gboolean quoted = FALSE;

  for (; *text != '\0'; text++)
    {
      gboolean brace = *text == '{' || *text == '}';
      if (brace != quoted && *text != '\'')
        {
          g_string_append_c (pattern, '\'');
          quoted = brace;
        }
      g_string_append (pattern, *text == '\'' ? "''" : (char[]){ *text, '\0' });
    }
  if (quoted)
    g_string_append_c (pattern, '\'');
}

char *
plural_sentence_join (GHashTable *sentences, const char *argument)
{
  g_autoptr (GString) pattern = g_string_new (NULL);

  if (g_hash_table_size (sentences) == 0)
    return NULL;
  g_string_append_printf (pattern, "{%s, plural,", argument);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *text = g_hash_table_lookup (sentences, order[i]);
      if (text == NULL)
        continue;
      g_string_append_printf (pattern, " %s {", order[i]);
      append_quoted (pattern, text);
      g_string_append_c (pattern, '}');
    }
  g_string_append_c (pattern, '}');
  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

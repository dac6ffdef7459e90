/* Finding what is public by its words.
 *
 * All words must be in a text, in whatever order; the last one may be the beginning of one, as it is while somebody
 * types. What is found comes newest first. */
#include "store/connection.h"

#include "base/words.h"

#include <string.h>

#define MOST_WORDS 12
#define LEAST_BEGINNING 3 /* characters: too many words begin with fewer */

void
store_found_free (StoreFound *found)
{
  edition_free (found->edition);
  g_free (found);
}

/* One word of the table's own, as the view "searched" makes it. */
static void
add_scope (GString *expression, const char *place)
{
  g_string_append (expression, "\"in");
  for (const char *at = place; *at != '\0'; at++)
    g_string_append_printf (expression, "%02X", (guchar)*at);
  g_string_append (expression, "\"");
}

static void
add_scopes (GString *expression, const char *const *places)
{
  g_string_append (expression, "(scope : (");
  for (const char *const *place = places; *place != NULL; place++)
    {
      if (place != places)
        g_string_append (expression, " OR ");
      add_scope (expression, *place);
    }
  g_string_append (expression, "))");
}

/* Folded words are letters and digits: nothing in them is part of the language of expressions. */
static void
add_words (GString *expression, char **words, const char *column)
{
  for (guint i = 0; i < MOST_WORDS && words[i] != NULL; i++)
    {
      gboolean last = words[i + 1] == NULL || i + 1 == MOST_WORDS;
      gboolean beginning = last && g_utf8_strlen (words[i], -1) >= LEAST_BEGINNING;
      g_string_append_printf (expression, " AND (%s : \"%s\"%s)", column, words[i], beginning ? " *" : "");
    }
}

static char *
expression_of (const StoreSearch *search)
{
  g_autofree char *folded = words_fold (search->words);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  GString *expression = g_string_new (NULL);

  add_scopes (expression, search->places);
  add_words (expression, words, search->in_title ? "title" : "{title text}");
  return g_string_free (expression, FALSE);
}

GPtrArray *
store_search (Store *store, const StoreSearch *search, unsigned limit, GError **error)
{
  enum
  {
    COLUMN_PLACE = 22
  };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)store_found_free);
  GError *failure = NULL;
  if (search->places[0] == NULL)
    return g_steal_pointer (&all);

  g_autofree char *expression = expression_of (search);
  g_autoptr (Cursor) cursor = cursor_open (store, error, "search", "sii", expression, search->beyond, (gint64)limit);
  while (cursor != NULL && cursor_next (store, cursor, &failure))
    {
      StoreFound *found = g_new (StoreFound, 1);
      found->edition = edition_from_row (cursor);
      found->place = cursor_integer (cursor, COLUMN_PLACE);
      g_ptr_array_add (all, found);
    }
  if (cursor != NULL && failure == NULL)
    return g_steal_pointer (&all);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return NULL;
}

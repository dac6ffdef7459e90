/* What the office has published: the list, searched by words, page by page; and the same as an answer to the editor,
 * which looks for a text to refer to. */
#include "desk/pages.h"

#include "desk/listing.h"
#include "desk/reading_in.h"

#define ON_A_PAGE 25
#define TO_CHOOSE_FROM 8

/* ---- Where ---- */

/* "office/language" of all in which the person may do something. Transfer full. */
static char **
places_of (const Exchange *exchange, GError **error)
{
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, error);
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();

  for (char **office = offices; office != NULL && *office != NULL; office++)
    {
      g_autoptr (Profile) profile = desk_profile (exchange->desk, *office, exchange->now, error);
      for (char **language = profile != NULL ? profile->languages : NULL; language != NULL && *language != NULL;
           language++)
        if (exchange_may_office (exchange, *office, *language, ACTION_BEGIN) == PERMISSION_YES
            || exchange_may_office (exchange, *office, *language, ACTION_ERASE) == PERMISSION_YES)
          {
            g_autofree char *place = g_strconcat (*office, "/", *language, NULL);
            g_strv_builder_add (places, place);
          }
    }
  return g_strv_builder_end (places);
}

/* ---- The list ---- */

/* UNREAD: how many texts could not be looked through; or NULL. */
static GPtrArray *
find (const Exchange *exchange, StoreSearch *search, unsigned limit, gint64 *unread, GError **error)
{
  GError *failure = NULL;
  g_auto (GStrv) places = places_of (exchange, &failure);
  GPtrArray *found = NULL;

  search->places = (const char *const *)places;
  gint64 left = reading_in_rest (exchange->desk, exchange->now);
  if (unread != NULL)
    *unread = left;
  store_set_instant (exchange->desk->record, exchange->now);
  if (failure == NULL)
    found = store_search (exchange->desk->record, search, limit, &failure);
  search->places = NULL;
  if (failure != NULL)
    g_propagate_error (error, failure);
  return found;
}

static void
put_next (json_t *view, const StoreSearch *search, const GPtrArray *found)
{
  gboolean more = found->len > ON_A_PAGE;
  g_autofree char *words = g_uri_escape_string (search->words, NULL, FALSE);
  g_autofree char *next = NULL;

  if (more)
    next = g_strdup_printf ("/public?words=%s&beyond=%" G_GINT64_FORMAT, words,
                            ((const StoreFound *)found->pdata[ON_A_PAGE - 1])->place);
  json_object_set_new (view, "sought_in_address", json_string (words));
  json_object_set_new (view, "has_next", json_boolean (more));
  json_object_set_new (view, "next", json_string (more ? next : ""));
}

static void
put_unread (const Exchange *exchange, json_t *view, gint64 unread)
{
  json_auto_t *count = json_integer (unread);
  g_autofree char *text =
      messages_format (exchange->desk->words, exchange->language, "public_unread", "count", count, NULL);

  json_object_set_new (view, "unread", json_string (text));
  json_object_set_new (view, "has_unread", json_boolean (unread > 0));
}

void
page_public (Exchange *exchange)
{
  const char *beyond = form_text (exchange->query, "beyond");
  StoreSearch search = { .words = form_text (exchange->query, "words"), .beyond = G_MAXINT64 };
  GError *error = NULL;
  gint64 unread = 0;
  if (*beyond != '\0')
    search.beyond = g_ascii_strtoll (beyond, NULL, 10);
  g_autoptr (GPtrArray) found = find (exchange, &search, ON_A_PAGE + 1, &unread, &error);
  if (found == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  json_t *list = json_array ();
  for (guint i = 0; i < found->len && i < ON_A_PAGE; i++)
    json_array_append_new (list, published_view (exchange, ((const StoreFound *)found->pdata[i])->edition));
  json_t *view = json_pack ("{s:s, s:o, s:b, s:s, s:b, s:b}", "title", desk_word (exchange, "public_title"),
                            "editions", list, "has_editions", found->len > 0, "sought", search.words, "is_search",
                            *search.words != '\0', "is_later", *beyond != '\0');
  put_next (view, &search, found);
  put_unread (exchange, view, unread);
  desk_show (exchange, 200, "public", view);
}

/* ---- To be referred to ---- */

static gboolean
is_among (const GPtrArray *found, gint64 place)
{
  for (guint i = 0; i < found->len; i++)
    if (((const StoreFound *)found->pdata[i])->place == place)
      return TRUE;
  return FALSE;
}

/* Those that have the words in their titles first, then those that have them anywhere. */
static GPtrArray *
choices (const Exchange *exchange, const char *words, GError **error)
{
  StoreSearch search = { .words = words, .in_title = TRUE, .beyond = G_MAXINT64 };
  GPtrArray *found = find (exchange, &search, TO_CHOOSE_FROM, NULL, error);
  if (found == NULL || found->len == TO_CHOOSE_FROM || *words == '\0')
    return found;

  search.in_title = FALSE;
  g_autoptr (GPtrArray) more = find (exchange, &search, TO_CHOOSE_FROM, NULL, error);
  if (more == NULL)
    {
      g_ptr_array_unref (found);
      return NULL;
    }
  g_ptr_array_set_free_func (more, NULL);
  for (guint i = 0; i < more->len; i++)
    {
      StoreFound *one = more->pdata[i];
      if (found->len < TO_CHOOSE_FROM && !is_among (found, one->place))
        g_ptr_array_add (found, one);
      else
        store_found_free (one);
    }
  return found;
}

void
page_find (Exchange *exchange)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) found = choices (exchange, form_text (exchange->query, "words"), &error);
  if (found == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  json_auto_t *list = json_array ();
  for (guint i = 0; i < found->len; i++)
    json_array_append_new (list, published_view (exchange, ((const StoreFound *)found->pdata[i])->edition));
  desk_json (exchange, 200, list);
}

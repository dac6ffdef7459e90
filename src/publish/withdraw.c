/* Taking a statement back: an edition that says so, and why. The text stays readable, and can be put back by another.
 */
#include "publish/publish.h"

#include "publish/reference.h"

#include <string.h>

/* With the words of the edition SHOWN, which is the public's; LAST may be one that is still to come. */
static Edition *
edition_after (const Edition *shown, const Edition *last, State state, const char *note, Instant now)
{
  Edition *edition = edition_new ();

  edition->office = g_strdup (shown->office);
  edition->document = g_strdup (shown->document);
  edition->language = g_strdup (shown->language);
  edition->number = last->number + 1;
  edition->kind = shown->kind;
  edition->state = state;
  edition->published = edition->recorded = MAX (now, last->recorded);
  edition->slug = g_strdup (shown->slug);
  edition->path = g_strdup (shown->path);
  edition->dated = shown->dated;
  edition->title = g_strdup (shown->title);
  edition->summary = g_strdup (shown->summary);
  edition->body = g_strdup (shown->body);
  edition->change_note = g_strdup (note);
  json_decref (edition->fields);
  edition->fields = json_deep_copy (shown->fields);
  json_object_del (edition->fields, "embargo");
  return edition;
}

/* The text that TEXT is, in one language, is in STATE from now on. */
static gboolean
turn_one (Store *store, const Edition *text, State state, const char *note, Instant now, GError **error)
{
  gint64 id;
  g_autoptr (Edition) shown =
      store_edition_number (store, text->office, text->document, text->language, text->number, error);
  g_autoptr (Edition) last =
      shown != NULL ? store_last (store, text->office, text->document, text->language, NULL, error) : NULL;
  if (last == NULL)
    return FALSE;
  g_autoptr (Edition) edition = edition_after (shown, last, state, note, now);
  edition_render (edition);
  return store_add_edition (store, edition, &id, error) && store_keep_media (store, shown, id, error);
}

/* "/ar/2026/…" names one language of a document; a UUID or a slug names all of them. */
static char *
language_of (const char *reference)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?:^|/)([a-z]{2,3}(?:-[A-Za-z0-9]+)*)/[0-9]{4}/", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  return g_regex_match (regex, reference, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* Those of TEXTS in LANGUAGE (NULL: all); to be put back, those that are withdrawn. Their addresses; "": there is
 * none. Transfer full. */
static char *
turn_all (Store *store, GPtrArray *texts, const char *language, State state, const char *note, Instant now,
          GError **error)
{
  g_autoptr (GString) addresses = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      const Edition *text = texts->pdata[i];
      if ((language != NULL && strcmp (text->language, language) != 0)
          || (state == STATE_PUBLISHED && text->state != STATE_WITHDRAWN))
        continue;
      if (!turn_one (store, text, state, note, now, error))
        return NULL;
      g_string_append_printf (addresses, "%s/%s/%s", addresses->len > 0 ? " " : "", text->language, text->path);
    }
  return g_string_free (g_steal_pointer (&addresses), FALSE);
}

static gboolean
turn (Store *store, const char *office, const char *reference, State state, const char *note, Instant now,
      char **address, GError **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (Draft) from = draft_new ();
  g_autofree char *document = reference_resolve (store, office, none, from, reference, error);
  g_autofree char *language = language_of (reference);
  if (document == NULL)
    return FALSE;
  store_set_instant (store, now);
  g_autoptr (GPtrArray) texts = store_translations (store, office, document, error);
  *address = texts != NULL ? turn_all (store, texts, language, state, note, now, error) : NULL;
  return *address != NULL;
}

/* *ADDRESS is that of what was turned; if that is nothing, WORDS say what is wrong with REFERENCE. */
static gboolean
accept_turned (const char *reference, const char *words, char **address, GError **error)
{
  if (**address != '\0')
    return TRUE;
  g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_REFERENCE, "“%s” %s", reference, words);
  g_clear_pointer (address, g_free);
  return FALSE;
}

gboolean
publish_withdrawal (Store *store, const char *office, const char *reference, const char *note, Instant now,
                    char **address, GError **error)
{
  return turn (store, office, reference, STATE_WITHDRAWN, note, now, address, error)
         && accept_turned (reference, "is not public yet; there is nothing to withdraw", address, error);
}

gboolean
publish_restoration (Store *store, const char *office, const char *reference, const char *note, Instant now,
                     char **address, GError **error)
{
  return turn (store, office, reference, STATE_PUBLISHED, note, now, address, error)
         && accept_turned (reference, "is not withdrawn; there is nothing to put back", address, error);
}

/* Taking a statement back: an edition that says so, and why. The text stays readable. */
#include "publish/publish.h"

#include "publish/reference.h"

#include <string.h>

/* With the words of the edition SHOWN, which is the public's; LAST may be one that is still to come. */
static Edition *
withdrawal_of (const Edition *shown, const Edition *last, const char *note, Instant now)
{
  Edition *edition = edition_new ();

  edition->office = g_strdup (shown->office);
  edition->document = g_strdup (shown->document);
  edition->language = g_strdup (shown->language);
  edition->number = last->number + 1;
  edition->kind = shown->kind;
  edition->state = STATE_WITHDRAWN;
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

/* Take back the text that TEXT is, in one language. */
static gboolean
withdraw_one (Store *store, const Edition *text, const char *note, Instant now, GError **error)
{
  gint64 id;
  g_autoptr (Edition) shown =
      store_edition_number (store, text->office, text->document, text->language, text->number, error);
  g_autoptr (Edition) last =
      shown != NULL ? store_last (store, text->office, text->document, text->language, NULL, error) : NULL;
  if (last == NULL)
    return FALSE;
  g_autoptr (Edition) edition = withdrawal_of (shown, last, note, now);
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

gboolean
publish_withdrawal (Store *store, const char *office, const char *reference, const char *note, Instant now,
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
  if (texts == NULL)
    return FALSE;

  GString *addresses = g_string_new (NULL);
  for (guint i = 0; i < texts->len; i++)
    {
      const Edition *text = texts->pdata[i];
      if (language != NULL && strcmp (text->language, language) != 0)
        continue;
      if (!withdraw_one (store, text, note, now, error))
        {
          g_string_free (addresses, TRUE);
          return FALSE;
        }
      g_string_append_printf (addresses, "%s/%s/%s", addresses->len > 0 ? " " : "", text->language, text->path);
    }
  *address = g_string_free (addresses, FALSE);
  if (**address != '\0')
    return TRUE;
  g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_REFERENCE, "“%s” is not public yet; there is nothing to withdraw",
               reference);
  g_clear_pointer (address, g_free);
  return FALSE;
}

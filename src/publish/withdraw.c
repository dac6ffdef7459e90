/* Taking a statement back: an edition that says so, and why. The text stays readable unless law orders it erased. */
#include "publish/publish.h"

#include "publish/reference.h"

#include <string.h>

static Edition *
withdrawal_of (const Edition *last, const char *note, gboolean erase, Instant now)
{
  Edition *edition = edition_new ();

  edition->office = g_strdup (last->office);
  edition->document = g_strdup (last->document);
  edition->language = g_strdup (last->language);
  edition->number = last->number + 1;
  edition->kind = last->kind;
  edition->state = erase ? STATE_ERASED : STATE_WITHDRAWN;
  edition->published = edition->recorded = MAX (now, last->recorded);
  edition->slug = g_strdup (last->slug);
  edition->path = g_strdup (last->path);
  edition->dated = last->dated;
  edition->title = g_strdup (erase ? "" : last->title);
  edition->summary = erase ? NULL : g_strdup (last->summary);
  edition->body = g_strdup (erase ? "" : last->body);
  edition->change_note = g_strdup (note);
  if (!erase)
    {
      json_decref (edition->fields);
      edition->fields = json_deep_copy (last->fields);
      json_object_del (edition->fields, "embargo");
    }
  return edition;
}

static gboolean
append (Store *store, Edition *edition, GError **error)
{
  gint64 id;

  edition_render (edition);
  return store_add_edition (store, edition, &id, error)
         && (edition->state == STATE_ERASED ? store_erase (store, edition, error)
                                            : store_keep_media (store, edition, id, error));
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
publish_withdrawal (Store *store, const char *office, const char *reference, const char *note, gboolean erase,
                    Instant now, char **address, GError **error)
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
      g_autoptr (Edition) last = store_last (store, office, document, text->language, NULL, error);
      g_autoptr (Edition) edition = last != NULL ? withdrawal_of (last, note, erase, now) : NULL;
      if (edition == NULL || !append (store, edition, error))
        {
          g_string_free (addresses, TRUE);
          return FALSE;
        }
      g_string_append_printf (addresses, "%s/%s/%s", addresses->len > 0 ? " " : "", edition->language, edition->path);
    }
  *address = g_string_free (addresses, FALSE);
  if (**address != '\0')
    return TRUE;
  g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_REFERENCE, "“%s” is not public yet; there is nothing to withdraw",
               reference);
  g_clear_pointer (address, g_free);
  return FALSE;
}

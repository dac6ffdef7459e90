/* One text of the record: its languages and how they stand to each other, its editions, what differs between any two,
 * and the way back to an earlier one; and the beginning of a translation. */
#include "desk/pages.h"

#include "desk/history/sides.h"
#include "desk/listing.h"
#include "desk/text/translations.h"
#include "text/locale.h"

#include <string.h>

#define MOST_SHOWN 50

/* ---- The page ---- */

static void
put_fields (json_t *view, const Sides *sides)
{
  json_object_set_new (view, "compare_fields",
                       json_pack ("[{s:s, s:s}, {s:s, s:s}, {s:s, s:s}]", "name", "office", "value", sides->office,
                                  "name", "document", "value", sides->document, "name", "language", "value",
                                  sides->language));
}

static void
put_text (const Exchange *exchange, json_t *view, const Translations *translations, const Sides *sides,
          const char *origin)
{
  const Translation *text = translations_find (translations, sides->language);
  const Edition *edition = text != NULL ? text->edition : NULL;
  const char *title = edition != NULL ? edition->title : translations->title;
  gboolean begin = exchange_may_office (exchange, sides->office, sides->language, ACTION_BEGIN) == PERMISSION_YES;
  g_autofree char *name = locale_language_name (sides->language);

  json_object_set_new (view, "title", json_string (title != NULL ? title : desk_word (exchange, "untitled")));
  json_object_set_new (
      view, "title_tag",
      json_string (edition != NULL || translations->original == NULL ? sides->language : translations->original));
  json_object_set_new (view, "office", json_string (sides->office));
  json_object_set_new (view, "document", json_string (sides->document));
  json_object_set_new (view, "tag", json_string (sides->language));
  json_object_set_new (view, "text_direction", json_string (locale_direction (sides->language)));
  json_object_set_new (view, "language_name", json_string (name));
  json_object_set_new (view, "has_edition", json_boolean (edition != NULL));
  json_object_set_new (view, "withdrawn_now", json_boolean (edition != NULL && edition->state == STATE_WITHDRAWN));
  json_object_set_new (view, "may_return", json_boolean (begin && edition != NULL));
  if (edition != NULL)
    {
      json_auto_t *actions = published_view (exchange, edition);
      g_autofree char *address = origin != NULL && edition_visible_from (edition) <= exchange->now
                                     ? g_strdup_printf ("%s/%s/%s", origin, edition->language, edition->path)
                                     : NULL;
      desk_put (view, "public_address", address);
      json_object_update_missing (view, actions);
    }
  json_object_set_new (view, "texts", translations_view (exchange, translations, sides->office));
}

void
page_text (Exchange *exchange)
{
  const Sides sides = { form_text (exchange->query, "office"), form_text (exchange->query, "document"),
                        form_text (exchange->query, "language"), NULL };
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, sides.office, exchange->now, &error);
  g_autoptr (Translations) translations =
      profile != NULL ? translations_of (exchange, profile, sides.office, sides.document, &error) : NULL;
  if (translations == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  if (translations->original == NULL || translations_find (translations, sides.language) == NULL)
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return;
    }
  json_t *view = json_object ();
  put_text (exchange, view, translations, &sides, profile->address);
  put_fields (view, &sides);
  if (sides_put (exchange, view, profile, &sides, &error))
    {
      desk_show (exchange, 200, "text", view);
      return;
    }
  json_decref (view);
  desk_fail (exchange, error);
}

/* ---- Back to an earlier edition ---- */

/* A draft on its way is not thrown away: from its own page one can go back as well. FALSE: there is none. */
static gboolean
go_to_draft (Exchange *exchange, const Sides *sides, const char *where, GError **error)
{
  g_autoptr (CabinetDraft) draft = cabinet_draft_of (exchange->desk->cabinet, sides->office, sides->document,
                                                     sides->language, exchange->now, error);
  if (draft != NULL)
    desk_go (exchange, "/drafts/%s%s", draft->id, where);
  return draft != NULL;
}

static void
begin (Exchange *exchange, const Sides *sides, const Source *source, unsigned based_on)
{
  Kind kind = KIND_STATEMENT;
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  g_autofree char *text = source_write (source);

  kind_parse (source_get (source, "kind"), &kind);
  const DraftText typed = { kind, source_get (source, "title"), text };
  g_autofree char *id = cabinet_begin_draft (exchange->desk->cabinet, &actor, sides->office, sides->document,
                                             sides->language, based_on, &typed, &error);
  if (id != NULL)
    desk_go (exchange, "/drafts/%s/edit", id);
  else
    desk_fail (exchange, error);
}

static Sides
sides_of_form (const Exchange *exchange)
{
  return (Sides){ form_text (exchange->form, "office"), form_text (exchange->form, "document"),
                  form_text (exchange->form, "language"), NULL };
}

void
page_text_return (Exchange *exchange)
{
  const Sides sides = sides_of_form (exchange);
  GError *error = NULL;
  g_autoptr (Side) side = sides_find (exchange, &sides, form_text (exchange->form, "to"), &error);
  g_autoptr (Edition) current = side != NULL ? store_edition_current (exchange->desk->visible, sides.office,
                                                                      sides.document, sides.language, &error)
                                             : NULL;

  if (error != NULL)
    desk_fail (exchange, error);
  else if (side == NULL || current == NULL)
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else if (!go_to_draft (exchange, &sides, "/history", &error) && error == NULL)
    {
      json_object_del (side->source->matter, "attachments"); /* the publisher keeps them */
      source_set (side->source, "change_note", "");
      begin (exchange, &sides, side->source, current->number);
    }
  else if (error != NULL)
    desk_fail (exchange, error);
}

/* ---- A translation ---- */

/* What is the same in all languages. */
static Source *
source_of_translation (const Source *original, const char *language, const char *from, unsigned number)
{
  static const char *const kept[] = { "kind",     "speaker.name", "event.date", "event.zone",
                                      "delivery", "interviewer",  "outlet",     "when" };
  static const char *const whole[] = { "press_contacts", "related" };
  g_autofree char *edition = g_strdup_printf ("%u", number);
  Source *source = source_new ();

  source_set (source, "language", language);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (*source_get (original, kept[i]) != '\0')
      source_set (source, kept[i], source_get (original, kept[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++)
    if (json_object_get (original->matter, whole[i]) != NULL)
      json_object_set (source->matter, whole[i], json_object_get (original->matter, whole[i]));
  source_set (source, "translated_from.language", from);
  source_set (source, "translated_from.edition", edition);
  return source;
}

/* The public text of the original, or else its draft. NULL: there is none that the person may read. */
static Source *
find_original (const Exchange *exchange, const Translations *translations, const char *office, unsigned *number,
               GError **error)
{
  const Translation *text = translations_find (translations, translations->original);

  if (text != NULL && text->edition != NULL)
    {
      g_autoptr (Edition) edition = store_edition_number (exchange->desk->visible, office, translations->document,
                                                          text->language, text->edition->number, error);
      *number = text->edition->number;
      return edition != NULL && edition->state != STATE_ERASED ? source_of_edition (edition) : NULL;
    }
  if (text == NULL || text->draft == NULL)
    return NULL;
  g_autoptr (CabinetDraft) draft = cabinet_draft (exchange->desk->cabinet, text->draft->id, exchange->now, error);
  *number = text->draft->based_on + 1;
  return draft != NULL ? source_read (draft->text) : NULL;
}

void
page_translate (Exchange *exchange)
{
  const Sides sides = sides_of_form (exchange);
  GError *error = NULL;
  unsigned number = 0;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, sides.office, exchange->now, &error);
  g_autoptr (Translations) translations =
      profile != NULL ? translations_of (exchange, profile, sides.office, sides.document, &error) : NULL;
  const Translation *there = translations != NULL ? translations_find (translations, sides.language) : NULL;
  g_autoptr (Source) original =
      there != NULL ? find_original (exchange, translations, sides.office, &number, &error) : NULL;

  if (error != NULL)
    desk_fail (exchange, error);
  else if (original == NULL || strcmp (translations->original, sides.language) == 0)
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else if (there->edition != NULL || there->draft != NULL)
    desk_say (exchange, 409, "refused_title", "exists_text", NULL);
  else
    {
      g_autoptr (Source) source = source_of_translation (original, sides.language, translations->original, number);
      begin (exchange, &sides, source, 0);
    }
}

/* ---- All of them ---- */

static gint
by_date (gconstpointer a, gconstpointer b)
{
  const Edition *first = *(const Edition *const *)a, *second = *(const Edition *const *)b;
  return first->dated < second->dated ? 1 : first->dated > second->dated ? -1 : 0;
}

static GPtrArray *
latest_of_all (const Exchange *exchange, const Profile *profile, const char *office, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)edition_free);

  for (char **language = profile->languages; *language != NULL; language++)
    {
      g_autoptr (GPtrArray) some = store_latest (exchange->desk->visible, office, *language, MOST_SHOWN, error);
      if (some == NULL)
        return NULL;
      while (some->len > 0)
        g_ptr_array_add (all, g_ptr_array_steal_index (some, some->len - 1));
    }
  g_ptr_array_sort (all, by_date);
  return g_steal_pointer (&all);
}

static gboolean
list_office (const Exchange *exchange, json_t *view, const char *office, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, office, exchange->now, error);
  g_autoptr (GPtrArray) latest = profile != NULL ? latest_of_all (exchange, profile, office, error) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  json_t *documents = json_array ();
  gboolean fine = latest != NULL;

  for (guint i = 0; fine && i < latest->len && json_array_size (documents) < MOST_SHOWN; i++)
    {
      const Edition *edition = latest->pdata[i];
      if (!g_hash_table_add (seen, edition->document))
        continue;
      g_autoptr (Translations) translations = translations_of (exchange, profile, office, edition->document, error);
      fine = translations != NULL;
      if (fine && translations->original != NULL)
        json_array_append_new (documents, json_pack ("{s:s, s:s, s:o}", "title", translations->title, "tag",
                                                     translations->original, "texts",
                                                     translations_view (exchange, translations, office)));
    }
  json_array_append_new (view, json_pack ("{s:s, s:b, s:o}", "office", office, "has_documents",
                                          json_array_size (documents) > 0, "documents", documents));
  return fine;
}

static gboolean
may_in (const Exchange *exchange, const char *office, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, office, exchange->now, error);

  for (char **language = profile != NULL ? profile->languages : NULL; language != NULL && *language != NULL;
       language++)
    if (exchange_may_office (exchange, office, *language, ACTION_BEGIN) == PERMISSION_YES)
      return TRUE;
  return FALSE;
}

void
page_translations (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, &error);
  json_auto_t *list = json_array ();

  for (char **office = offices; error == NULL && *office != NULL; office++)
    if (may_in (exchange, *office, &error))
      list_office (exchange, list, *office, &error);
  if (error != NULL)
    desk_fail (exchange, error);
  else
    desk_show (exchange, 200, "translations",
               json_pack ("{s:s, s:O, s:b}", "title", desk_word (exchange, "translations_title"), "offices", list,
                          "several", json_array_size (list) > 1));
}

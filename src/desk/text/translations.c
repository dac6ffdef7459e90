/* A translation that was written here says of which edition of which language it is (translated_from). Of others the
 * original is the text that appeared first, and they follow what was its last edition when they appeared. */
#include "desk/text/translations.h"

#include "text/locale.h"

#include <string.h>

#define PERIOD (90 * 24 * 60 * INSTANT_MINUTE)
#define MOST_CHANGES 100

static void
translation_free (gpointer data)
{
  Translation *translation = data;

  g_free (translation->language);
  g_clear_pointer (&translation->edition, edition_free);
  g_clear_pointer (&translation->draft, cabinet_draft_free);
  g_free (translation);
}

void
translations_free (Translations *translations)
{
  g_free (translations->document);
  g_free (translations->original);
  g_free (translations->title);
  g_ptr_array_unref (translations->texts);
  g_free (translations);
}

static Translation *
find (const Translations *translations, const char *language)
{
  for (guint i = 0; i < translations->texts->len; i++)
    {
      Translation *text = translations->texts->pdata[i];
      if (g_strcmp0 (text->language, language) == 0)
        return text;
    }
  return NULL;
}

const Translation *
translations_find (const Translations *translations, const char *language)
{
  return find (translations, language);
}

/* ---- What there is ---- */

static gboolean
take_editions (const Exchange *exchange, Translations *translations, const char *office, GError **error)
{
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (GPtrArray) editions =
      store_translations (exchange->desk->visible, office, translations->document, error);

  while (editions != NULL && editions->len > 0)
    {
      g_autoptr (Edition) edition = g_ptr_array_steal_index (editions, editions->len - 1);
      Translation *text = find (translations, edition->language);
      if (text != NULL && text->edition == NULL)
        text->edition = g_steal_pointer (&edition);
    }
  return editions != NULL;
}

static gboolean
take_drafts (const Exchange *exchange, Translations *translations, const char *office, GError **error)
{
  const DraftFilter filter = {
    .office = office, .document = translations->document, .state = DRAFT_ANY, .unpublished = TRUE
  };
  g_autoptr (GPtrArray) drafts = cabinet_drafts (exchange->desk->cabinet, &filter, exchange->now, 0, 100, error);

  while (drafts != NULL && drafts->len > 0)
    {
      g_autoptr (CabinetDraft) draft = g_ptr_array_steal_index (drafts, drafts->len - 1);
      Translation *text = find (translations, draft->language);
      if (text != NULL && exchange_may_draft (exchange, draft, ACTION_READ) == PERMISSION_YES)
        {
          g_clear_pointer (&text->draft, cabinet_draft_free);
          text->draft = g_steal_pointer (&draft);
        }
    }
  return drafts != NULL;
}

/* ---- Which is the original ---- */

static const char *
said_of (const Edition *edition, const char *key)
{
  json_t *from = edition != NULL ? json_object_get (edition->fields, "translated_from") : NULL;
  return json_string_value (json_object_get (from, key));
}

/* Of two that do not say so, the one that appeared first; of drafts alone, the one that was begun first. */
static gboolean
is_before (const Translation *a, const Translation *b)
{
  if (a->edition != NULL && b->edition != NULL)
    return a->edition->dated < b->edition->dated;
  if (a->edition != NULL || b->edition != NULL)
    return a->edition != NULL;
  return a->draft != NULL && (b->draft == NULL || a->draft->begun < b->draft->begun);
}

static const Translation *
find_original (const Translations *translations)
{
  const Translation *first = NULL;

  for (guint i = 0; i < translations->texts->len; i++)
    {
      const Translation *text = translations->texts->pdata[i];
      const Translation *named = find (translations, said_of (text->edition, "language"));
      if (named != NULL && named != text)
        return named;
      if ((text->edition != NULL || text->draft != NULL) && (first == NULL || is_before (text, first)))
        first = text;
    }
  return first;
}

/* ---- What follows it ---- */

static unsigned
number_at (const GPtrArray *chain, Instant instant)
{
  for (guint i = 0; i < chain->len; i++) /* the newest first */
    {
      const Edition *edition = chain->pdata[i];
      if (edition_visible_from (edition) <= instant)
        return edition->number;
    }
  return 0;
}

static gboolean
judge (const Exchange *exchange, const Translations *translations, const char *office, Translation *text,
       GError **error)
{
  const char *of = said_of (text->edition, "language"), *number = said_of (text->edition, "edition");

  if (text->edition == NULL)
    return TRUE;
  if (g_strcmp0 (of, translations->original) == 0 && number != NULL)
    text->made_of = (unsigned)g_ascii_strtoull (number, NULL, 10);
  else
    {
      g_autoptr (GPtrArray) chain =
          store_chain (exchange->desk->visible, office, translations->document, translations->original, error);
      if (chain == NULL)
        return FALSE;
      text->made_of = number_at (chain, edition_visible_from (text->edition));
    }
  text->standing = text->made_of < translations->newest ? TRANSLATION_OUTDATED : TRANSLATION_CURRENT;
  return TRUE;
}

static gboolean
judge_all (const Exchange *exchange, Translations *translations, const char *office, GError **error)
{
  const Translation *original = find_original (translations);
  if (original == NULL)
    return TRUE;
  translations->original = g_strdup (original->language);
  translations->newest = original->edition != NULL ? original->edition->number : 0;
  translations->title = g_strdup (original->edition != NULL ? original->edition->title : original->draft->title);
  for (guint i = 0; i < translations->texts->len; i++)
    {
      Translation *text = translations->texts->pdata[i];
      if (text == original)
        text->standing = TRANSLATION_ORIGINAL;
      else if (!judge (exchange, translations, office, text, error))
        return FALSE;
    }
  return TRUE;
}

Translations *
translations_of (const Exchange *exchange, const Profile *profile, const char *office, const char *document,
                 GError **error)
{
  g_autoptr (Translations) translations = g_new0 (Translations, 1);

  translations->document = g_strdup (document);
  translations->texts = g_ptr_array_new_with_free_func (translation_free);
  for (char **language = profile->languages; *language != NULL; language++)
    {
      Translation *text = g_new0 (Translation, 1);
      text->language = g_strdup (*language);
      g_ptr_array_add (translations->texts, text);
    }
  return take_editions (exchange, translations, office, error) && take_drafts (exchange, translations, office, error)
                 && judge_all (exchange, translations, office, error)
             ? g_steal_pointer (&translations)
             : NULL;
}

/* ---- As pages show it ---- */

static char *
standing_text (const Exchange *exchange, const Translation *text)
{
  static const char *const keys[] = { [TRANSLATION_MISSING] = "translation_missing",
                                      [TRANSLATION_ORIGINAL] = "translation_original",
                                      [TRANSLATION_CURRENT] = "translation_current" };

  if (text->standing != TRANSLATION_OUTDATED)
    return g_strdup (desk_word (exchange, text->edition == NULL && text->standing != TRANSLATION_ORIGINAL
                                              ? "translation_missing"
                                              : keys[text->standing]));
  json_auto_t *number = json_integer ((json_int_t)text->made_of + 1);
  return messages_format (exchange->desk->words, exchange->language, "translation_outdated", "number", number, NULL);
}

static json_t *
text_view (const Exchange *exchange, const Translations *translations, const char *office, const Translation *text)
{
  g_autofree char *name = locale_language_name (text->language), *standing = standing_text (exchange, text);
  g_autofree char *state_key =
      text->draft != NULL ? g_strconcat ("state_", draft_state_name (text->draft->state), NULL) : NULL;
  gboolean may = exchange_may_office (exchange, office, text->language, ACTION_BEGIN) == PERMISSION_YES;
  gboolean none = text->edition == NULL && text->draft == NULL;

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:s, s:s, s:s, s:s, s:s}", "tag",
                    text->language, "language_name", name, "standing", standing, "office", office, "document",
                    translations->document, "is_outdated", text->standing == TRANSLATION_OUTDATED, "is_current",
                    text->standing == TRANSLATION_CURRENT
                        || (text->standing == TRANSLATION_ORIGINAL && text->edition != NULL),
                    "has_edition", text->edition != NULL, "has_draft", text->draft != NULL, "may_translate",
                    may && none && translations->original != NULL, "may_update",
                    may && text->standing == TRANSLATION_OUTDATED && text->draft == NULL, "text",
                    text->edition != NULL ? text->edition->title : "", "text_direction",
                    locale_direction (text->language), "draft_id", text->draft != NULL ? text->draft->id : "",
                    "draft_state", text->draft != NULL ? draft_state_name (text->draft->state) : "",
                    "draft_state_text", state_key != NULL ? desk_word (exchange, state_key) : "");
}

json_t *
translations_view (const Exchange *exchange, const Translations *translations, const char *office)
{
  json_t *view = json_array ();

  for (guint i = 0; i < translations->texts->len; i++)
    json_array_append_new (view, text_view (exchange, translations, office, translations->texts->pdata[i]));
  return view;
}

/* ---- What is to be done ---- */

static gboolean
is_for (const Exchange *exchange, const Translations *translations, const char *office)
{
  for (guint i = 0; i < translations->texts->len; i++)
    {
      const Translation *text = translations->texts->pdata[i];
      if (text->standing == TRANSLATION_OUTDATED && text->edition->state == STATE_PUBLISHED
          && exchange_may_office (exchange, office, text->language, ACTION_BEGIN) == PERMISSION_YES)
        return TRUE;
    }
  return FALSE;
}

/* Only what has a second edition can have left a translation behind. */
static gboolean
add_outdated (const Exchange *exchange, json_t *view, GHashTable *seen, const Profile *profile, const char *office,
              const Edition *changed, GError **error)
{
  if (changed->number < 2 || !g_hash_table_add (seen, g_strdup (changed->document)))
    return TRUE;
  g_autoptr (Translations) translations = translations_of (exchange, profile, office, changed->document, error);
  if (translations != NULL && is_for (exchange, translations, office))
    json_array_append_new (view,
                           json_pack ("{s:s, s:s, s:s, s:s, s:o}", "title", translations->title, "tag",
                                      translations->original, "office", office, "document", translations->document,
                                      "texts", translations_view (exchange, translations, office)));
  return translations != NULL;
}

json_t *
translations_outdated (const Exchange *exchange, const Profile *profile, const char *office, guint most,
                       GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_t *view = json_array ();
  gboolean fine = TRUE;

  for (char **language = profile->languages; fine && *language != NULL; language++)
    {
      const StorePeriod period = {
        .office = office, .language = *language, .from = exchange->now - PERIOD, .until = exchange->now
      };
      store_set_instant (exchange->desk->visible, exchange->now);
      g_autoptr (GPtrArray) changes = store_changed (exchange->desk->visible, &period, MOST_CHANGES, error);
      fine = changes != NULL;
      for (guint i = 0; fine && i < changes->len && json_array_size (view) < most; i++)
        fine =
            add_outdated (exchange, view, seen, profile, office, ((StoreChanged *)changes->pdata[i])->edition, error);
    }
  return view;
}

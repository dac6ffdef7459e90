/* Beside a translation stands what it is a translation of: the public text or, while there is none, its draft, if the
 * person may read it. */
#include "desk/text/translations.h"

#include "desk/text/comparison.h"
#include "text/locale.h"
#include "text/markdown.h"

#include <string.h>

#define MOST_OFFERED 50

typedef struct
{
  Edition *edition; /* or NULL, and then */
  CabinetDraft *draft;
  Source *source;
} Original;

static void
original_clear (Original *original)
{
  g_clear_pointer (&original->edition, edition_free);
  g_clear_pointer (&original->draft, cabinet_draft_free);
  g_clear_pointer (&original->source, source_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Original, original_clear)

static Edition *
edition_of (const Exchange *exchange, const char *language, unsigned number)
{
  const CabinetDraft *draft = exchange->draft;
  Store *store = exchange->desk->visible;

  store_set_instant (store, exchange->now);
  if (number == 0)
    {
      g_autoptr (Edition) current = store_edition_current (store, draft->office, draft->document, language, NULL);
      number = current != NULL ? current->number : 0;
    }
  g_autoptr (Edition) edition =
      number > 0 ? store_edition_number (store, draft->office, draft->document, language, number, NULL) : NULL;
  return edition != NULL && edition->state != STATE_ERASED ? g_steal_pointer (&edition) : NULL;
}

static gboolean
find (const Exchange *exchange, const char *language, Original *original)
{
  const CabinetDraft *draft = exchange->draft;

  original->edition = edition_of (exchange, language, 0);
  if (original->edition == NULL)
    original->draft =
        cabinet_draft_of (exchange->desk->cabinet, draft->office, draft->document, language, exchange->now, NULL);
  if (original->draft != NULL && exchange_may_draft (exchange, original->draft, ACTION_READ) != PERMISSION_YES)
    g_clear_pointer (&original->draft, cabinet_draft_free);
  if (original->edition != NULL)
    original->source = source_of_edition (original->edition);
  else if (original->draft != NULL)
    {
      g_autoptr (CabinetDraft) whole =
          cabinet_draft (exchange->desk->cabinet, original->draft->id, exchange->now, NULL);
      original->source = whole != NULL ? source_read (whole->text) : NULL;
    }
  return original->source != NULL;
}

static json_t *
text_view (const Exchange *exchange, const Original *original, const char *language)
{
  gboolean interview = strcmp (source_get (original->source, "kind"), kind_name (KIND_INTERVIEW)) == 0;
  g_autoptr (Rendition) rendition =
      markdown_render (original->source->body, strlen (original->source->body), interview);
  g_autofree char *name = locale_language_name (language);
  unsigned now = original->edition != NULL ? original->edition->number : original->draft->based_on + 1;
  json_auto_t *number = json_integer ((json_int_t)now);
  g_autofree char *edition =
      messages_format (exchange->desk->words, exchange->language,
                       original->edition != NULL ? "edition_name" : "edition_coming", "number", number, NULL);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "title", source_get (original->source, "title"), "summary",
                    source_get (original->source, "summary"), "html", rendition->html, "tag", language,
                    "text_direction", locale_direction (language), "language_name", name, "edition", edition);
}

/* Which edition the translation follows, to be chosen. */
static json_t *
choice_view (const Exchange *exchange, const Original *original, const Source *source)
{
  unsigned last = original->edition != NULL ? original->edition->number : original->draft->based_on + 1;
  unsigned chosen = (unsigned)g_ascii_strtoull (source_get (source, "translated_from.edition"), NULL, 10);
  json_t *view = json_array ();

  for (unsigned number = last; number >= 1 && last - number < MOST_OFFERED; number--)
    {
      json_auto_t *value = json_integer ((json_int_t)number);
      g_autofree char *text =
          messages_format (exchange->desk->words, exchange->language,
                           number == last ? "edition_newest" : "edition_number", "number", value, NULL);
      json_array_append_new (
          view, json_pack ("{s:i, s:s, s:b}", "value", (int)number, "text", text, "chosen", number == chosen));
    }
  return view;
}

static json_t *
changed_view (const Exchange *exchange, const Profile *profile, const Original *original, const Source *source)
{
  const char *language = source_get (source, "translated_from.language");
  unsigned made_of = (unsigned)g_ascii_strtoull (source_get (source, "translated_from.edition"), NULL, 10);

  if (original->edition == NULL || made_of == 0 || made_of >= original->edition->number)
    return json_array ();
  g_autoptr (Edition) then = edition_of (exchange, language, made_of);
  if (then == NULL)
    return json_array ();
  g_autoptr (Source) before = source_of_edition (then);
  return comparison_view (exchange, profile, before, original->source, language);
}

void
original_put (const Exchange *exchange, json_t *view, const Profile *profile, const Source *source)
{
  const char *language = source_get (source, "translated_from.language");
  g_auto (Original) original = { NULL, NULL, NULL };
  gboolean found = exchange->draft != NULL && *language != '\0' && find (exchange, language, &original);

  json_object_set_new (view, "has_original", json_boolean (found));
  if (!found)
    return;
  json_t *changed = changed_view (exchange, profile, &original, source);
  json_t *part = text_view (exchange, &original, language);
  json_object_set_new (part, "has_changed", json_boolean (json_array_size (changed) > 0));
  json_object_set_new (part, "changed", changed);
  json_object_set_new (part, "editions", choice_view (exchange, &original, source));
  json_object_set_new (view, "original", part);
}

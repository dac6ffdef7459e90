/* A document's page: one edition, with all that the office said beside its text. */
#include "page/page.h"
#include "page/common.h"
#include "page/verify_view.h"

#include "record/attachment_entry.h"
#include "record/slug.h"
#include "text/locale.h"
#include "text/markdown.h"

#include <string.h>

static const char *
text_at (json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

/* ---- Who, where, when ---- */

static json_t *
speaker_view (const Page *page, json_t *speaker)
{
  const char *name = text_at (speaker, "name");
  if (name == NULL)
    return NULL;

  g_autofree char *slug = slug_from_title (name);
  ArchiveLink link = { .language = page->language, .speaker = slug };
  json_t *view = json_object ();
  view_text (view, "name", name);
  view_text (view, "role", text_at (speaker, "role"));
  view_take (view, "href", link_archive (&link));
  return view;
}

static json_t *
event_date_view (const Page *page, const char *text)
{
  CivilDate date;
  if (text == NULL || !civil_date_parse (text, &date))
    return NULL;

  CivilTime time = { .date = date, .weekday = civil_weekday (date) };
  const char *pattern = profile_date_pattern (page->profile, "long", page->language);
  json_t *view = json_object ();
  view_text (view, "date", text);
  view_take (view, "text", locale_date (page->language, &time, DATE_LONG, pattern));
  return view;
}

static json_t *
event_view (const Page *page, json_t *event)
{
  json_t *view = json_object ();

  view_text (view, "name", text_at (event, "name"));
  view_text (view, "place", text_at (event, "place"));
  view_put (view, "date", event_date_view (page, text_at (event, "date")));
  return view;
}

static const char *
delivery_text (const Page *page, const char *delivery)
{
  static const char *const texts[][2] = {
    { "as delivered", "delivery_as_delivered" },
    { "draft text", "delivery_draft_text" },
    { "speaking notes", "delivery_speaking_notes" },
  };

  for (gsize i = 0; delivery != NULL && i < G_N_ELEMENTS (texts); i++)
    if (strcmp (delivery, texts[i][0]) == 0)
      return page_message (page, texts[i][1]);
  return NULL;
}

/* One line: who, and where. */
static char *
byline (json_t *fields)
{
  json_t *speaker = json_object_get (fields, "speaker");
  json_t *event = json_object_get (fields, "event");
  const char *parts[] = { text_at (speaker, "name"), text_at (speaker, "role"), text_at (event, "name"),
                          text_at (event, "place") };
  GString *line = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", parts[i]);
  return g_string_free (line, FALSE);
}

/* ---- Attachments ---- */

static char *
credit_text (const Page *page, const char *credit)
{
  json_auto_t *value = json_string (credit);
  return messages_format (page->messages, page->language, "image_credit", "credit", value, NULL);
}

static json_t *
image_view (const Page *page, json_t *entry)
{
  json_t *view = json_object ();
  const char *alt = text_at (entry, "alt");
  const char *credit = text_at (entry, "credit");

  view_take (view, "src", attachment_shown (entry));
  view_take (view, "href", attachment_address (entry));
  view_take (view, "source_set", attachment_source_set (entry));
  view_text (view, "sizes", ATTACHMENT_SIZES);
  view_text (view, "focus", attachment_focus (entry));
  view_text (view, "terms", text_at (entry, "terms"));
  json_object_set_new (view, "alt", json_string (alt != NULL ? alt : ""));
  view_flag (view, "is_link", alt != NULL && *alt != '\0');
  view_text (view, "caption", text_at (entry, "caption"));
  view_text (view, "credit", credit);
  if (credit != NULL)
    view_take (view, "credit_text", credit_text (page, credit));
  view_flag (view, "has_caption",
             credit != NULL || text_at (entry, "caption") != NULL || text_at (entry, "terms") != NULL);
  view_put (view, "width", json_incref (json_object_get (entry, "width")));
  view_put (view, "height", json_incref (json_object_get (entry, "height")));
  return view;
}

static char *
type_text (const char *name)
{
  const char *dot = strrchr (name, '.');
  return g_ascii_strup (dot != NULL ? dot + 1 : name, -1);
}

static json_t *
attachment_view (const Page *page, json_t *entry)
{
  const char *name = text_at (entry, "name");
  const char *title = text_at (entry, "title");
  json_t *view = json_object ();
  g_autofree char *type = type_text (name);
  g_autofree char *size = locale_size (page->language, (guint64)json_integer_value (json_object_get (entry, "size")));

  view_take (view, "href", link_media (text_at (entry, "media"), name));
  view_text (view, "title", title != NULL ? title : name);
  view_text (view, "language", text_at (entry, "language"));
  view_text (view, "terms", text_at (entry, "terms"));
  view_text (view, "type", type);
  view_text (view, "size", size);
  json_auto_t *type_value = json_string (type);
  json_auto_t *size_value = json_string (size);
  view_take (view, "details",
             messages_format (page->messages, page->language, "attachment_details", "type", type_value, "size",
                              size_value, NULL));
  return view;
}

/* A picture that the text itself shows stands there, and nowhere else. */
static gboolean
is_placed (json_t *entry, const char *html)
{
  g_autofree char *shown = attachment_shown (entry), *quoted = g_strconcat ("src=\"", shown, "\"", NULL);
  return html != NULL && shown != NULL && strstr (html, quoted) != NULL;
}

static void
put_attachments (const Page *page, json_t *view, json_t *entries, const char *html)
{
  json_t *images = json_array ();
  json_t *attachments = json_array ();
  size_t index;
  json_t *entry;

  json_array_foreach (entries, index, entry)
    {
      gboolean picture = attachment_is_picture (entry);
      if (picture && !is_placed (entry, html))
        json_array_append_new (images, image_view (page, entry));
      else if (!picture && text_at (entry, "type") != NULL)
        json_array_append_new (attachments, attachment_view (page, entry));
    }
  view_put (view, "images", images);
  view_list (view, "attachments", attachments);
}

/* ---- Notes, contacts, topics ---- */

static char *
notes_html (const char *notes)
{
  if (notes == NULL)
    return NULL;
  g_autoptr (Rendition) rendition = markdown_render (notes, strlen (notes), FALSE);
  return g_strdup (rendition->html);
}

static json_t *
press_contacts_view (json_t *contacts)
{
  json_t *view = json_array ();
  size_t index;
  json_t *contact;

  json_array_foreach (contacts, index, contact)
    {
      json_t *entry = json_object ();
      view_text (entry, "name", text_at (contact, "name"));
      view_text (entry, "role", text_at (contact, "role"));
      view_put (entry, "phone", link_phone (text_at (contact, "phone")));
      view_put (entry, "email", link_email (text_at (contact, "email")));
      json_array_append_new (view, entry);
    }
  return view;
}

static json_t *
facets_view (const Page *page, json_t *labels, gboolean topic)
{
  json_t *view = json_array ();
  size_t index;
  json_t *label;

  json_array_foreach (labels, index, label)
    {
      g_autofree char *slug = slug_from_title (json_string_value (label));
      ArchiveLink link = { .language = page->language, .topic = topic ? slug : NULL, .place = topic ? NULL : slug };
      g_autofree char *href = link_archive (&link);
      json_array_append_new (view, json_pack ("{s:O, s:s}", "text", label, "href", href));
    }
  return view;
}

/* ---- Other documents ---- */

static json_t *
translations_view (const Page *page, GPtrArray *translations)
{
  json_t *view = json_array ();

  for (guint i = 0; i < translations->len; i++)
    {
      const Edition *edition = translations->pdata[i];
      if (strcmp (edition->language, page->language) == 0)
        continue;
      json_t *entry = json_object ();
      view_text (entry, "tag", edition->language);
      view_take (entry, "name", locale_language_name (edition->language));
      view_text (entry, "title", edition->title);
      view_take (entry, "href", link_document (edition));
      view_text (entry, "direction", page_direction (edition->language));
      json_array_append_new (view, entry);
    }
  return view;
}

/* The related document in the page's language, else in any it is visible in. */
static Edition *
related_edition (const Page *page, const char *document, GError **error)
{
  g_autoptr (GPtrArray) editions = store_translations (page->store, page->office, document, error);
  if (editions == NULL || editions->len == 0)
    return NULL;

  guint best = 0;
  for (guint i = 0; i < editions->len; i++)
    if (strcmp (((const Edition *)editions->pdata[i])->language, page->language) == 0)
      best = i;
  return g_ptr_array_steal_index (editions, best);
}

static json_t *
related_view (const Page *page, json_t *documents, GError **error)
{
  json_t *view = json_array ();
  size_t index;
  json_t *document;

  json_array_foreach (documents, index, document)
    {
      g_autoptr (Edition) edition = related_edition (page, json_string_value (document), error);
      if (edition != NULL)
        json_array_append_new (view, item_view (page, edition));
    }
  return view;
}

/* ---- Editions ---- */

/* It bears an earlier day than that on which it could first be read. */
static gboolean
is_backdated (const Page *page, const Edition *edition)
{
  CivilTime dated = civil_time_at (edition->dated, page->profile->host_zone);
  CivilTime public = civil_time_at (edition_visible_from (edition), page->profile->host_zone);

  return edition->number == 1 && civil_date_compare (dated.date, public.date) < 0;
}

/* What stands above the text: that it is not current, carried over, or withdrawn. */
static void
put_standing (const Page *page, json_t *view, const Edition *edition, const Edition *current)
{
  if (edition->superseded != INSTANT_MAX)
    {
      g_autofree char *text = view_with_date (page, "edition_not_current", edition->superseded);
      g_autofree char *href = link_document (current);
      json_object_set_new (view, "not_current", json_pack ("{s:s, s:s}", "text", text, "href", href));
    }
  else if (edition->number > 1)
    view_put (view, "updated", view_date (page, edition_visible_from (edition), "long"));
  if (edition->imported)
    view_take (view, "imported_text", view_with_date (page, "imported_note", edition->published));
  else if (is_backdated (page, edition))
    view_take (view, "imported_text", view_with_date (page, "backdated_note", edition_visible_from (edition)));
  if (current->state == STATE_WITHDRAWN)
    {
      json_t *withdrawn = json_object ();
      Instant when = edition_visible_from (current);
      view_put (withdrawn, "date", view_date (page, when, "long"));
      view_take (withdrawn, "text", view_with_date (page, "withdrawn_notice", when));
      view_text (withdrawn, "reason", current->change_note);
      view_put (view, "withdrawn", withdrawn);
    }
}

/* That the text it is a translation of has a later edition by now. */
static void
put_original (const Page *page, json_t *view, const Edition *edition, GPtrArray *translations)
{
  json_t *from = json_object_get (edition->fields, "translated_from");
  const char *language = text_at (from, "language"), *number = text_at (from, "edition");

  for (guint i = 0; language != NULL && number != NULL && i < translations->len; i++)
    {
      const Edition *original = translations->pdata[i];
      if (strcmp (original->language, language) != 0 || strcmp (original->language, edition->language) == 0
          || original->number <= g_ascii_strtoull (number, NULL, 10))
        continue;
      g_autofree char *own_name = locale_language_name (original->language), *href = link_document (original);
      json_auto_t *name = json_string (own_name);
      g_autofree char *text =
          messages_format (page->messages, page->language, "translation_outdated", "language", name, NULL);
      json_object_set_new (view, "outdated_translation",
                           json_pack ("{s:s, s:s, s:s}", "text", text, "href", href, "tag", original->language));
      return;
    }
}

/* ---- The whole ---- */

static void
put_text (const Page *page, json_t *view, const Edition *edition)
{
  view_text (view, "uuid", edition->document);
  view_take (view, "permanent", g_strconcat ("/d/", edition->document, NULL));
  view_text (view, "title", edition->title);
  view_text (view, "kind", kind_name (edition->kind));
  view_take (view, "kind_text", kind_text (page, edition->kind));
  view_text (view, "language", edition->language);
  json_object_set_new (view, "number", json_integer ((json_int_t)edition->number));
  view_text (view, "summary", edition->summary);
  view_text (view, "html", edition->html);
  view_list (view, "contents", edition->contents != NULL ? json_loads (edition->contents, 0, NULL) : NULL);
  view_put (view, "published", view_date (page, edition->dated, "long"));
}

static void
put_circumstances (const Page *page, json_t *view, const Edition *edition)
{
  json_t *fields = edition->fields;
  json_t *event = json_object_get (fields, "event");

  view_put (view, "speaker", speaker_view (page, json_object_get (fields, "speaker")));
  view_put (view, "event", event_view (page, event));
  view_put (view, "delivered", event_date_view (page, text_at (event, "date")));
  view_text (view, "delivery_text", delivery_text (page, edition_field (edition, "delivery")));
  view_text (view, "dateline", edition_field (edition, "dateline"));
  view_text (view, "outlet", edition_field (edition, "outlet"));
  view_text (view, "interviewer", edition_field (edition, "interviewer"));
  view_take (view, "byline", byline (fields));
  view_take (view, "notes_html", notes_html (edition_field (edition, "notes_to_editors")));
  view_list (view, "press_contacts", press_contacts_view (json_object_get (fields, "press_contacts")));
  view_list (view, "topics", facets_view (page, json_object_get (fields, "topics"), TRUE));
  view_list (view, "places", facets_view (page, json_object_get (fields, "places"), FALSE));
  put_attachments (page, view, json_object_get (fields, "attachments"), edition->html);
}

static json_t *
document_view (Page *page, const Edition *edition, const Edition *current, GPtrArray *translations, GError **error)
{
  json_t *view = json_object ();

  put_text (page, view, edition);
  put_circumstances (page, view, edition);
  put_standing (page, view, edition, current);
  if (edition->superseded == INSTANT_MAX)
    put_original (page, view, edition, translations);
  view_list (view, "translations", translations_view (page, translations));
  view_list (view, "related", related_view (page, json_object_get (edition->fields, "related"), error));
  g_autofree char *address = link_document (current);
  view_take (view, "print_address", link_absolute (page, address));
  g_autofree char *exact = link_edition (current, edition->number);
  if (history_put (page, view, edition, current, error)
      && verify_put_edition (page, view, edition, (guint)json_array_size (json_object_get (view, "editions")), exact,
                             error))
    return view;
  json_decref (view);
  return NULL;
}

static json_t *
document_frame (Page *page, const Edition *edition, const Edition *current, GPtrArray *translations, GError **error)
{
  gboolean shown_current = page->route->type != ROUTE_EDITION;
  g_autofree char *address = shown_current ? link_document (edition) : link_edition (current, edition->number);
  json_auto_t *addresses = translation_addresses (translations);
  gboolean logged = json_object_get (common_view (page, NULL), "record") != NULL;
  FrameInput input = { .kind = shown_current ? "document" : "edition",
                       .title = edition->title,
                       .description = edition->lead,
                       .address = address,
                       .robots = shown_current ? NULL : "noindex",
                       .sheet = logged ? "record.css" : NULL,
                       .translations = addresses };
  return frame_build (page, &input, error);
}

json_t *
document_build (Page *page, const Edition *edition, const Edition *current, GError **error)
{
  g_autoptr (GPtrArray) translations = store_translations (page->store, page->office, edition->document, error);
  if (translations == NULL)
    return NULL;
  json_t *view = document_frame (page, edition, current, translations, error);
  json_t *document = view != NULL ? document_view (page, edition, current, translations, error) : NULL;
  if (document == NULL)
    {
      json_decref (view);
      return NULL;
    }
  json_object_set_new (view, "document", document);
  if (page->route->type == ROUTE_EDITION)
    view_put (document, "changes", changes_view (page, edition, error));
  else
    json_object_set_new (view, "structured", document_json_ld (page, edition));
  return view;
}

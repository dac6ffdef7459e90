/* The readable difference between an edition and its neighbours, and the description for search engines. */
#include "page/page.h"

#include "text/difference.h"

#include <string.h>

/* What a reader sees as the text: title, summary and body. */
static char *
whole_text (const Edition *edition)
{
  return g_strjoin ("\n\n", edition->title, edition->summary != NULL ? edition->summary : "", edition->body, NULL);
}

static json_t *
change_view (const Page *page, const Edition *older, const Edition *newer, const Edition *shown)
{
  g_autofree char *before = whole_text (older);
  g_autofree char *after = whole_text (newer);
  json_auto_t *number = json_integer ((json_int_t)older->number);
  json_auto_t *to = json_integer ((json_int_t)newer->number);
  json_t *view = json_object ();

  view_take (
      view, "heading",
      messages_format (page->messages, page->language, "changes_between_editions", "from", number, "to", to, NULL));
  view_text (view, "change_note", newer->change_note);
  view_take (view, "html", difference_html (before, after, page->language));
  const Edition *other = older->number == shown->number ? newer : older;
  view_take (view, "href", link_edition (shown, other->number));
  view_text (view, "unchanged",
             json_object_get (view, "html") == NULL ? page_message (page, "no_visible_changes") : NULL);
  return view;
}

/* NUMBER's edition if it is visible, and there to be compared. */
static Edition *
neighbour (const Page *page, const Edition *edition, unsigned number, GError **error)
{
  if (number == 0)
    return NULL;
  g_autoptr (Edition) other =
      store_edition_number (page->store, page->office, edition->document, edition->language, number, error);
  return other != NULL && other->state != STATE_ERASED ? g_steal_pointer (&other) : NULL;
}

json_t *
changes_view (Page *page, const Edition *edition, GError **error)
{
  g_autoptr (Edition) before = neighbour (page, edition, edition->number - 1, error);
  g_autoptr (Edition) after = neighbour (page, edition, edition->number + 1, error);
  json_t *changes = json_array ();

  if (before != NULL)
    json_array_append_new (changes, change_view (page, before, edition, edition));
  if (after != NULL)
    json_array_append_new (changes, change_view (page, edition, after, edition));
  return changes;
}

static const char *
schema_type (Kind kind)
{
  return kind == KIND_ARTICLE || kind == KIND_COMMENT ? "Article" : kind == KIND_REMARKS ? "Article" : "NewsArticle";
}

static void
put_images (const Page *page, json_t *data, const Edition *edition)
{
  json_t *item = item_view (page, edition);
  const char *src = json_string_value (json_object_get (json_object_get (item, "image"), "src"));

  if (src != NULL)
    view_take (data, "image", link_absolute (page, src));
  json_decref (item);
}

/* schema.org, as JSON-LD 1.1. */
json_t *
document_json_ld (const Page *page, const Edition *edition)
{
  const char *name = local_text (page->profile->name, page->language, page->profile->languages[0]);
  g_autofree char *address = link_document (edition);
  g_autofree char *url = link_absolute (page, address);
  json_t *data =
      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s}}", "@context", "https://schema.org", "@type",
                 schema_type (edition->kind), "headline", edition->title, "inLanguage", edition->language, "url", url,
                 "mainEntityOfPage", url, "publisher", "@type", "GovernmentOrganization", "name", name);
  json_t *speaker = json_object_get (json_object_get (edition->fields, "speaker"), "name");

  view_text (data, "description", edition->lead);
  view_take (data, "datePublished", instant_format (edition->dated));
  view_take (data, "dateModified", instant_format (edition_visible_from (edition)));
  if (speaker != NULL)
    json_object_set_new (data, "author", json_pack ("{s:s, s:O}", "@type", "Person", "name", speaker));
  put_images (page, data, edition);
  return data;
}

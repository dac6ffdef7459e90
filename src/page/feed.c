/* Feeds of the newest messages: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1, all from the same items. */
#include "page/page.h"

#include <libxml/xmlwriter.h>
#include <string.h>

#define FEED_SIZE 20

typedef struct
{
  Page *page;
  GPtrArray *editions; /* whole ones, newest first */
  char *title;
  char *self;
  char *home;
  Instant updated;
} Feed;

static void
feed_clear (Feed *feed)
{
  g_clear_pointer (&feed->editions, g_ptr_array_unref);
  g_free (feed->title);
  g_free (feed->self);
  g_free (feed->home);
}

static GPtrArray *
feed_editions (Page *page, GError **error)
{
  const Route *route = page->route;
  StoreFilter filter = {
    page->office, page->language, route->kind, route->topic, route->place, route->speaker, NULL
  };
  g_autoptr (GPtrArray) list = store_list (page->store, &filter, 0, FEED_SIZE, error);
  if (list == NULL)
    return NULL;

  g_autoptr (GPtrArray) whole = g_ptr_array_new_with_free_func ((GDestroyNotify)edition_free);
  for (guint i = 0; i < list->len; i++)
    {
      const Edition *item = list->pdata[i];
      Edition *edition = store_edition_current (page->store, page->office, item->document, item->language, error);
      if (edition == NULL)
        return NULL;
      g_ptr_array_add (whole, edition);
    }
  return g_steal_pointer (&whole);
}

static gboolean
feed_open (Feed *feed, Page *page, const char *ending, GError **error)
{
  ArchiveLink link = link_of_route (page);
  g_autofree char *self = link_feed (&link, ending);
  g_autofree char *home = link_home (page->language);
  const char *name = local_text (page->profile->name, page->language, page->profile->languages[0]);
  json_auto_t *office = json_string (name);

  feed->page = page;
  feed->editions = feed_editions (page, error);
  if (feed->editions == NULL)
    return FALSE;
  feed->title = messages_format (page->messages, page->language, "feed_title", "office", office, NULL);
  feed->self = link_absolute (page, self);
  feed->home = link_absolute (page, home);
  feed->updated = 0;
  for (guint i = 0; i < feed->editions->len; i++)
    feed->updated = MAX (feed->updated, edition_visible_from (feed->editions->pdata[i]));
  return TRUE;
}

static char *
absolute_document (const Feed *feed, const Edition *edition)
{
  g_autofree char *address = link_document (edition);
  return link_absolute (feed->page, address);
}

/* RFC 4151: one for each language of a document, and the same for ever. */
static char *
entry_id (const Feed *feed, const Edition *edition)
{
  const char *host = strstr (feed->page->origin, "://");
  g_autofree char *authority = g_strdup (host != NULL ? host + 3 : feed->page->origin);
  authority[strcspn (authority, ":")] = '\0';
  return g_strdup_printf ("tag:%s,2000:%s/%s", authority, edition->document, edition->language);
}

static const char *
speaker_of (const Edition *edition)
{
  return json_string_value (json_object_get (json_object_get (edition->fields, "speaker"), "name"));
}

/* libxml2 fails only where memory does; its results are left unread. */
static void
element (xmlTextWriterPtr writer, const char *name, const char *text)
{
  xmlTextWriterWriteElement (writer, BAD_CAST name, BAD_CAST text);
}

static void
attribute (xmlTextWriterPtr writer, const char *name, const char *value)
{
  xmlTextWriterWriteAttribute (writer, BAD_CAST name, BAD_CAST value);
}

static void
element_instant (xmlTextWriterPtr writer, const char *name, Instant instant)
{
  g_autofree char *text = instant_format (instant);
  element (writer, name, text);
}

static void
atom_link (xmlTextWriterPtr writer, const char *rel, const char *type, const char *href)
{
  xmlTextWriterStartElement (writer, BAD_CAST "link");
  attribute (writer, "rel", rel);
  attribute (writer, "type", type);
  attribute (writer, "href", href);
  xmlTextWriterEndElement (writer);
}

static void
atom_typed (xmlTextWriterPtr writer, const char *name, const char *type, const char *text)
{
  xmlTextWriterStartElement (writer, BAD_CAST name);
  attribute (writer, "type", type);
  xmlTextWriterWriteString (writer, BAD_CAST text);
  xmlTextWriterEndElement (writer);
}

static void
atom_author (xmlTextWriterPtr writer, const char *name)
{
  xmlTextWriterStartElement (writer, BAD_CAST "author");
  element (writer, "name", name);
  xmlTextWriterEndElement (writer);
}

static void
atom_entry (xmlTextWriterPtr writer, const Feed *feed, const Edition *edition)
{
  g_autofree char *id = entry_id (feed, edition);
  g_autofree char *url = absolute_document (feed, edition);

  xmlTextWriterStartElement (writer, BAD_CAST "entry");
  attribute (writer, "xml:base", url);
  element (writer, "id", id);
  element (writer, "title", edition->title);
  element_instant (writer, "published", edition->dated);
  element_instant (writer, "updated", edition_visible_from (edition));
  atom_link (writer, "alternate", "text/html", url);
  if (speaker_of (edition) != NULL)
    atom_author (writer, speaker_of (edition));
  atom_typed (writer, "summary", "text", edition->lead);
  atom_typed (writer, "content", "html", edition->html);
  xmlTextWriterEndElement (writer);
}

static void
atom_write (xmlTextWriterPtr writer, const Feed *feed)
{
  const Page *page = feed->page;

  xmlTextWriterStartElementNS (writer, NULL, BAD_CAST "feed", BAD_CAST "http://www.w3.org/2005/Atom");
  attribute (writer, "xml:lang", page->language);
  element (writer, "id", feed->self);
  element (writer, "title", feed->title);
  element_instant (writer, "updated", feed->updated);
  atom_link (writer, "self", "application/atom+xml", feed->self);
  atom_link (writer, "alternate", "text/html", feed->home);
  atom_author (writer, local_text (page->profile->name, page->language, page->profile->languages[0]));
  for (guint i = 0; i < feed->editions->len; i++)
    atom_entry (writer, feed, feed->editions->pdata[i]);
  xmlTextWriterEndElement (writer);
}

/* RFC 822 dates, as RSS wants them. */
static void
element_rss_date (xmlTextWriterPtr writer, const char *name, Instant instant)
{
  g_autofree char *text = instant_format_http (instant);
  element (writer, name, text);
}

static void
rss_item (xmlTextWriterPtr writer, const Feed *feed, const Edition *edition)
{
  g_autofree char *id = entry_id (feed, edition);
  g_autofree char *url = absolute_document (feed, edition);

  xmlTextWriterStartElement (writer, BAD_CAST "item");
  element (writer, "title", edition->title);
  element (writer, "link", url);
  element (writer, "description", edition->lead);
  element_rss_date (writer, "pubDate", edition->dated);
  xmlTextWriterStartElement (writer, BAD_CAST "guid");
  attribute (writer, "isPermaLink", "false");
  xmlTextWriterWriteString (writer, BAD_CAST id);
  xmlTextWriterEndElement (writer);
  xmlTextWriterEndElement (writer);
}

static void
rss_write (xmlTextWriterPtr writer, const Feed *feed)
{
  xmlTextWriterStartElement (writer, BAD_CAST "rss");
  attribute (writer, "version", "2.0");
  attribute (writer, "xmlns:atom", "http://www.w3.org/2005/Atom");
  xmlTextWriterStartElement (writer, BAD_CAST "channel");
  element (writer, "title", feed->title);
  element (writer, "link", feed->home);
  element (writer, "description", feed->title);
  element (writer, "language", feed->page->language);
  element_rss_date (writer, "lastBuildDate", feed->updated);
  xmlTextWriterStartElement (writer, BAD_CAST "atom:link");
  attribute (writer, "href", feed->self);
  attribute (writer, "rel", "self");
  attribute (writer, "type", "application/rss+xml");
  xmlTextWriterEndElement (writer);
  for (guint i = 0; i < feed->editions->len; i++)
    rss_item (writer, feed, feed->editions->pdata[i]);
  xmlTextWriterEndElement (writer);
  xmlTextWriterEndElement (writer);
}

static GBytes *
xml_bytes (const Feed *feed, void (*write) (xmlTextWriterPtr writer, const Feed *feed))
{
  xmlBufferPtr buffer = xmlBufferCreate ();
  xmlTextWriterPtr writer = xmlNewTextWriterMemory (buffer, 0);

  xmlTextWriterStartDocument (writer, NULL, "UTF-8", NULL);
  write (writer, feed);
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  GBytes *bytes = g_bytes_new (xmlBufferContent (buffer), (gsize)xmlBufferLength (buffer));
  xmlBufferFree (buffer);
  return bytes;
}

static json_t *
json_item (const Feed *feed, const Edition *edition)
{
  json_t *item = json_object ();

  view_take (item, "id", entry_id (feed, edition));
  view_take (item, "url", absolute_document (feed, edition));
  view_text (item, "title", edition->title);
  view_text (item, "summary", edition->lead);
  json_object_set_new (item, "content_html", json_string (edition->html));
  view_take (item, "date_published", instant_format (edition->dated));
  view_take (item, "date_modified", instant_format (edition_visible_from (edition)));
  view_text (item, "language", edition->language);
  if (speaker_of (edition) != NULL)
    json_object_set_new (item, "authors", json_pack ("[{s:s}]", "name", speaker_of (edition)));
  view_put (item, "tags", json_incref (json_object_get (edition->fields, "topics")));
  return item;
}

static GBytes *
json_bytes (const Feed *feed)
{
  json_auto_t *items = json_array ();
  for (guint i = 0; i < feed->editions->len; i++)
    json_array_append_new (items, json_item (feed, feed->editions->pdata[i]));
  json_auto_t *top = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:O}", "version", "https://jsonfeed.org/version/1.1",
                                "title", feed->title, "home_page_url", feed->home, "feed_url", feed->self, "language",
                                feed->page->language, "items", items);
  char *text = json_dumps (top, JSON_INDENT (1));
  return g_bytes_new_take (text, strlen (text));
}

GBytes *
feed_build (Page *page, const char **type, GError **error)
{
  static const struct
  {
    const char *ending;
    const char *type;
  } forms[] = {
    [FORM_ATOM] = { "atom", "application/atom+xml; charset=utf-8" },
    [FORM_RSS] = { "rss", "application/rss+xml; charset=utf-8" },
    [FORM_JSON_FEED] = { "json", "application/feed+json; charset=utf-8" },
  };
  Form form = page->route->form;
  Feed feed = { 0 };
  GBytes *bytes = NULL;

  *type = forms[form].type;
  page_expires_by (page, store_next_change (page->store, page->office, NULL));
  if (feed_open (&feed, page, forms[form].ending, error))
    bytes =
        form == FORM_JSON_FEED ? json_bytes (&feed) : xml_bytes (&feed, form == FORM_ATOM ? atom_write : rss_write);
  feed_clear (&feed);
  return bytes;
}

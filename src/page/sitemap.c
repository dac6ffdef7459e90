/* The addresses of all pages, for search engines (sitemaps.org 0.9), each with its other languages (xhtml:link).
 *
 * A small record is one sitemap; a large one is an index of a sitemap for each month, whose addresses never change.
 */
#include "page/page.h"

#include <libxml/xmlwriter.h>
#include <string.h>

#define SITEMAP_LIMIT 10000

static void
url_alternates (xmlTextWriterPtr writer, const Page *page, json_t *addresses)
{
  const char *tag;
  json_t *address;

  if (json_object_size (addresses) < 2)
    return;
  json_object_foreach (addresses, tag, address)
    {
      g_autofree char *href = link_absolute (page, json_string_value (address));
      xmlTextWriterStartElement (writer, BAD_CAST "xhtml:link");
      xmlTextWriterWriteAttribute (writer, BAD_CAST "rel", BAD_CAST "alternate");
      xmlTextWriterWriteAttribute (writer, BAD_CAST "hreflang", BAD_CAST tag);
      xmlTextWriterWriteAttribute (writer, BAD_CAST "href", BAD_CAST href);
      xmlTextWriterEndElement (writer);
    }
}

static void
url_write (xmlTextWriterPtr writer, const Page *page, const char *address, Instant modified, json_t *addresses)
{
  g_autofree char *location = link_absolute (page, address);

  xmlTextWriterStartElement (writer, BAD_CAST "url");
  xmlTextWriterWriteElement (writer, BAD_CAST "loc", BAD_CAST location);
  if (modified != INSTANT_MIN)
    {
      g_autofree char *text = instant_format (modified);
      xmlTextWriterWriteElement (writer, BAD_CAST "lastmod", BAD_CAST text);
    }
  url_alternates (writer, page, addresses);
  xmlTextWriterEndElement (writer);
}

static char *
link_all (const char *language)
{
  ArchiveLink link = { .language = language };
  return link_archive (&link);
}

static void
standing_pages (xmlTextWriterPtr writer, const Page *page)
{
  char *(*const links[]) (const char *language) = { link_home, link_all, link_office };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      json_auto_t *addresses = frame_same_in_all (page, links[i]);
      const char *tag;
      json_t *address;
      json_object_foreach (addresses, tag, address)
        url_write (writer, page, json_string_value (address), INSTANT_MIN, addresses);
    }
}

static gboolean
in_period (const Edition *edition, const char *period)
{
  return period == NULL || g_str_has_prefix (edition->path, period);
}

/* The editions from FIRST on that are texts of the same document. */
static guint
same_document (GPtrArray *editions, guint first)
{
  const Edition *edition = editions->pdata[first];
  guint end = first + 1;

  while (end < editions->len && strcmp (((const Edition *)editions->pdata[end])->document, edition->document) == 0)
    end++;
  return end;
}

static void
document_pages (xmlTextWriterPtr writer, const Page *page, GPtrArray *editions)
{
  for (guint first = 0, end; first < editions->len; first = end)
    {
      json_auto_t *addresses = json_object ();
      end = same_document (editions, first);
      for (guint i = first; i < end; i++)
        view_take (addresses, ((const Edition *)editions->pdata[i])->language, link_document (editions->pdata[i]));
      for (guint i = first; i < end; i++)
        if (in_period (editions->pdata[i], page->route->period))
          {
            g_autofree char *address = link_document (editions->pdata[i]);
            url_write (writer, page, address, edition_visible_from (editions->pdata[i]), addresses);
          }
    }
}

static void
start (xmlTextWriterPtr writer, const char *name)
{
  xmlTextWriterStartElementNS (writer, NULL, BAD_CAST name, BAD_CAST "http://www.sitemaps.org/schemas/sitemap/0.9");
}

static gboolean
urls_write (xmlTextWriterPtr writer, const Page *page, GError **error)
{
  g_autoptr (GPtrArray) editions = store_addresses (page->store, page->office, page->route->period, error);
  if (editions == NULL)
    return FALSE;

  start (writer, "urlset");
  xmlTextWriterWriteAttribute (writer, BAD_CAST "xmlns:xhtml", BAD_CAST "http://www.w3.org/1999/xhtml");
  if (page->route->period == NULL)
    standing_pages (writer, page);
  document_pages (writer, page, editions);
  xmlTextWriterEndElement (writer);
  return TRUE;
}

static void
index_write (xmlTextWriterPtr writer, const Page *page, GPtrArray *months)
{
  start (writer, "sitemapindex");
  for (guint i = 0; i < months->len; i++)
    {
      g_autofree char *month = g_strdelimit (g_strdup (((const StoreCount *)months->pdata[i])->slug), "/", '-');
      g_autofree char *address = g_strdup_printf ("/sitemap-%s.xml", month);
      g_autofree char *location = link_absolute (page, address);
      xmlTextWriterStartElement (writer, BAD_CAST "sitemap");
      xmlTextWriterWriteElement (writer, BAD_CAST "loc", BAD_CAST location);
      xmlTextWriterEndElement (writer);
    }
  xmlTextWriterEndElement (writer);
}

static guint64
total (GPtrArray *months)
{
  guint64 sum = 0;
  for (guint i = 0; i < months->len; i++)
    sum += ((const StoreCount *)months->pdata[i])->count;
  return sum;
}

static gboolean
sitemap_write (xmlTextWriterPtr writer, Page *page, GError **error)
{
  if (page->route->period != NULL)
    return urls_write (writer, page, error);

  g_autoptr (GPtrArray) months = store_months (page->store, page->office, error);
  if (months == NULL)
    return FALSE;
  if (total (months) <= SITEMAP_LIMIT)
    return urls_write (writer, page, error);
  index_write (writer, page, months);
  return TRUE;
}

GBytes *
sitemap_build (Page *page, GError **error)
{
  xmlBufferPtr buffer = xmlBufferCreate ();
  xmlTextWriterPtr writer = xmlNewTextWriterMemory (buffer, 0);
  GBytes *bytes = NULL;

  page_expires_by (page, store_next_change (page->store, page->office, NULL));
  xmlTextWriterStartDocument (writer, NULL, "UTF-8", NULL);
  gboolean written = sitemap_write (writer, page, error);
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  if (written)
    bytes = g_bytes_new (xmlBufferContent (buffer), (gsize)xmlBufferLength (buffer));
  xmlBufferFree (buffer);
  return bytes;
}

char *
robots_build (const Page *page)
{
  return g_strconcat ("User-agent: *\nDisallow:\n\nSitemap: ", page->origin, "/sitemap.xml\n", NULL);
}

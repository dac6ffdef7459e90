/* Addresses, made in one place: what route.c reads, this writes. */
#include "page/page.h"

#include <string.h>

char *
link_home (const char *language)
{
  return g_strconcat ("/", language, "/", NULL);
}

char *
link_document (const Edition *edition)
{
  return g_strconcat ("/", edition->language, "/", edition->path, NULL);
}

char *
link_edition (const Edition *edition, unsigned number)
{
  return g_strdup_printf ("/%s/%s/editions/%u", edition->language, edition->path, number);
}

char *
link_office (const char *language)
{
  return g_strconcat ("/", language, "/office", NULL);
}

char *
link_record (const char *language)
{
  return g_strconcat ("/", language, "/record", NULL);
}

char *
link_calendar (const char *language, const char *period)
{
  return g_strconcat ("/", language, "/calendar", period != NULL ? "/" : NULL, period, NULL);
}

char *
link_document_calendar (const Edition *edition, const char *year)
{
  g_autofree char *address = link_document (edition);
  return g_strconcat (address, "/calendar", year != NULL ? "/" : NULL, year, NULL);
}

static void
add_parameter (GString *query, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_c (query, query->len == 0 ? '?' : '&');
  g_string_append (query, name);
  g_string_append_c (query, '=');
  g_string_append_uri_escaped (query, value, NULL, FALSE);
}

static char *
filter_query (const ArchiveLink *link)
{
  GString *query = g_string_new (NULL);
  g_autofree char *page = link->page > 1 ? g_strdup_printf ("%u", link->page) : NULL;

  add_parameter (query, "kind", link->kind);
  add_parameter (query, "topic", link->topic);
  add_parameter (query, "place", link->place);
  add_parameter (query, "speaker", link->speaker);
  add_parameter (query, "page", page);
  return g_string_free (query, FALSE);
}

char *
link_archive (const ArchiveLink *link)
{
  g_autofree char *query = filter_query (link);
  return g_strconcat ("/", link->language, "/all", link->period != NULL ? "/" : "",
                      link->period != NULL ? link->period : "", query, NULL);
}

char *
link_feed (const ArchiveLink *link, const char *ending)
{
  ArchiveLink first = *link;
  first.page = 1;
  g_autofree char *query = filter_query (&first);
  return g_strconcat ("/", link->language, "/feed.", ending, query, NULL);
}

ArchiveLink
link_of_route (const Page *page)
{
  const Route *route = page->route;
  ArchiveLink link = { page->language, route->period,  route->kind, route->topic,
                       route->place,   route->speaker, route->page };
  return link;
}

char *
link_media (const char *digest, const char *name)
{
  return g_strconcat ("/media/", digest, "/", name, NULL);
}

char *
link_written (const Page *page, const LocalText *href)
{
  const char *text = href != NULL ? local_text (href, page->language, page->profile->languages[0]) : NULL;
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "{language}", -1) : NULL;
  return parts != NULL ? g_strjoinv (page->language, parts) : NULL;
}

char *
link_absolute (const Page *page, const char *address)
{
  return *address == '/' ? g_strconcat (page->origin, address, NULL) : g_strdup (address);
}

/* RFC 3966: digits, with "+" in front of a global number. */
json_t *
link_phone (const char *phone)
{
  if (phone == NULL || *phone == '\0')
    return NULL;
  GString *href = g_string_new ("tel:");
  for (const char *c = phone; *c != '\0'; c++)
    if (g_ascii_isdigit (*c) || *c == '+')
      g_string_append_c (href, *c);
  json_t *view = json_pack ("{s:s, s:s}", "text", phone, "href", href->str);
  g_string_free (href, TRUE);
  return view;
}

json_t *
link_email (const char *email)
{
  if (email == NULL || *email == '\0')
    return NULL;
  g_autofree char *escaped = g_uri_escape_string (email, "@+", FALSE);
  g_autofree char *href = g_strconcat ("mailto:", escaped, NULL);
  return json_pack ("{s:s, s:s}", "text", email, "href", href);
}

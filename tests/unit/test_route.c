/* What an address asks for. */
#include "page/route.h"

#include <string.h>

static void
check (const char *path, RouteType type)
{
  g_autoptr (Route) route = route_parse (path, NULL);
  g_test_message ("%s", path);
  g_assert_cmpint (route->type, ==, type);
}

static void
one_address_a_page (void)
{
  check ("/", ROUTE_ROOT);
  check ("/en/", ROUTE_HOME);
  check ("/en", ROUTE_MOVED);
  check ("/pt-BR/", ROUTE_HOME);
  check ("/en/all", ROUTE_ARCHIVE);
  check ("/en/all/", ROUTE_MOVED);
  check ("/en/all/2026/03", ROUTE_ARCHIVE);
  check ("/en/all/2026/3", ROUTE_UNKNOWN);
  check ("/en/office", ROUTE_OFFICE);
  check ("/en/record", ROUTE_RECORD);
  check ("/en/calendar", ROUTE_CALENDAR);
  check ("/en/calendar/", ROUTE_MOVED);
  check ("/en/calendar/2025", ROUTE_CALENDAR);
  check ("/en/calendar/2025/06", ROUTE_UNKNOWN);
  check ("/en/calendar/2025/06/12", ROUTE_CALENDAR);
  check ("/en/calendar/2025/06/12/x", ROUTE_UNKNOWN);
  check ("/en/2026/03/14/water/calendar", ROUTE_CALENDAR);
  check ("/en/2026/03/14/water/calendar/2026", ROUTE_CALENDAR);
  check ("/en/2026/03/14/water/calendar/x", ROUTE_UNKNOWN);
  check ("/en/2026/03/14/water/editions", ROUTE_UNKNOWN);
  check ("/en/2026/03/14/water.verify.html", ROUTE_DOCUMENT);
  check ("/en/office.verify.html", ROUTE_UNKNOWN);
  check ("/.well-known/chancery.json", ROUTE_KEYS);
  check ("/.well-known/chancery", ROUTE_UNKNOWN);
  check ("/en/2026/03/14/water", ROUTE_DOCUMENT);
  check ("/en/2026/03/14/water/", ROUTE_MOVED);
  check ("/en/2026/03/14/water/editions/2", ROUTE_EDITION);
  check ("/en/2026/03/14/water/editions/0", ROUTE_UNKNOWN);
  check ("/en/2026/03/14/water/editions/x", ROUTE_UNKNOWN);
  check ("/en/2026/03/14/Water", ROUTE_UNKNOWN);
  check ("/en/2026/03", ROUTE_MOVED);
  check ("/en/feed.atom", ROUTE_FEED);
  check ("/sitemap.xml", ROUTE_SITEMAP);
  check ("/sitemap-2026-03.xml", ROUTE_SITEMAP);
  check ("/sitemap-2026.xml", ROUTE_UNKNOWN);
  check ("/robots.txt", ROUTE_ROBOTS);
  check ("/assets/site.css", ROUTE_ASSET);
  check ("/media/ab/x.jpg", ROUTE_MEDIA);
  check ("/d/0", ROUTE_IDENTIFIER);
  check ("/d/0/en", ROUTE_IDENTIFIER);
  check ("/d/0/en/", ROUTE_MOVED);
  check ("/d/0/en/1", ROUTE_IDENTIFIER);
  check ("/d/0/en/12.edition.json", ROUTE_IDENTIFIER);
  check ("/d/0/en/1.tlog-proof", ROUTE_IDENTIFIER);
  check ("/d/0/en.edition.json", ROUTE_UNKNOWN);
  check ("/d/0.tlog-proof", ROUTE_UNKNOWN);
  check ("/d/0/en/0", ROUTE_UNKNOWN);
  check ("/d/0/en/01", ROUTE_UNKNOWN);
  check ("/d/0/EN/1", ROUTE_UNKNOWN);
  check ("/d/0/en/1/2", ROUTE_UNKNOWN);
  check ("/news/speeches/x/", ROUTE_UNKNOWN);
}

static void
what_is_no_text_is_no_address (void)
{
  check ("/en/%zz", ROUTE_BAD);
  check ("/en/%00", ROUTE_BAD);
  check ("/en/%ff", ROUTE_BAD);
  check ("/en%2fall", ROUTE_BAD);
  check ("en/", ROUTE_BAD);
}

static void
the_files_of_the_log_stand_beside_an_edition_and_nothing_else (void)
{
  static const struct
  {
    const char *ending;
    Form form;
  } files[] = { { ".edition.json", FORM_EDITION_DOCUMENT },
                { ".erasure.json", FORM_ERASURE_DOCUMENT },
                { ".tlog-proof", FORM_PROOF } };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *address = g_strconcat ("/en/2026/03/14/water/editions/2", files[i].ending, NULL);
      g_autofree char *elsewhere = g_strconcat ("/en/office", files[i].ending, NULL);
      g_autoptr (Route) route = route_parse (address, NULL);
      g_assert_cmpint (route->type, ==, ROUTE_EDITION);
      g_assert_cmpint (route->form, ==, files[i].form);
      g_assert_cmpuint (route->number, ==, 2);
      check (elsewhere, ROUTE_UNKNOWN);
    }
}

static void
a_view_has_the_address_of_its_page (void)
{
  g_autoptr (Route) page = route_parse ("/en/2026/03/14/water.json", NULL);
  g_assert_cmpint (page->type, ==, ROUTE_DOCUMENT);
  g_assert_cmpint (page->form, ==, FORM_VIEW);
  g_assert_cmpstr (page->path, ==, "2026/03/14/water");
  g_autoptr (Route) home = route_parse ("/en/.json", NULL);
  g_assert_cmpint (home->type, ==, ROUTE_HOME);
  g_assert_cmpint (home->form, ==, FORM_VIEW);
  g_autoptr (Route) feed = route_parse ("/en/feed.json", NULL);
  g_assert_cmpint (feed->form, ==, FORM_JSON_FEED);
}

static void
filters_come_from_the_query (void)
{
  g_autoptr (Route) route = route_parse ("/en/all", "topic=water&page=3&kind=&x=y&speaker=a%20b&place=%ff");
  g_assert_cmpstr (route->topic, ==, "water");
  g_assert_cmpuint (route->page, ==, 3);
  g_assert_null (route->kind);
  g_assert_cmpstr (route->speaker, ==, "a b");
  g_assert_null (route->place);
  g_autoptr (Route) odd = route_parse ("/en/all", "page=0&page=99999999999999");
  g_assert_cmpuint (odd->page, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route/one-address-a-page", one_address_a_page);
  g_test_add_func ("/route/what-is-no-text-is-no-address", what_is_no_text_is_no_address);
  g_test_add_func ("/route/the-files-of-the-log-stand-beside-an-edition-and-nothing-else",
                   the_files_of_the_log_stand_beside_an_edition_and_nothing_else);
  g_test_add_func ("/route/a-view-has-the-address-of-its-page", a_view_has_the_address_of_its_page);
  g_test_add_func ("/route/filters-come-from-the-query", filters_come_from_the_query);
  return g_test_run ();
}

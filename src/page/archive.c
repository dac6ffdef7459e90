/* All messages: by year and month, filtered by kind, topic, place and speaker, paged. */
#include "page/page.h"

#include "text/locale.h"

#include <string.h>

#define PAGE_SIZE 20

static const char *const dimensions[] = { "kind", "topic", "place", "speaker" };

static StoreFilter
filter_of_route (const Page *page)
{
  const Route *route = page->route;
  StoreFilter filter = { page->office, page->language, route->kind,  route->topic,
                         route->place, route->speaker, route->period };
  return filter;
}

/* The filter's or link's value for one dimension; both have it under the same name. */
static const char **
filter_value (StoreFilter *filter, const char *dimension)
{
  if (strcmp (dimension, "kind") == 0)
    return &filter->kind;
  if (strcmp (dimension, "topic") == 0)
    return &filter->topic;
  return strcmp (dimension, "place") == 0 ? &filter->place : &filter->speaker;
}

static char *
link_with (const Page *page, const char *dimension, const char *value)
{
  StoreFilter filter = filter_of_route (page);
  *filter_value (&filter, dimension) = value;
  ArchiveLink link = { page->language, filter.period, filter.kind, filter.topic, filter.place, filter.speaker, 1 };
  return link_archive (&link);
}

static char *
link_to_period (const Page *page, const char *period)
{
  ArchiveLink link = link_of_route (page);
  link.period = period;
  link.page = 1;
  return link_archive (&link);
}

static char *
link_to_page (const Page *page, unsigned number)
{
  ArchiveLink link = link_of_route (page);
  link.page = number;
  return link_archive (&link);
}

/* Whether the page is filtered, or shows a period: to go on from it by another filter is of no use to a search
 * engine, which would find the same documents in ever more ways. */
static gboolean
is_filtered (const Page *page)
{
  const Route *route = page->route;
  return route->kind != NULL || route->topic != NULL || route->place != NULL || route->speaker != NULL;
}

static gboolean
is_narrowed (const Page *page)
{
  return is_filtered (page) || page->route->period != NULL;
}

/* ---- Facets and filters ---- */

static char *
plural_kind (const Page *page, const char *kind)
{
  g_autofree char *key = g_strconcat ("kinds_", kind, NULL);
  return g_strdup (page_message (page, key));
}

static json_t *
facet_value (const Page *page, const char *dimension, const StoreCount *count, const char *chosen)
{
  json_t *value = json_object ();
  gboolean current = g_strcmp0 (chosen, count->slug) == 0;

  view_take (value, "text",
             strcmp (dimension, "kind") == 0 ? plural_kind (page, count->slug) : g_strdup (count->label));
  json_object_set_new (value, "count", json_integer ((json_int_t)count->count));
  view_take (value, "href", link_with (page, dimension, current ? NULL : count->slug));
  view_flag (value, "current", current);
  view_flag (value, "nofollow", is_narrowed (page));
  return value;
}

/* A dimension is counted as if it were not filtered by, so that its other values can be chosen. */
static json_t *
facet_view (const Page *page, const char *dimension, GError **error)
{
  StoreFilter filter = filter_of_route (page);
  const char **field = filter_value (&filter, dimension);
  const char *chosen = *field;
  *field = NULL;
  g_autoptr (GPtrArray) counts = store_counts (page->store, &filter, dimension, error);
  if (counts == NULL)
    return NULL;

  json_t *values = json_array ();
  for (guint i = 0; i < counts->len; i++)
    json_array_append_new (values, facet_value (page, dimension, counts->pdata[i], chosen));
  g_autofree char *key = g_strconcat ("filter_", dimension, NULL);
  json_t *view =
      json_pack ("{s:s, s:s, s:o}", "dimension", dimension, "label", page_message (page, key), "values", values);
  view_flag (view, "open", chosen != NULL);
  return view;
}

static gboolean
put_facets (const Page *page, json_t *view, GError **error)
{
  json_t *facets = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (dimensions); i++)
    {
      json_t *facet = facet_view (page, dimensions[i], error);
      if (facet == NULL)
        {
          json_decref (facets);
          return FALSE;
        }
      if (json_array_size (json_object_get (facet, "values")) > 0)
        json_array_append (facets, facet);
      json_decref (facet);
    }
  view_put (view, "facets", facets);
  return TRUE;
}

/* What a chosen slug is called: the label among the facet's values, else the slug itself. */
static const char *
chosen_label (json_t *view, const char *dimension, const char *chosen)
{
  size_t i, j;
  json_t *facet, *value;

  json_array_foreach (json_object_get (view, "facets"), i, facet)
    {
      if (strcmp (json_string_value (json_object_get (facet, "dimension")), dimension) != 0)
        continue;
      json_array_foreach (json_object_get (facet, "values"), j, value)
        {
          if (json_is_true (json_object_get (value, "current")))
            return json_string_value (json_object_get (value, "text"));
        }
    }
  return chosen;
}

static void
put_filters (const Page *page, json_t *view)
{
  json_t *filters = json_array ();
  StoreFilter filter = filter_of_route (page);

  for (gsize i = 0; i < G_N_ELEMENTS (dimensions); i++)
    {
      const char *chosen = *filter_value (&filter, dimensions[i]);
      if (chosen == NULL)
        continue;
      json_t *entry = json_object ();
      json_auto_t *label = json_string (chosen_label (view, dimensions[i], chosen));
      json_object_set_new (entry, "dimension", json_string (dimensions[i]));
      json_object_set (entry, "label", label);
      view_take (entry, "remove_href", link_with (page, dimensions[i], NULL));
      view_take (entry, "remove_text",
                 messages_format (page->messages, page->language, "remove_filter", "label", label, NULL));
      json_array_append_new (filters, entry);
    }
  view_list (view, "filters", filters);
}

/* ---- Years and months ---- */

static char *
month_text (const Page *page, const char *period, DateStyle style)
{
  CivilTime time = { .date = { atoi (period), atoi (period + 5), 1 } };
  time.weekday = civil_weekday (time.date);
  return locale_date (page->language, &time, style, NULL);
}

static json_t *
month_view (const Page *page, const StoreCount *count)
{
  json_t *month = json_object ();

  view_take (month, "text", month_text (page, count->slug, DATE_MONTH_NAME));
  json_object_set_new (month, "count", json_integer ((json_int_t)count->count));
  view_take (month, "href", link_to_period (page, count->slug));
  view_flag (month, "nofollow", is_filtered (page));
  view_flag (month, "current", g_strcmp0 (page->route->period, count->slug) == 0);
  return month;
}

static json_t *
year_view (const Page *page, const char *year)
{
  json_t *view = json_object ();

  view_text (view, "text", year);
  view_take (view, "href", link_to_period (page, year));
  view_flag (view, "nofollow", is_filtered (page));
  view_flag (view, "current", page->route->period != NULL && g_str_has_prefix (page->route->period, year));
  json_object_set_new (view, "months", json_array ());
  return view;
}

static void
year_add (json_t *year, json_t *month, guint64 count)
{
  json_int_t before = json_integer_value (json_object_get (year, "count"));
  json_object_set_new (year, "count", json_integer (before + (json_int_t)count));
  json_array_append_new (json_object_get (year, "months"), month);
}

/* Newest first; the months of a year are counted into it. */
static gboolean
put_years (const Page *page, json_t *view, GError **error)
{
  StoreFilter filter = filter_of_route (page);
  filter.period = NULL;
  g_autoptr (GPtrArray) counts = store_counts (page->store, &filter, "month", error);
  if (counts == NULL)
    return FALSE;

  json_t *years = json_array ();
  json_t *year = NULL;
  for (guint i = 0; i < counts->len; i++)
    {
      const StoreCount *count = counts->pdata[i];
      g_autofree char *name = g_strndup (count->slug, 4);
      if (year == NULL || strcmp (json_string_value (json_object_get (year, "text")), name) != 0)
        json_array_append_new (years, year = year_view (page, name));
      year_add (year, month_view (page, count), count->count);
    }
  view_list (view, "years", years);
  return TRUE;
}

/* ---- The list ---- */

static json_t *
group_view (const Page *page, const char *month)
{
  json_t *group = json_object ();

  view_take (group, "month", month_text (page, month, DATE_MONTH));
  view_take (group, "href", link_to_period (page, month));
  view_flag (group, "nofollow", is_filtered (page));
  json_object_set_new (group, "items", json_array ());
  return group;
}

static json_t *
groups_view (const Page *page, GPtrArray *editions)
{
  json_t *groups = json_array ();
  json_t *group = NULL;
  g_autofree char *month = NULL;

  for (guint i = 0; i < editions->len; i++)
    {
      const Edition *edition = editions->pdata[i];
      if (month == NULL || strncmp (month, edition->path, 7) != 0)
        {
          g_free (month);
          month = g_strndup (edition->path, 7);
          json_array_append_new (groups, group = group_view (page, month));
        }
      json_array_append_new (json_object_get (group, "items"), item_view (page, edition));
    }
  return groups;
}

static void
add_page_link (const Page *page, json_t *list, unsigned number, unsigned last)
{
  unsigned current = page->route->page;
  gboolean near = number + 2 >= current && number <= current + 2;

  if (number != 1 && number != last && !near)
    {
      if (number == 2 || number == last - 1)
        json_array_append_new (list, json_pack ("{s:b}", "gap", 1));
      return;
    }
  json_t *entry = json_object ();
  json_object_set_new (entry, "number", json_integer ((json_int_t)number));
  view_take (entry, "href", link_to_page (page, number));
  view_flag (entry, "current", number == current);
  json_array_append_new (list, entry);
}

static json_t *
pages_list (const Page *page, unsigned last)
{
  json_t *list = json_array ();
  unsigned current = page->route->page;

  add_page_link (page, list, 1, last);
  if (current > 4)
    add_page_link (page, list, 2, last);
  for (unsigned number = MAX (2, current > 4 ? current - 2 : 2); number < last && number <= current + 2; number++)
    add_page_link (page, list, number, last);
  if (current + 3 < last)
    add_page_link (page, list, last - 1, last);
  add_page_link (page, list, last, last);
  return list;
}

static void
put_pages (const Page *page, json_t *view, gint64 count)
{
  unsigned last = (unsigned)((count + PAGE_SIZE - 1) / PAGE_SIZE);
  unsigned current = page->route->page;
  if (last < 2)
    return;

  json_t *pages = json_object ();
  json_auto_t *number = json_integer ((json_int_t)current);
  json_auto_t *total = json_integer ((json_int_t)last);
  view_take (pages, "text",
             messages_format (page->messages, page->language, "page_number", "page", number, "pages", total, NULL));
  if (current > 1)
    view_take (pages, "newer", link_to_page (page, current - 1));
  if (current < last)
    view_take (pages, "older", link_to_page (page, current + 1));
  view_put (pages, "list", pages_list (page, last));
  view_put (view, "pages", pages);
}

static char *
archive_title (const Page *page)
{
  const char *period = page->route->period;

  if (period == NULL)
    return g_strdup (page_message (page, "all_messages"));
  g_autofree char *text = strlen (period) == 4 ? g_strdup (period) : month_text (page, period, DATE_MONTH);
  return g_strconcat (page_message (page, "all_messages"), ", ", text, NULL);
}

static gboolean
put_list (const Page *page, json_t *view, gint64 count, GError **error)
{
  StoreFilter filter = filter_of_route (page);
  guint64 offset = (guint64)(page->route->page - 1) * PAGE_SIZE;
  g_autoptr (GPtrArray) editions = store_list (page->store, &filter, offset, PAGE_SIZE, error);
  if (editions == NULL)
    return FALSE;

  json_auto_t *number = json_integer (count);
  json_object_set (view, "count", number);
  view_take (view, "count_text",
             messages_format (page->messages, page->language, "documents_count", "count", number, NULL));
  view_put (view, "groups", groups_view (page, editions));
  view_text (view, "empty", editions->len == 0 ? page_message (page, "no_documents_match") : NULL);
  put_pages (page, view, count);
  return TRUE;
}

static json_t *
archive_view (const Page *page, const char *title, GError **error)
{
  StoreFilter filter = filter_of_route (page);
  gint64 count = store_count (page->store, &filter, error);
  json_t *view = json_object ();

  view_text (view, "title", title);
  if (count >= 0 && put_list (page, view, count, error) && put_facets (page, view, error)
      && put_years (page, view, error))
    {
      put_filters (page, view);
      return view;
    }
  json_decref (view);
  return NULL;
}

/* The same archive in the other languages: the period and the kind mean the same there, the other filters need not.
 */
static json_t *
archive_translations (const Page *page)
{
  json_t *translations = json_object ();

  for (guint i = 0; page->profile->languages[i] != NULL; i++)
    {
      ArchiveLink link = { .language = page->profile->languages[i],
                           .period = page->route->period,
                           .kind = page->route->kind };
      view_take (translations, page->profile->languages[i], link_archive (&link));
    }
  return translations;
}

json_t *
archive_build (Page *page, GError **error)
{
  ArchiveLink link = link_of_route (page);
  g_autofree char *address = link_archive (&link);
  g_autofree char *title = archive_title (page);
  json_auto_t *translations = archive_translations (page);
  gboolean filtered = link.topic != NULL || link.place != NULL || link.speaker != NULL || link.page > 1;
  json_auto_t *none = json_object ();
  FrameInput input = { .robots = is_filtered (page) && page->route->period != NULL ? "noindex" : NULL,
                       .kind = "archive",
                       .title = title,
                       .description = title,
                       .address = address,
                       .translations = filtered ? none : translations };
  json_t *view = frame_build (page, &input, error);
  json_t *archive = view != NULL ? archive_view (page, title, error) : NULL;

  if (archive == NULL)
    {
      json_decref (view);
      return NULL;
    }
  json_object_set_new (view, "archive", archive);
  return view;
}

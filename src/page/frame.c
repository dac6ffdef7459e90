/* What every page carries, in its language and as of its instant: what all pages share (common.h), and the page's own
 * menus, feeds, and way to other languages. */
#include "page/common.h"
#include "page/memento.h"

#include "text/locale.h"

#include <string.h>

static char *
head_title (const Page *page, const FrameInput *input)
{
  if (input->title == NULL)
    return g_strdup (page_office_name (page));
  return g_strconcat (input->title, " – ", page_office_name (page), NULL);
}

static json_t *
page_view (const Page *page, const FrameInput *input, json_t *minute)
{
  json_t *view = json_object ();
  g_autofree char *flag = g_strconcat ("is_", input->kind, NULL);

  view_text (view, "kind", input->kind);
  view_flag (view, flag, TRUE);
  view_text (view, "title", input->title != NULL ? input->title : page_office_name (page));
  view_take (view, "head_title", head_title (page, input));
  view_text (view, "description", input->description);
  view_text (view, "address", input->address);
  view_take (view, "canonical", link_absolute (page, input->address));
  view_text (view, "language", page->language);
  view_text (view, "direction", page_direction (page->language));
  json_object_set (view, "instant", minute);
  view_text (view, "robots", page->at != page->now ? "noindex" : input->robots);
  view_take (view, "sheet", input->sheet != NULL ? link_asset (page->parts, input->sheet) : NULL);
  view_text (view, "body_class", input->kind);
  view_text (view, "og_type", strcmp (input->kind, "document") == 0 ? "article" : "website");
  return view;
}

static json_t *
menu_view (const Page *page, const GPtrArray *items, const char *address)
{
  json_t *menu = json_array ();

  for (guint i = 0; i < items->len; i++)
    {
      const MenuItem *item = items->pdata[i];
      json_t *view = json_object ();
      g_autofree char *href = link_written (page, item->href);
      view_text (view, "label", local_text (item->label, page->language, page->profile->languages[0]));
      view_text (view, "href", href);
      view_flag (view, "current", strcmp (href, address) == 0);
      json_array_append_new (menu, view);
    }
  return menu;
}

static json_t *
language_view (const Page *page, const char *tag, json_t *translations)
{
  const char *translated = json_string_value (json_object_get (translations, tag));
  json_t *view = json_object ();

  view_text (view, "tag", tag);
  view_take (view, "name", locale_language_name (tag));
  view_take (view, "href", translated != NULL ? g_strdup (translated) : link_home (tag));
  view_text (view, "direction", page_direction (tag));
  view_flag (view, "current", strcmp (tag, page->language) == 0);
  json_object_set_new (view, "available", json_boolean (translated != NULL));
  return view;
}

static json_t *
languages_view (const Page *page, json_t *translations)
{
  json_t *languages = json_array ();

  for (guint i = 0; page->profile->languages[i] != NULL; i++)
    json_array_append_new (languages, language_view (page, page->profile->languages[i], translations));
  return languages;
}

static void
add_alternate (const Page *page, json_t *alternates, const char *hreflang, json_t *translations, const char *tag)
{
  const char *address = json_string_value (json_object_get (translations, tag));
  if (address == NULL)
    return;
  g_autofree char *href = link_absolute (page, address);
  json_array_append_new (alternates, json_pack ("{s:s, s:s}", "hreflang", hreflang, "href", href));
}

static json_t *
alternates_view (const Page *page, json_t *translations)
{
  json_t *alternates = json_array ();

  if (json_object_size (translations) < 2)
    return alternates;
  for (guint i = 0; page->profile->languages[i] != NULL; i++)
    add_alternate (page, alternates, page->profile->languages[i], translations, page->profile->languages[i]);
  add_alternate (page, alternates, "x-default", translations, page->profile->languages[0]);
  return alternates;
}

static json_t *
feeds_view (const Page *page)
{
  static const char *const feeds[][3] = {
    { "atom", "application/atom+xml", "feed_atom" },
    { "rss", "application/rss+xml", "feed_rss" },
    { "json", "application/feed+json", "feed_json" },
  };
  ArchiveLink link = { .language = page->language };
  if (page->route->type == ROUTE_ARCHIVE)
    link = link_of_route (page);

  json_t *view = json_array ();
  for (gsize i = 0; i < G_N_ELEMENTS (feeds); i++)
    {
      g_autofree char *href = link_feed (&link, feeds[i][0]);
      json_array_append_new (view, json_pack ("{s:s, s:s, s:s}", "type", feeds[i][1], "title",
                                              page_message (page, feeds[i][2]), "href", href));
    }
  return view;
}

json_t *
frame_same_in_all (const Page *page, char *(*link) (const char *language))
{
  json_t *translations = json_object ();

  for (guint i = 0; page->profile->languages[i] != NULL; i++)
    view_take (translations, page->profile->languages[i], link (page->profile->languages[i]));
  return translations;
}

json_t *
frame_build (Page *page, const FrameInput *input, GError **error)
{
  json_t *common = common_view (page, error);
  if (common == NULL)
    return NULL;

  json_t *view = json_object ();
  json_object_set_new (view, "page", page_view (page, input, common_minute (common)));
  json_object_update (view, common);
  if (page->at != page->now)
    view_put (view, "memento", memento_view (page));
  view_put (view, "menu", menu_view (page, page->profile->menu, input->address));
  view_put (view, "footer_menu", menu_view (page, page->profile->footer, input->address));
  view_put (view, "languages", languages_view (page, input->translations));
  view_put (view, "feeds", feeds_view (page));
  view_put (view, "alternates", alternates_view (page, input->translations));
  return view;
}

/* The home page: what the frame carries is what it shows. The office page: the same with contacts in full. */
#include "page/page.h"

json_t *
home_build (Page *page, GError **error)
{
  g_autofree char *address = link_home (page->language);
  json_auto_t *translations = frame_same_in_all (page, link_home);
  const char *name = local_text (page->profile->name, page->language, page->profile->languages[0]);
  FrameInput input = { .kind = "home", .description = name, .address = address, .translations = translations };
  json_t *view = frame_build (page, &input, error);
  if (view == NULL)
    return NULL;

  g_autofree char *url = link_absolute (page, address);
  json_auto_t *data = json_pack ("{s:s, s:s, s:s, s:s}", "@context", "https://schema.org", "@type",
                                 "GovernmentOrganization", "name", name, "url", url);
  json_object_set (view, "structured", data);
  return view;
}

json_t *
office_build (Page *page, GError **error)
{
  g_autofree char *address = link_office (page->language);
  json_auto_t *translations = frame_same_in_all (page, link_office);
  const char *title = page_message (page, "contact_and_hours");
  FrameInput input = {
    .kind = "office", .title = title, .description = title, .address = address, .translations = translations
  };
  json_t *view = frame_build (page, &input, error);

  if (view != NULL)
    json_object_set_new (view, "office_page", json_pack ("{s:s}", "title", title));
  return view;
}

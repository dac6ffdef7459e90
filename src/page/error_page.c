/* Pages for what could not be shown: what happened, and where to go from here. */
#include "page/page.h"

static const struct
{
  unsigned status;
  const char *title;
  const char *text;
} messages[] = {
  { 400, "bad_request_title", "bad_request_text" },
  { 404, "not_found_title", "not_found_text" },
  { 421, "not_found_title", "not_found_text" },
  { 500, "error_title", "error_text" },
};

json_t *
error_build (Page *page, unsigned status, const char *address, GError **error)
{
  gsize i = 0;
  while (i + 1 < G_N_ELEMENTS (messages) && messages[i].status != status)
    i++;
  const char *title = page_message (page, messages[i].title);
  g_autofree char *home = link_home (page->language);
  json_auto_t *translations = frame_same_in_all (page, link_home);
  FrameInput input = {
    .kind = "error", .title = title, .address = "", .robots = "noindex", .translations = translations
  };
  json_t *view = frame_build (page, &input, error);
  if (view == NULL)
    return NULL;

  ArchiveLink all = { .language = page->language };
  g_autofree char *archive = link_archive (&all);
  json_object_del (json_object_get (view, "page"), "canonical");
  json_object_del (view, "alternates");
  json_t *part = json_pack ("{s:i, s:s, s:s, s:s, s:s}", "status", (int)status, "title", title, "text",
                            page_message (page, messages[i].text), "home", home, "all", archive);
  view_text (part, "address", address);
  json_object_set_new (view, "error", part);
  return view;
}

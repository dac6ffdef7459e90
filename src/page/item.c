/* A document as it stands in a list: date, title, lead. */
#include "page/page.h"

#include "record/attachment_entry.h"

#include <string.h>

const char *
edition_field (const Edition *edition, const char *key)
{
  return json_string_value (json_object_get (edition->fields, key));
}

char *
kind_text (const Page *page, Kind kind)
{
  g_autofree char *key = g_strconcat ("kind_", kind_name (kind), NULL);
  return g_strdup (page_message (page, key));
}

static json_t *
first_image (const Edition *edition)
{
  size_t index;
  json_t *attachment;

  json_array_foreach (json_object_get (edition->fields, "attachments"), index, attachment)
    if (attachment_is_picture (attachment))
      {
        json_t *view = json_object ();
        view_take (view, "src", attachment_shown (attachment));
        json_t *alt = json_object_get (attachment, "alt");
        json_object_set_new (view, "alt", json_string (alt != NULL ? json_string_value (alt) : ""));
        return view;
      }
  return NULL;
}

json_t *
item_view (const Page *page, const Edition *edition)
{
  json_t *view = json_object ();

  view_text (view, "title", edition->title);
  view_take (view, "href", link_document (edition));
  view_put (view, "date", view_date (page, edition->dated, "list"));
  view_text (view, "kind", kind_name (edition->kind));
  view_take (view, "kind_text", kind_text (page, edition->kind));
  view_text (view, "lead", edition->lead);
  view_text (view, "language", edition->language);
  view_text (view, "direction", page_direction (edition->language));
  json_t *speaker = json_object_get (json_object_get (edition->fields, "speaker"), "name");
  view_text (view, "speaker", json_string_value (speaker));
  view_put (view, "image", first_image (edition));
  view_flag (view, "withdrawn", edition->state == STATE_WITHDRAWN);
  return view;
}

json_t *
items_view (const Page *page, GPtrArray *editions)
{
  json_t *items = json_array ();

  for (guint i = 0; i < editions->len; i++)
    json_array_append_new (items, item_view (page, editions->pdata[i]));
  return items;
}

/* Where words stood that law ordered erased (RFC 7725): that they were, when and why, and what of it is in the log.
 */
#include "page/page.h"
#include "page/record_log.h"

static json_t *
erased_view (const Page *page, const Edition *edition, const Edition *current, const StoreErasure *erasure)
{
  json_t *view = json_object ();
  json_auto_t *number = json_integer ((json_int_t)edition->number);
  g_autofree char *exact = link_edition (current, edition->number);

  view_text (view, "uuid", edition->document);
  view_text (view, "title", page_message (page, "erased_title"));
  view_take (view, "text", view_with_date (page, "erased_text", erasure->recorded));
  view_text (view, "reason", erasure->reason);
  view_put (view, "date", view_date (page, erasure->recorded, "long"));
  view_text (view, "language", edition->language);
  json_object_set (view, "number", number);
  view_take (view, "edition",
             messages_format (page->messages, page->language, "edition_number", "number", number, NULL));
  view_put (view, "log", record_log_erasure_view (page, erasure, exact));
  return view;
}

static json_t *
erased_frame (Page *page, const Edition *edition, const Edition *current, GError **error)
{
  g_autoptr (GPtrArray) translations = store_translations (page->store, page->office, edition->document, error);
  if (translations == NULL)
    return NULL;
  gboolean whole = page->route->type != ROUTE_EDITION;
  g_autofree char *address = whole ? link_document (current) : link_edition (current, edition->number);
  json_auto_t *addresses = translation_addresses (translations);
  FrameInput input = { .kind = "erased",
                       .title = page_message (page, "erased_title"),
                       .address = address,
                       .robots = "noindex",
                       .translations = addresses };
  return frame_build (page, &input, error);
}

json_t *
erased_build (Page *page, const Edition *edition, const Edition *current, GError **error)
{
  g_autoptr (StoreErasure) erasure = store_erasure (page->store, edition, error);
  json_t *view = erasure != NULL ? erased_frame (page, edition, current, error) : NULL;
  if (view == NULL)
    return NULL;

  json_t *part = erased_view (page, edition, current, erasure);
  json_object_set_new (view, "erased", part);
  if (history_put (page, part, edition, current, error))
    return view;
  json_decref (view);
  return NULL;
}

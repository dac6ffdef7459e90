/* Every edition of a document in one language, with what changed and why. Of one that was erased it is said that it
 * was, and not a word of what stood there. */
#include "page/page.h"

/* When an edition became the one to read. */
static Instant
edition_date (const Edition *edition)
{
  return edition->number == 1 ? edition->dated : edition_visible_from (edition);
}

static const char *
edition_note (const Page *page, const Edition *edition)
{
  if (edition->state == STATE_ERASED)
    return page_message (page, "erased_edition");
  return edition->number == 1 ? page_message (page, "first_edition") : edition->change_note;
}

static json_t *
chain_entry (const Page *page, const Edition *edition, const Edition *shown)
{
  json_t *entry = json_object ();
  gboolean current = edition->superseded == INSTANT_MAX;
  json_auto_t *number = json_integer ((json_int_t)edition->number);

  json_object_set (entry, "number", number);
  view_take (entry, "label",
             messages_format (page->messages, page->language, "edition_number", "number", number, NULL));
  view_take (entry, "href", link_edition (shown, edition->number));
  view_put (entry, "date", view_date (page, edition_date (edition), "long"));
  view_text (entry, "change_note", edition_note (page, edition));
  view_flag (entry, "current", current);
  view_flag (entry, "shown", edition->number == shown->number);
  view_flag (entry, "erased", edition->state == STATE_ERASED);
  return entry;
}

gboolean
history_put (const Page *page, json_t *view, const Edition *shown, const Edition *current, GError **error)
{
  g_autoptr (GPtrArray) chain = store_chain (page->store, page->office, shown->document, shown->language, error);
  if (chain == NULL)
    return FALSE;

  json_t *editions = json_array ();
  for (guint i = 0; i < chain->len; i++)
    {
      json_t *entry = chain_entry (page, chain->pdata[i], shown);
      if (((const Edition *)chain->pdata[i])->superseded == INSTANT_MAX)
        view_take (entry, "href", link_document (current));
      json_array_append_new (editions, entry);
    }
  view_put (view, "editions", editions);
  view_flag (view, "has_history", chain->len > 1);
  view_take (view, "calendar", link_document_calendar (current, NULL));
  return TRUE;
}

json_t *
translation_addresses (GPtrArray *translations)
{
  json_t *addresses = json_object ();

  for (guint i = 0; i < translations->len; i++)
    {
      const Edition *translation = translations->pdata[i];
      view_take (addresses, translation->language, link_document (translation));
    }
  return addresses;
}

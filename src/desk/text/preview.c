#include "desk/text/preview.h"

#include "desk/text/files.h"
#include "desk/text/source.h"
#include "publish/publish.h"

PreviewPlace
preview_place_of (const CabinetDraft *draft)
{
  return (PreviewPlace){ draft->office, draft->language, draft->document, draft->based_on + 1 };
}

Edition *
preview_edition (FrontMatter *matter, const PreviewPlace *place, Instant now)
{
  Edition *edition = g_steal_pointer (&matter->edition);

  edition->office = g_strdup (place->office);
  edition->document = place->document != NULL ? g_strdup (place->document) : g_uuid_string_random ();
  edition->number = place->number;
  edition->recorded = now;
  edition->dated = edition->published;
  edition->superseded = INSTANT_MAX;
  edition_render (edition);
  return edition;
}

Edition *
draft_edition (const Exchange *exchange, const CabinetDraft *draft, const Profile *profile, GError **error)
{
  g_autoptr (Source) source = source_read (draft->text);
  g_autofree char *key = NULL;
  g_autoptr (FrontMatter) matter = source_parse (source, profile, exchange->now, &key, error);
  const PreviewPlace place = preview_place_of (draft);

  return matter != NULL && files_prepare (exchange, draft, source, matter->edition->fields, error)
             ? preview_edition (matter, &place, exchange->now)
             : NULL;
}

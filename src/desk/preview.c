#include "desk/preview.h"

#include "desk/source.h"
#include "publish/publish.h"

Edition *
draft_edition (const CabinetDraft *draft, const Profile *profile, Instant now, GError **error)
{
  g_autoptr (Source) source = source_read (draft->text);
  g_autofree char *key = NULL;
  g_autoptr (FrontMatter) matter = source_parse (source, profile, now, &key, error);
  if (matter == NULL)
    return NULL;

  Edition *edition = g_steal_pointer (&matter->edition);
  edition->office = g_strdup (draft->office);
  edition->document = g_strdup (draft->document);
  edition->number = draft->based_on + 1;
  edition->recorded = now;
  edition->dated = edition->published;
  edition->superseded = INSTANT_MAX;
  edition_render (edition);
  return edition;
}

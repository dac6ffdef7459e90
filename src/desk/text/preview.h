/* preview.h: a text as the edition that it would become. */
#pragma once

#include "cabinet/draft.h"
#include "desk/exchange.h"
#include "record/edition.h"
#include "record/front_matter.h"
#include "record/profile.h"

/* Where the text is to stand. A plain value that borrows. */
typedef struct
{
  const char *office, *language;
  const char *document; /* NULL: a new one */
  unsigned number;
} PreviewPlace;
PreviewPlace preview_place_of (const CabinetDraft *draft);

/* As if MATTER, of which the edition is taken, were published at NOW. Transfer full. */
Edition *preview_edition (FrontMatter *matter, const PreviewPlace *place, Instant now);
/* The same of DRAFT with its text and its files. NULL with ERROR set: it is not complete. Transfer full. */
Edition *draft_edition (const Exchange *exchange, const CabinetDraft *draft, const Profile *profile, GError **error);

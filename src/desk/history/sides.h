/* sides.h: which texts there are to compare: the public editions of a text, and the versions of its draft. */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

/* A text to be compared, and what is known of it. */
typedef struct
{
  char *key;  /* "e2": the public edition 2; "v17": version 17 of the draft */
  char *name; /* "Edition 2" */
  char *who, *at;
  char *note;     /* its change note, or NULL */
  Source *source; /* NULL in lists */
  unsigned number;
  gboolean erased, withdrawn;
} Side;
void side_free (Side *side);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Side, side_free)

/* Which text of which language. A plain value that borrows; DRAFT: whose versions are meant too, or NULL. */
typedef struct
{
  const char *office, *document, *language;
  const CabinetDraft *draft;
} Sides;

/* The newest first: the draft's versions, and then the editions. Of versions that saved themselves one in ten minutes
 * is listed. Array of Side without sources; NULL with ERROR set. */
GPtrArray *sides_list (const Exchange *exchange, const Sides *sides, GError **error);
/* The one of that KEY, with its source. NULL without ERROR set: there is none, or its words are erased. */
Side *sides_find (const Exchange *exchange, const Sides *sides, const char *key, GError **error);

/* The whole of a page that compares: what there is to choose from, what was chosen by `from` and `to` of the query,
 * or else the last two, and what differs. FALSE with ERROR set. */
gboolean sides_put (const Exchange *exchange, json_t *view, const Profile *profile, const Sides *sides,
                    GError **error);

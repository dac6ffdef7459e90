/* taking_back.h: what is scheduled is taken back, or is given another time, until it is public.
 *
 * As with a publication (review.h), that is decided here, done in the record, and confirmed here. Which of the two
 * came first, the instant or the taking back, the record alone knows. */
#pragma once

#include "cabinet/draft.h"

/* Decide to take back what is scheduled, because of REASON; or, where WHEN is not NULL, to make it public at that
 * time instead (as it was typed). STATE: it is not scheduled, or that is decided already. EXISTS: it cannot be a
 * draft again, since the office has another draft of what it says about itself. */
gboolean cabinet_take_back_draft (Cabinet *cabinet, const Actor *actor, const char *id, const char *reason,
                                  const char *when, GError **error);
/* It is out of the record: it is a draft again. What was not decided before is, if it is scheduled still. */
gboolean cabinet_unschedule_draft (Cabinet *cabinet, const Actor *actor, const char *id, const char *reason,
                                   GError **error);
typedef struct
{
  unsigned number, based_on; /* edition, and that which it follows */
  Instant visible_from;
} DraftPlace;
/* It is at PLACE in the record now; TEXT is what it was, with that other time. */
gboolean cabinet_draft_moved (Cabinet *cabinet, const Actor *actor, const char *id, const DraftText *text,
                              const DraftPlace *place, GError **error);
/* It stands as it stood: it became public, or the record refused it. */
gboolean cabinet_draft_not_taken_back (Cabinet *cabinet, const Actor *actor, const char *id, GError **error);
/* Decided and not confirmed. Array of CabinetDraft with texts; transfer full. */
GPtrArray *cabinet_drafts_taking_back (Cabinet *cabinet, Instant now, GError **error);

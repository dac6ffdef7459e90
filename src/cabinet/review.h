/* review.h: the way of a draft to the public: submitted, talked about, sent back or published, by two people.
 *
 * The record and this file commit apart. So a publication is first decided here, then made in the record, then
 * confirmed here; what is decided and not confirmed, after a crash, is found by cabinet_drafts_publishing(), and
 * either is in the record (by its source, DRAFT_SOURCE and the id) and is confirmed, or is made again, or is given
 * up. */
#pragma once

#include "cabinet/draft.h"

#define DRAFT_SOURCE "desk:" /* before the id: what the record knows the text by */

/* VERSION is the one that was seen: CONFLICT if there is a newer one. NOTE may be NULL. */
gboolean cabinet_submit_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, const char *note,
                               GError **error);
gboolean cabinet_recall_draft (Cabinet *cabinet, const Actor *actor, const char *id, GError **error);
gboolean cabinet_reject_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version,
                               const char *reason, GError **error);

typedef struct
{
  gint64 version;     /* that was seen */
  const char *reason; /* to publish alone, or what was not submitted: it is flagged for review. NULL: by two people */
} Publication;
/* Decide to publish. Without a reason: it must be submitted, and by somebody else where the office wants two people
 * (TWO_PERSON). With one: whatever its state. From then on it cannot be saved. */
gboolean cabinet_publish_draft (Cabinet *cabinet, const Actor *actor, const char *id, const Publication *publication,
                                GError **error);
/* It is in the record, as edition NUMBER of DOCUMENT, public from VISIBLE_FROM on. All drafts of the UUID that the
 * draft had are of DOCUMENT then. */
gboolean cabinet_draft_published (Cabinet *cabinet, const Actor *actor, const char *id, const char *document,
                                  unsigned number, Instant visible_from, GError **error);
/* What it became was written once more in the record, as edition NUMBER, with what was published before it. */
gboolean cabinet_draft_renumbered (Cabinet *cabinet, const Actor *actor, const char *id, unsigned number,
                                   GError **error);
/* It is not: the record refused it, because of REASON. It stands as it stood before. */
gboolean cabinet_draft_not_published (Cabinet *cabinet, const Actor *actor, const char *id, const char *reason,
                                      GError **error);
/* Decided and not confirmed. Array of CabinetDraft with texts; transfer full. */
GPtrArray *cabinet_drafts_publishing (Cabinet *cabinet, Instant now, GError **error);
/* What was published by force was looked at by somebody else (TWO_PERSON). */
gboolean cabinet_review_draft (Cabinet *cabinet, const Actor *actor, const char *id, const char *note,
                               GError **error);

/* ---- What was said about it ---- */

typedef enum
{
  REMARK_COMMENT,
  REMARK_SUBMITTED,
  REMARK_RECALLED,
  REMARK_REJECTED,
  REMARK_PUBLISHED,
  REMARK_FORCED,
  REMARK_REFUSED, /* by the record */
  REMARK_UNSCHEDULED,
  REMARK_REVIEWED,
  REMARK_MOVED /* to another instant */
} RemarkType;
const char *remark_type_name (RemarkType type);

typedef struct
{
  gint64 id;
  RemarkType type;
  gint64 version; /* of the draft, at that time */
  gint64 person;
  char *name; /* as displayed */
  Instant at;
  char *text; /* "" where nothing was said */
} Remark;
void remark_free (Remark *remark);
/* The first first. Array of Remark; transfer full. */
GPtrArray *cabinet_remarks (Cabinet *cabinet, const char *id, GError **error);
gboolean cabinet_comment (Cabinet *cabinet, const Actor *actor, const char *id, const char *text, GError **error);

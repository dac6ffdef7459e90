/* draft_file.h: what the files about drafts share. */
#pragma once

#include "cabinet/draft.h"
#include "cabinet/file.h"
#include "cabinet/review.h"

/* The draft ID, or NULL with ERROR set (MISSING). Transfer full. */
CabinetDraft *draft_need (Cabinet *cabinet, const char *id, Instant now, GError **error);
/* The same within a change, of VERSION (CONFLICT if it is another one). */
CabinetDraft *draft_need_version (Cabinet *cabinet, const char *id, gint64 version, Instant now, GError **error);
/* Whether it can still be changed: neither in the record nor on its way there. */
gboolean draft_is_open (const CabinetDraft *draft, GError **error);
/* Set ERROR (STATE): WORDS say what it would have to be. Always FALSE. */
gboolean draft_wrong_state (const CabinetDraft *draft, const char *words, GError **error);
/* Note ACTION on DRAFT, which is in state AFTER now. REASON may be NULL. */
gboolean draft_note (Cabinet *cabinet, const Actor *actor, const char *action, const CabinetDraft *draft,
                     const char *after, const char *reason, GError **error);
/* remark.c */
gboolean remark_add (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, RemarkType type,
                     const char *text, GError **error);

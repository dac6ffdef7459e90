/* draft_file.h: what the files about drafts share. */
#pragma once

#include "cabinet/draft.h"
#include "cabinet/file.h"
#include "cabinet/review.h"

/* A row of the part “draft” of queries.sql, with its text. Transfer full. */
gpointer draft_read (Cursor *cursor);
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
/* media.c: the files of DRAFT (may be NULL) that no other has, and of what has become public. Within a change. */
gboolean files_forget (Cabinet *cabinet, const char *draft, Instant now, GError **error);
/* remark.c */
gboolean remark_add (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, RemarkType type,
                     const char *text, GError **error);

/* review.c */
/* A reason with something in it; else FALSE with ERROR set (INVALID). */
gboolean draft_need_reason (const char *reason, GError **error);
/* A step that was taken: what was said with it, and its line in the trail. */
gboolean draft_step (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, RemarkType type,
                     DraftState after, const char *reason, GError **error);

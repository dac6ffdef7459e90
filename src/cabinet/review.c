/* From a draft to the public, by two people. */
#include "cabinet/review.h"

#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

#include <string.h>

gboolean
draft_need_reason (const char *reason, GError **error)
{
  g_autofree char *bare = g_strdup (reason != NULL ? reason : "");
  if (*g_strstrip (bare) != '\0')
    return TRUE;
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID, "say why: a reason is needed here");
  return FALSE;
}

gboolean
draft_step (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, RemarkType type, DraftState after,
            const char *reason, GError **error)
{
  g_autofree char *action = g_strconcat ("draft.", remark_type_name (type), NULL);
  return remark_add (cabinet, actor, draft, type, reason, error)
         && draft_note (cabinet, actor, action, draft, draft_state_name (after), reason, error);
}

/* ---- Submitting ---- */

gboolean
cabinet_submit_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, const char *note,
                      GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need_version (cabinet, id, version, actor->now, error) : NULL;
  gboolean fine = draft != NULL && draft_is_open (draft, error)
                  && (draft->state != DRAFT_SUBMITTED || draft_wrong_state (draft, "it waits for publication", error))
                  && cabinet_do (cabinet, error, "submit_draft", "sii", id, actor->person, actor->now)
                  && draft_step (cabinet, actor, draft, REMARK_SUBMITTED, DRAFT_SUBMITTED, note, error);
  return change_end (cabinet, fine, error);
}

static gboolean
is_submitted (const CabinetDraft *draft, GError **error)
{
  return draft_is_open (draft, error)
         && (draft->state == DRAFT_SUBMITTED || draft_wrong_state (draft, "it must be submitted first", error));
}

gboolean
cabinet_recall_draft (Cabinet *cabinet, const Actor *actor, const char *id, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && is_submitted (draft, error)
                  && cabinet_do (cabinet, error, "set_draft_state", "ss", id, draft_state_name (DRAFT_DRAFT))
                  && draft_step (cabinet, actor, draft, REMARK_RECALLED, DRAFT_DRAFT, NULL, error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_reject_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, const char *reason,
                      GError **error)
{
  if (!draft_need_reason (reason, error))
    return FALSE;
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need_version (cabinet, id, version, actor->now, error) : NULL;
  gboolean fine = draft != NULL && is_submitted (draft, error)
                  && cabinet_do (cabinet, error, "set_draft_state", "ss", id, draft_state_name (DRAFT_REJECTED))
                  && draft_step (cabinet, actor, draft, REMARK_REJECTED, DRAFT_REJECTED, reason, error);
  return change_end (cabinet, fine, error);
}

/* ---- Publishing ---- */

static gboolean
by_two (Cabinet *cabinet, const CabinetDraft *draft, gint64 first, gint64 person, const char *words, GError **error)
{
  GError *failure = NULL;
  gboolean needed = cabinet_two_person (cabinet, draft->office, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (needed && first == person)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_TWO_PERSON, words);
  return failure == NULL && !(needed && first == person);
}

static gboolean
may_publish (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, const char *reason, GError **error)
{
  if (reason != NULL)
    return draft_need_reason (reason, error) && draft_is_open (draft, error);
  return is_submitted (draft, error)
         && by_two (cabinet, draft, draft->submitted_by, actor->person,
                    "you submitted this text, so somebody else publishes it; or publish it alone, with a reason that "
                    "is looked at afterwards",
                    error);
}

gboolean
cabinet_publish_draft (Cabinet *cabinet, const Actor *actor, const char *id, const Publication *publication,
                       GError **error)
{
  const char *reason = publication->reason;
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft =
      begun ? draft_need_version (cabinet, id, publication->version, actor->now, error) : NULL;
  gboolean fine = draft != NULL && may_publish (cabinet, actor, draft, reason, error)
                  && cabinet_do (cabinet, error, "publish_draft", "sis", id, actor->person, reason)
                  && draft_note (cabinet, actor, reason != NULL ? "draft.forcing" : "draft.publishing", draft,
                                 "publishing", reason, error);
  return change_end (cabinet, fine, error);
}

static gboolean
rename_document (Cabinet *cabinet, const CabinetDraft *draft, const char *document, GError **error)
{
  return strcmp (draft->document, document) == 0
         || cabinet_do (cabinet, error, "rename_document", "sss", draft->office, draft->document, document);
}

static gboolean
note_published (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, const char *document,
                unsigned number, Instant visible_from, GError **error)
{
  g_autofree char *at =
      visible_from > INSTANT_MIN && visible_from < INSTANT_MAX ? instant_format (visible_from) : NULL;
  return remark_add (cabinet, actor, draft, draft->forced ? REMARK_FORCED : REMARK_PUBLISHED, draft->force_reason,
                     error)
         && cabinet_note (cabinet, actor, draft->forced ? "draft.forced" : "draft.published", draft->office, document,
                          json_pack ("{s:s, s:I, s:s}", "draft", draft->id, "version", (json_int_t)draft->version,
                                     "state", draft_state_name (draft->state)),
                          json_pack ("{s:s, s:s, s:i, s:s?, s:s?}", "title", draft->title, "language",
                                     draft->language, "edition", (int)number, "public", at, "reason",
                                     draft->force_reason),
                          error);
}

/* Said twice, as after a crash, is said once. */
static gboolean
was_confirmed (const CabinetDraft *draft, const char *document, unsigned number)
{
  return !draft->publishing && draft->number == number && strcmp (draft->document, document) == 0;
}

gboolean
cabinet_draft_published (Cabinet *cabinet, const Actor *actor, const char *id, const char *document, unsigned number,
                         Instant visible_from, GError **error)
{
  g_assert (number > 0);
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  if (draft != NULL && was_confirmed (draft, document, number))
    return change_end (cabinet, TRUE, error);
  gboolean fine =
      draft != NULL && (draft->publishing || draft_wrong_state (draft, "its publication was not decided", error))
      && cabinet_do (cabinet, error, "draft_published", "sii", id, (gint64)number, visible_from)
      && rename_document (cabinet, draft, document, error) && files_forget (cabinet, NULL, actor->now, error)
      && note_published (cabinet, actor, draft, document, number, visible_from, error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_draft_renumbered (Cabinet *cabinet, const Actor *actor, const char *id, unsigned number, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && (draft->number > 0 || draft_wrong_state (draft, "it is not in the record", error))
                  && cabinet_do (cabinet, error, "renumber_draft", "si", id, (gint64)number)
                  && cabinet_note (cabinet, actor, "draft.renumbered", draft->office, draft->document,
                                   json_pack ("{s:s, s:i}", "draft", id, "edition", (int)draft->number),
                                   json_pack ("{s:s, s:i}", "draft", id, "edition", (int)number), error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_draft_not_published (Cabinet *cabinet, const Actor *actor, const char *id, const char *reason, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL
                  && (draft->publishing || draft_wrong_state (draft, "its publication was not decided", error))
                  && cabinet_do (cabinet, error, "draft_not_published", "s", id)
                  && draft_step (cabinet, actor, draft, REMARK_REFUSED, draft->state, reason, error);
  return change_end (cabinet, fine, error);
}

/* ---- Looking at it afterwards ---- */

static gboolean
may_review (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, GError **error)
{
  if (draft->number == 0 || !draft->forced || draft->reviewed)
    return draft_wrong_state (draft, "no review is due", error);
  return by_two (cabinet, draft, draft->published_by, actor->person,
                 "you published this text alone, so somebody else looks at it", error);
}

gboolean
cabinet_review_draft (Cabinet *cabinet, const Actor *actor, const char *id, const char *note, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && may_review (cabinet, actor, draft, error)
                  && cabinet_do (cabinet, error, "review_draft", "s", id)
                  && draft_step (cabinet, actor, draft, REMARK_REVIEWED, draft->state, note, error);
  return change_end (cabinet, fine, error);
}

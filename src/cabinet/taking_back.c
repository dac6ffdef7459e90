#include "cabinet/taking_back.h"

#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

static gboolean
is_scheduled (const CabinetDraft *draft, GError **error)
{
  return (draft->state == DRAFT_SCHEDULED && draft->taking_back == NULL)
         || draft_wrong_state (draft, "only what is scheduled can be taken back unseen", error);
}

/* Of a text there is one draft at a time; beside a profile that is scheduled there may be another. */
static gboolean
has_room (Cabinet *cabinet, const CabinetDraft *draft, GError **error)
{
  GError *failure = NULL;
  gint64 open = 0;

  cabinet_find (
      cabinet,
      sql_open (&cabinet->sql, &failure, "count_open", "sss", draft->office, draft->document, draft->language), &open,
      &failure);
  if (failure == NULL && open > 0)
    g_set_error_literal (&failure, CABINET_ERROR, CABINET_ERROR_EXISTS,
                         "there is another draft, which has to be published or discarded first");
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
is_being_taken_back (const CabinetDraft *draft, GError **error)
{
  return draft->taking_back != NULL || draft_wrong_state (draft, "nobody decided to take it back", error);
}

gboolean
cabinet_take_back_draft (Cabinet *cabinet, const Actor *actor, const char *id, const char *reason, const char *when,
                         GError **error)
{
  if (!draft_need_reason (reason, error))
    return FALSE;
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && is_scheduled (draft, error) && (when != NULL || has_room (cabinet, draft, error))
                  && cabinet_do (cabinet, error, "take_back_draft", "sss", id, reason, when)
                  && draft_note (cabinet, actor, when != NULL ? "draft.moving" : "draft.unscheduling", draft,
                                 draft_state_name (draft->state), reason, error);
  return change_end (cabinet, fine, error);
}

/* Once it is out of the record its instant may have passed. */
gboolean
cabinet_unschedule_draft (Cabinet *cabinet, const Actor *actor, const char *id, const char *reason, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && (draft->taking_back != NULL || is_scheduled (draft, error))
                  && cabinet_do (cabinet, error, "unschedule_draft", "s", id)
                  && draft_step (cabinet, actor, draft, REMARK_UNSCHEDULED, DRAFT_DRAFT, reason, error);
  return change_end (cabinet, fine, error);
}

static gboolean
add_moved_version (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, const DraftText *text,
                   const DraftPlace *place, GError **error)
{
  gint64 version = draft->version + 1;
  return cabinet_do (cabinet, error, "add_version", "siiiisss", draft->id, version, actor->person, actor->now,
                     (gint64)FALSE, kind_name (text->kind), text->title, text->text)
         && cabinet_do (cabinet, error, "draft_moved", "siiii", draft->id, version, (gint64)place->number,
                        place->visible_from, (gint64)place->based_on);
}

gboolean
cabinet_draft_moved (Cabinet *cabinet, const Actor *actor, const char *id, const DraftText *text,
                     const DraftPlace *place, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  g_autofree char *at = instant_format (place->visible_from);
  gboolean fine = draft != NULL && is_being_taken_back (draft, error)
                  && add_moved_version (cabinet, actor, draft, text, place, error)
                  && remark_add (cabinet, actor, draft, REMARK_MOVED, draft->taking_back, error)
                  && cabinet_note (cabinet, actor, "draft.moved", draft->office, draft->document,
                                   json_pack ("{s:s, s:I}", "draft", id, "version", (json_int_t)draft->version),
                                   json_pack ("{s:s, s:s, s:s, s:s}", "title", draft->title, "language",
                                              draft->language, "public", at, "reason", draft->taking_back),
                                   error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_draft_not_taken_back (Cabinet *cabinet, const Actor *actor, const char *id, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && is_being_taken_back (draft, error)
                  && cabinet_do (cabinet, error, "draft_not_taken_back", "s", id)
                  && draft_note (cabinet, actor, "draft.not_unscheduled", draft, draft_state_name (draft->state),
                                 draft->taking_back, error);
  return change_end (cabinet, fine, error);
}

GPtrArray *
cabinet_drafts_taking_back (Cabinet *cabinet, Instant now, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "drafts_taking_back", "ii", now, now - DRAFT_HELD),
                       draft_read, (GDestroyNotify)cabinet_draft_free, error);
}

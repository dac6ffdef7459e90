/* Drafts as they are written: begun, saved, discarded. Nobody's words are saved over: who has not read the last
 * version gets it, and saves again. */
#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

#include <string.h>

#define TEXT_MOST (4 * 1024 * 1024)
#define TITLE_MOST 1000
#define AUTOSAVE_SPAN (10 * INSTANT_MINUTE)     /* one is kept of each */
#define AUTOSAVE_ALL (24 * 60 * INSTANT_MINUTE) /* for so long all are: somebody may be at work on any */

static gboolean
accept_text (const DraftText *text, GError **error)
{
  if (strlen (text->text) <= TEXT_MOST && strlen (text->title) <= TITLE_MOST && g_utf8_validate (text->text, -1, NULL)
      && g_utf8_validate (text->title, -1, NULL))
    return TRUE;
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID,
                       "a text has at most 4 MB, its title at most 1000 bytes, and both are UTF-8");
  return FALSE;
}

static gboolean
add_version (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, const DraftText *text,
             gboolean autosave, GError **error)
{
  return cabinet_do (cabinet, error, "add_version", "siiiisss", id, version, actor->person, actor->now,
                     (gint64)autosave, kind_name (text->kind), text->title, text->text);
}

/* ---- Beginning ---- */

/* That language of the document must have no other draft. A profile that is scheduled hinders nobody from changing the
 * one that is in force until then. */
static gboolean
is_free (Cabinet *cabinet, const char *office, const char *document, const char *language, Instant now,
         GError **error)
{
  GError *failure = NULL;
  g_autoptr (CabinetDraft) there = cabinet_draft_of (cabinet, office, document, language, now, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (there != NULL && draft_is_profile (there) && there->state == DRAFT_SCHEDULED)
    return TRUE;
  else if (there != NULL)
    g_set_error (error, CABINET_ERROR, CABINET_ERROR_EXISTS, "%s is at work on that text already (“%s”)",
                 there->saved_name != NULL ? there->saved_name : "somebody", there->title);
  return failure == NULL && there == NULL;
}

static gboolean
note_begun (Cabinet *cabinet, const Actor *actor, const char *office, const char *document, const char *id,
            const char *language, const DraftText *text, GError **error)
{
  return cabinet_note (cabinet, actor, "draft.begun", office, document, NULL,
                       json_pack ("{s:s, s:s, s:s, s:s}", "draft", id, "language", language, "title", text->title,
                                  "kind", kind_name (text->kind)),
                       error);
}

char *
cabinet_begin_draft (Cabinet *cabinet, const Actor *actor, const char *office, const char *document,
                     const char *language, unsigned based_on, const DraftText *text, GError **error)
{
  if (!accept_text (text, error))
    return NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *of = document != NULL ? g_strdup (document) : g_uuid_string_random ();

  gboolean fine = change_begin (cabinet, error) && is_free (cabinet, office, of, language, actor->now, error)
                  && cabinet_do (cabinet, error, "add_draft", "ssssissii", id, office, of, language, (gint64)based_on,
                                 kind_name (text->kind), text->title, actor->person, actor->now)
                  && add_version (cabinet, actor, id, 1, text, FALSE, error)
                  && note_begun (cabinet, actor, office, of, id, language, text, error);
  return change_end (cabinet, fine, error) ? g_steal_pointer (&id) : NULL;
}

/* ---- Saving ---- */

static gboolean
says_the_same (const CabinetDraft *draft, const DraftText *text)
{
  return draft->kind == text->kind && strcmp (draft->title, text->title) == 0
         && strcmp (draft->text, text->text) == 0;
}

/* Of autosaves that follow each other the trail has the first; the versions have them all. */
static gboolean
is_remarkable (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft)
{
  g_autoptr (DraftVersion) last = cabinet_draft_version (cabinet, draft->id, draft->version, NULL);
  return last == NULL || !last->autosave || last->person != actor->person || actor->now - last->saved > AUTOSAVE_SPAN
         || draft->state != DRAFT_DRAFT;
}

static gboolean
write_version (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, const DraftText *text,
               gboolean autosave, GError **error)
{
  const char *id = draft->id;
  gint64 version = draft->version + 1;
  gboolean remarkable = !autosave || is_remarkable (cabinet, actor, draft);

  return add_version (cabinet, actor, id, version, text, autosave, error)
         && cabinet_do (cabinet, error, "save_draft", "sissii", id, version, kind_name (text->kind), text->title,
                        actor->person, actor->now)
         && cabinet_do (cabinet, error, "thin_versions", "sii", id, actor->now - AUTOSAVE_ALL, AUTOSAVE_SPAN)
         && (!remarkable
             || draft_note (cabinet, actor, autosave ? "draft.autosaved" : "draft.saved", draft, "draft", NULL,
                            error));
}

static gboolean
is_last (CabinetDraft *draft, gint64 version, CabinetDraft **there, GError **error)
{
  if (draft->version == version)
    return TRUE;
  g_set_error (error, CABINET_ERROR, CABINET_ERROR_CONFLICT, "%s saved this text since you read it",
               draft->saved_name != NULL ? draft->saved_name : "somebody");
  if (there != NULL)
    *there = draft;
  else
    cabinet_draft_free (draft);
  return FALSE;
}

gboolean
cabinet_save_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, const DraftText *text,
                    gboolean autosave, gint64 *new_version, CabinetDraft **there, GError **error)
{
  if (there != NULL)
    *there = NULL;
  if (!accept_text (text, error))
    return FALSE;
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  if (draft == NULL || !draft_is_open (draft, error))
    return change_end (cabinet, FALSE, NULL);
  *new_version = draft->version;
  if (says_the_same (draft, text)) /* whichever version was read, nothing is lost */
    return change_end (cabinet, TRUE, error);
  if (!is_last (draft, version, there, error))
    {
      draft = NULL; /* is THERE now, or gone */
      return change_end (cabinet, FALSE, NULL);
    }
  *new_version = version + 1;
  return change_end (cabinet, write_version (cabinet, actor, draft, text, autosave, error), error);
}

gboolean
cabinet_rebase_draft (Cabinet *cabinet, const Actor *actor, const char *id, unsigned based_on, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && draft_is_open (draft, error)
                  && cabinet_do (cabinet, error, "rebase_draft", "si", id, (gint64)based_on)
                  && cabinet_note (cabinet, actor, "draft.rebased", draft->office, draft->document,
                                   json_pack ("{s:s, s:i}", "draft", id, "based_on", (int)draft->based_on),
                                   json_pack ("{s:s, s:i}", "draft", id, "based_on", (int)based_on), error);
  return change_end (cabinet, fine, error);
}

/* ---- Discarding ---- */

gboolean
cabinet_discard_draft (Cabinet *cabinet, const Actor *actor, const char *id, gint64 version, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need_version (cabinet, id, version, actor->now, error) : NULL;
  gboolean fine =
      draft != NULL && draft_is_open (draft, error) && cabinet_do (cabinet, error, "discard_remarks", "s", id)
      && cabinet_do (cabinet, error, "discard_versions", "s", id)
      && cabinet_do (cabinet, error, "discard_press_visits", "s", id)
      && cabinet_do (cabinet, error, "discard_press_links", "s", id) && files_forget (cabinet, id, actor->now, error)
      && cabinet_do (cabinet, error, "discard_draft", "s", id)
      && draft_note (cabinet, actor, "draft.discarded", draft, "discarded", NULL, error);
  return change_end (cabinet, fine, error);
}

/* ---- Who works on it ---- */

gboolean
cabinet_hold_draft (Cabinet *cabinet, const Actor *actor, const char *id, char **holder, GError **error)
{
  *holder = NULL;
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean other = draft != NULL && draft->held_by != 0 && draft->held_by != actor->person;
  gboolean fine =
      draft != NULL && (other || cabinet_do (cabinet, error, "hold_draft", "sii", id, actor->person, actor->now));
  if (fine && other)
    *holder = g_strdup (draft->held_name);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_release_draft (Cabinet *cabinet, const Actor *actor, const char *id, GError **error)
{
  return cabinet_do (cabinet, error, "release_draft", "si", id, actor->person);
}

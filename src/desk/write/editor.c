/* Writing. Whatever is typed is saved as it is, whole or not; what is wrong with it is said beside the field, and
 * stands in the way of submitting alone. */
#include "desk/write/editor.h"
#include "desk/pages.h"

#include "desk/text/fields.h"
#include "desk/text/files.h"
#include "desk/write/intake.h"
#include "desk/listing.h"
#include "desk/text/place_choice.h"
#include "desk/text/translations.h"
#include "text/locale.h"

#include <string.h>

#define BODY_MOST 200000 /* characters */

/* ---- The page ---- */

typedef struct
{
  unsigned status;
  const Source *source;
  const Profile *profile;
  const GPtrArray *problems; /* or NULL */
  gint64 version;            /* that the page is of */
  gboolean merged;           /* it was brought together with what somebody saved meanwhile, and is not saved */
  json_t *theirs;            /* what they changed, or NULL */
  const char *who;           /* who they are */
  const char *said;          /* a message's key, or NULL */
  gboolean too_long;         /* it was not taken */
  const char *file_problem;  /* why files that somebody brought were not taken, or NULL */
} EditorPage;

/* Who else is at it. */
static char *
hold (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  g_autoptr (GError) error = NULL;
  char *holder = NULL;

  if (exchange->draft != NULL)
    cabinet_hold_draft (exchange->desk->cabinet, &actor, exchange->draft->id, &holder, &error);
  return holder;
}

static void
put_draft (Exchange *exchange, json_t *view)
{
  const CabinetDraft *draft = exchange->draft;
  g_autofree char *holder = hold (exchange);

  json_object_set_new (view, "is_new", json_boolean (draft == NULL));
  json_object_set_new (view, "is_submitted", json_boolean (draft != NULL && draft->state == DRAFT_SUBMITTED));
  json_object_set_new (view, "has_holder", json_boolean (holder != NULL));
  if (holder != NULL)
    {
      json_auto_t *name = json_string (holder);
      g_autofree char *text =
          messages_format (exchange->desk->words, exchange->language, "held_text", "name", name, NULL);
      json_object_set_new (view, "holder", json_string (text));
    }
  if (draft != NULL)
    json_object_set_new (view, "draft", draft_view (exchange, draft));
}

static void
put_problems (Exchange *exchange, json_t *view, const GPtrArray *problems)
{
  json_object_set_new (view, "edit_address", json_string (""));
  json_object_set_new (view, "problems", problems != NULL ? problems_view (exchange, problems) : json_array ());
  json_object_set_new (view, "has_problems", json_boolean (problems != NULL && problems->len > 0));
}

static void
put_theirs (const Exchange *exchange, json_t *view, const EditorPage *page)
{
  json_auto_t *name = json_string (page->who != NULL ? page->who : "");
  g_autofree char *text =
      messages_format (exchange->desk->words, exchange->language, "merge_theirs", "name", name, NULL);

  json_object_set_new (view, "merged", json_boolean (page->merged));
  json_object_set_new (view, "has_theirs", json_boolean (json_array_size (page->theirs) > 0));
  json_object_set_new (view, "theirs_title", json_string (text));
  json_object_set (view, "theirs", page->theirs != NULL ? page->theirs : json_null ());
}

static json_t *
editor_view (Exchange *exchange, const EditorPage *page)
{
  gboolean next = exchange->draft != NULL && exchange->draft->based_on > 0;
  json_t *view = fields_view (exchange, page->source, page->profile, next, page->problems);
  const char *language = source_get (page->source, "language");

  json_object_set_new (view, "title",
                       json_string (desk_word (exchange, exchange->draft != NULL ? "edit_title" : "write_title")));
  json_object_set_new (view, "version", json_integer (page->version));
  json_object_set_new (view, "who", json_integer ((json_int_t)exchange->person->id));
  json_object_set_new (view, "tag", json_string (language));
  /* Of a new text the language may still be chosen. */
  json_object_set_new (view, "text_direction",
                       json_string (exchange->draft != NULL ? locale_direction (language) : "auto"));
  put_theirs (exchange, view, page);
  original_put (exchange, view, page->profile, page->source);
  json_object_set_new (view, "said", json_string (page->said != NULL ? desk_word (exchange, page->said) : ""));
  json_object_set_new (view, "has_said", json_boolean (page->said != NULL));
  json_object_set_new (view, "just_saved", json_string (page->said != NULL && !page->merged ? "true" : "false"));
  json_object_set_new (view, "files", files_view (exchange, exchange->draft, page->source, page->problems));
  json_object_set_new (view, "has_file_problem", json_boolean (page->file_problem != NULL));
  json_object_set_new (view, "file_problem", json_string (page->file_problem != NULL ? page->file_problem : ""));
  put_problems (exchange, view, page->problems);
  put_draft (exchange, view);
  return view;
}

/* ---- A new text ---- */

/* Longer than a person writes, and than a page can show at once; not what was so long before. */
static gboolean
is_too_long (const Exchange *exchange, const Source *source)
{
  glong length = g_utf8_strlen (source->body, -1);
  if (length <= BODY_MOST || exchange->draft == NULL)
    return length > BODY_MOST;
  g_autoptr (Source) before = source_read (exchange->draft->text);
  return length > g_utf8_strlen (before->body, -1);
}

static void
add_too_long (const Exchange *exchange, GPtrArray *problems)
{
  json_auto_t *most = json_integer (BODY_MOST);
  problems_add (problems, "body",
                messages_format (exchange->desk->words, exchange->language, "body_too_long", "most", most, NULL));
}

/* TYPED: NULL, or what stands on the page again, since it is too long, or FILE_PROBLEM is in its way. */
static void
show_new (Exchange *exchange, const char *chosen, const Source *typed, const char *file_problem)
{
  GError *error = NULL;
  g_autofree char *first = NULL, *office = NULL, *language = NULL;
  json_auto_t *places = place_choice_view (exchange, chosen, &first, &error);
  g_autoptr (Profile) profile =
      first != NULL ? place_choice_take (exchange, *chosen != '\0' ? chosen : first, &office, &language) : NULL;
  g_autoptr (Source) source = source_new ();
  if (error != NULL || profile == NULL)
    {
      if (error != NULL)
        desk_fail (exchange, error);
      else
        desk_say (exchange, 403, "refused_title", "not_allowed_text", NULL);
      return;
    }
  source_set (source, "kind", kind_name (KIND_STATEMENT));
  source_set (source, "language", language);
  g_autoptr (GPtrArray) problems = problems_new ();
  if (typed != NULL && file_problem == NULL)
    add_too_long (exchange, problems);
  const EditorPage page = {
    .source = typed != NULL ? typed : source, .profile = profile, .problems = problems, .file_problem = file_problem
  };
  json_t *view = editor_view (exchange, &page);
  json_object_set_new (view, "several_places", json_boolean (json_array_size (places) > 1));
  json_object_set (view, "places", places);
  json_object_set_new (view, "place", json_string (*chosen != '\0' ? chosen : first));
  desk_show (exchange, typed != NULL ? 422 : 200, "editor", view);
}

void
page_new (Exchange *exchange)
{
  show_new (exchange, form_text (exchange->query, "place"), NULL, NULL);
}

static DraftText
text_of (const Source *source, char **text)
{
  Kind kind = KIND_STATEMENT;

  kind_parse (source_get (source, "kind"), &kind);
  *text = source_write (source);
  return (DraftText){ kind, source_get (source, "title"), *text };
}

static void
go_on (Exchange *exchange, const char *id)
{
  const char *then = form_text (exchange->form, "then");

  if (g_str_has_prefix (then, "file-"))
    desk_go (exchange, "/drafts/%s/edit?saved=1#attachments", id);
  else
    desk_go (exchange, strcmp (then, "save") == 0 ? "/drafts/%s/edit?saved=1" : "/drafts/%s", id);
}

/* A text with the files that came with it. Transfer full. */
static char *
begin_draft (Exchange *exchange, const char *office, const char *language, const Source *source, const Intake *intake,
             GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  Actor actor = exchange_actor (exchange);
  g_autofree char *text = NULL;
  DraftText typed = text_of (source, &text);

  if (!cabinet_begin (cabinet, error))
    return NULL;
  g_autofree char *id = cabinet_begin_draft (cabinet, &actor, office, NULL, language, 0, &typed, error);
  if (id == NULL || !intake_write (intake, exchange, id, error))
    {
      cabinet_rollback (cabinet);
      return NULL;
    }
  return cabinet_commit (cabinet, error) ? g_steal_pointer (&id) : NULL;
}

void
page_begin (Exchange *exchange)
{
  g_autofree char *office = NULL, *language = NULL, *file_problem = NULL;
  g_autoptr (Profile) profile = place_choice_take (exchange, form_text (exchange->form, "place"), &office, &language);
  g_autoptr (Source) source = source_new ();
  GError *error = NULL;
  if (profile == NULL)
    {
      desk_say (exchange, 403, "refused_title", "not_allowed_text", NULL);
      return;
    }
  source_set (source, "language", language);
  fields_take (source, exchange->form);
  if (is_too_long (exchange, source))
    {
      show_new (exchange, form_text (exchange->form, "place"), source, NULL);
      return;
    }
  g_autoptr (Intake) intake = intake_take (exchange, exchange->form, NULL, source, &file_problem);
  if (intake == NULL)
    {
      show_new (exchange, form_text (exchange->form, "place"), source, file_problem);
      return;
    }
  intake_name (intake, source);
  g_autofree char *id = begin_draft (exchange, office, language, source, intake, &error);
  if (id != NULL)
    go_on (exchange, id);
  else
    desk_fail (exchange, error);
}

/* ---- A draft ---- */

static gboolean
is_open (Exchange *exchange)
{
  DraftState state = exchange->draft->state;

  if (!exchange->draft->publishing && state != DRAFT_SCHEDULED && state != DRAFT_PUBLISHED)
    return TRUE;
  desk_say (exchange, 409, "refused_title", "state_text", NULL);
  return FALSE;
}

/* A translation or a correction that nobody has typed anything into yet: what is missing goes without saying. */
static gboolean
is_fresh (const Exchange *exchange, const EditorPage *page)
{
  const CabinetDraft *draft = exchange->draft;

  return page->said == NULL && exchange->form == NULL && draft->version == 1
         && (draft->based_on > 0 || (*source_get (page->source, "title") == '\0' && *page->source->body == '\0'));
}

static void
show_draft (Exchange *exchange, EditorPage *page)
{
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, exchange->draft->office, exchange->now, &error);
  g_autoptr (GPtrArray) problems = NULL;

  if (profile == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  problems = fields_check (exchange, page->source, profile, exchange->draft->based_on > 0);
  if (page->too_long)
    add_too_long (exchange, problems);
  if (is_fresh (exchange, page))
    g_ptr_array_set_size (problems, 0);
  page->profile = profile;
  page->problems = problems;
  desk_show (exchange, page->status, "editor", editor_view (exchange, page));
}

void
page_edit (Exchange *exchange)
{
  if (!is_open (exchange))
    return;
  g_autoptr (Source) source = source_read (exchange->draft->text);
  const char *said = form_get (exchange->query, "saved") != NULL ? "saved_text" : NULL;
  EditorPage page = { .status = 200, .source = source, .version = exchange->draft->version, .said = said };
  show_draft (exchange, &page);
}

void
editor_show_merged (Exchange *exchange, unsigned status, const Source *source, gint64 version, json_t *changed,
                    const char *who)
{
  EditorPage page = { .status = status,
                      .source = source,
                      .version = version,
                      .merged = TRUE,
                      .theirs = changed,
                      .who = who,
                      .said = "merged_text" };
  show_draft (exchange, &page);
}

/* The version that the form is of, in whichever window it stands: somebody who has two of them open is two. */
static gint64
version_of (const Exchange *exchange)
{
  return g_ascii_strtoll (form_text (exchange->form, "version"), NULL, 10);
}

/* Nothing is saved yet: all that was typed stands on the page, and why the files cannot be taken. */
static void
show_file_problem (Exchange *exchange, const Source *source, const char *problem)
{
  EditorPage page = { .status = 422, .source = source, .version = version_of (exchange), .file_problem = problem };
  show_draft (exchange, &page);
}

/* Over the version that one has read, with the files that came with it. */
static gboolean
save_draft (Exchange *exchange, const Source *source, const Intake *intake, gint64 version, CabinetDraft **there,
            GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  const char *id = exchange->draft->id;
  Actor actor = exchange_actor (exchange);
  g_autofree char *text = NULL;
  DraftText typed = text_of (source, &text);
  gint64 saved;

  if (!cabinet_begin (cabinet, error))
    return FALSE;
  if (cabinet_save_draft (cabinet, &actor, id, version, &typed, FALSE, &saved, there, error)
      && intake_write (intake, exchange, id, error))
    return cabinet_commit (cabinet, error);
  cabinet_rollback (cabinet);
  return FALSE;
}

/* NULL: it has been answered. */
static Intake *
take_files (Exchange *exchange, Source *source)
{
  g_autofree char *problem = NULL;
  GError *error = NULL;
  g_autoptr (GPtrArray) files = cabinet_files (exchange->desk->cabinet, exchange->draft->id, &error);
  g_autoptr (Intake) intake = files != NULL ? intake_take (exchange, exchange->form, files, source, &problem) : NULL;

  if (intake != NULL)
    intake_name (intake, source);
  else if (error != NULL)
    desk_fail (exchange, error);
  else
    show_file_problem (exchange, source, problem);
  return g_steal_pointer (&intake);
}

void
page_save (Exchange *exchange)
{
  g_autoptr (Source) source = source_read (exchange->draft->text);
  g_autoptr (CabinetDraft) there = NULL;
  GError *error = NULL;
  gint64 version = version_of (exchange);

  if (!is_open (exchange))
    return;
  fields_take (source, exchange->form);
  if (is_too_long (exchange, source))
    {
      EditorPage page = { .status = 422, .source = source, .version = version, .too_long = TRUE };
      show_draft (exchange, &page);
      return;
    }
  g_autoptr (Intake) intake = take_files (exchange, source);
  if (intake == NULL)
    return;
  if (save_draft (exchange, source, intake, version, &there, &error))
    go_on (exchange, exchange->draft->id);
  else if (there != NULL)
    {
      g_error_free (error);
      merge_show (exchange, version, there);
    }
  else
    desk_fail (exchange, error);
}

static void
answer_version (Exchange *exchange, unsigned status, gint64 version)
{
  json_auto_t *answer = json_pack ("{s:I}", "version", (json_int_t)version);
  desk_json (exchange, status, answer);
}

/* By the script, while somebody types. It takes no submission back, and goes over nobody's words. */
void
page_autosave (Exchange *exchange)
{
  g_autoptr (Source) source = source_read (exchange->draft->text);
  g_autofree char *text = NULL;
  Actor actor = exchange_actor (exchange);
  g_autoptr (GError) error = NULL;
  gint64 version = version_of (exchange);

  if (!is_open (exchange))
    return;
  fields_take (source, exchange->form);
  DraftText typed = text_of (source, &text);
  gboolean saved = exchange->draft->state != DRAFT_SUBMITTED && !is_too_long (exchange, source)
                   && cabinet_save_draft (exchange->desk->cabinet, &actor, exchange->draft->id, version, &typed, TRUE,
                                          &version, NULL, &error);
  if (error != NULL && !g_error_matches (error, CABINET_ERROR, CABINET_ERROR_CONFLICT))
    desk_fail (exchange, g_steal_pointer (&error));
  else
    answer_version (exchange, saved ? 200 : 409, saved ? version : exchange->draft->version);
}

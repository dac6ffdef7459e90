/* What is scheduled and not public yet: it is taken back, or given another time. */
#include "desk/pages.h"

#include "desk/door/again.h"
#include "desk/text/fields.h"
#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/public/release.h"
#include "desk/public/schedule.h"

#include <string.h>

typedef struct
{
  unsigned status;
  gboolean moving; /* that form was sent, and not the other */
  gboolean public; /* it was too late */
  const char *note_problem, *when_problem, *password_problem, *refusal;
} SchedulePage;

/* Where it is read by now, or NULL. Transfer full. */
static char *
public_address (Exchange *exchange, const Profile *profile)
{
  const CabinetDraft *draft = exchange->draft;
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (Edition) edition =
      store_edition_current (exchange->desk->visible, draft->office, draft->document, draft->language, NULL);
  return edition != NULL && profile->address != NULL
             ? g_strdup_printf ("%s/%s/%s", profile->address, edition->language, edition->path)
             : NULL;
}

static json_t *
when_field (Exchange *exchange, const Profile *profile, const SchedulePage *page)
{
  g_autoptr (Source) source = source_read (exchange->draft->text);

  if (page->moving)
    {
      g_autofree char *when = fields_when (exchange->form);
      source_set (source, "when", when);
    }
  json_t *view = fields_when_view (exchange, source, profile, page->when_problem);
  json_object_set_new (view, "has_hint", json_false ());
  json_object_set_new (view, "described", json_boolean (page->when_problem != NULL));
  return view;
}

static void
put_facts (Exchange *exchange, json_t *view, const Profile *profile)
{
  const CabinetDraft *draft = exchange->draft;
  g_autofree char *when = moment_words (exchange, profile, draft->visible_from);
  g_autofree char *instant = instant_format (draft->visible_from);
  g_autofree char *countdown = moment_countdown (exchange);

  json_object_set_new (view, "countdown", json_string (countdown));
  json_object_set_new (view, "when", json_string (when));
  json_object_set_new (view, "instant", json_string (instant));
  json_object_set_new (view, "document", json_string (draft->document));
  json_object_set_new (view, "office_name",
                       json_string (local_text (profile->name, exchange->language, profile->languages[0])));
}

static void
show (Exchange *exchange, const SchedulePage *page)
{
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, exchange->draft->office, exchange->now, &error);
  if (profile == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  gboolean out = page->public || exchange->draft->state == DRAFT_PUBLISHED;
  const char *note = exchange->form != NULL ? form_text (exchange->form, "note") : "";
  g_autofree char *address = out ? public_address (exchange, profile) : NULL;
  json_t *view = draft_view (exchange, exchange->draft);

  put_facts (exchange, view, profile);
  json_object_set_new (view, "is_profile", json_boolean (draft_is_profile (exchange->draft)));
  json_object_set_new (view, "is_out", json_boolean (out));
  json_object_set_new (view, "public_address", address != NULL ? json_string (address) : json_false ());
  json_object_set_new (view, "note", json_string (page->moving ? "" : note));
  json_object_set_new (view, "move_note", json_string (page->moving ? note : ""));
  desk_put (view, "note_problem", page->moving ? NULL : page->note_problem);
  desk_put (view, "move_problem", page->moving ? page->note_problem : NULL);
  desk_put (view, "problem", page->password_problem);
  desk_put (view, "refusal", page->refusal);
  json_object_set_new (view, "when_field", when_field (exchange, profile, page));
  json_object_set_new (view, "asks_again", json_boolean (again_is_asked (exchange)));
  desk_show (exchange, page->status, "unschedule", view);
}

/* What was never scheduled, or was taken back already, has no such page. */
static gboolean
was_scheduled (Exchange *exchange)
{
  if (exchange->draft->number > 0)
    return TRUE;
  desk_say (exchange, 409, "refused_title", "state_text", NULL);
  return FALSE;
}

void
page_unschedule (Exchange *exchange)
{
  const SchedulePage page = { .status = 200 };
  if (was_scheduled (exchange))
    show (exchange, &page);
}

static char *
note_of (const Exchange *exchange)
{
  return g_strstrip (g_strdup (form_text (exchange->form, "note")));
}

/* Done, too late, refused by the record, or failed. */
static void
conclude (Exchange *exchange, gboolean done, SchedulePage *page, GError *error)
{
  g_autoptr (GError) failure = error;
  gboolean full = g_error_matches (failure, CABINET_ERROR, CABINET_ERROR_EXISTS);
  gboolean told = full || (failure != NULL && (failure->domain == PUBLISH_ERROR || failure->domain == STORE_ERROR));

  page->refusal = full ? desk_word (exchange, "unschedule_other_draft") : told ? failure->message : NULL;
  page->status = page->public ? 409 : 422;
  if (done)
    desk_go (exchange, "/drafts/%s", exchange->draft->id);
  else if (page->public || told)
    show (exchange, page);
  else
    desk_fail (exchange, g_steal_pointer (&failure));
}

void
page_unschedule_post (Exchange *exchange)
{
  g_autofree char *note = note_of (exchange);
  SchedulePage page = { .status = 422, .public = exchange->draft->state == DRAFT_PUBLISHED };
  GError *error = NULL;

  if (!was_scheduled (exchange))
    return;
  if (*note == '\0')
    page.note_problem = desk_word (exchange, "unschedule_reason_needed");
  if (page.public || *note == '\0')
    {
      page.status = page.public ? 409 : 422;
      show (exchange, &page);
      return;
    }
  gboolean done = schedule_take_back (exchange, note, &page.public, &error);
  conclude (exchange, done, &page, error);
}

/* What is wrong with the new time, or NULL: it is to come. */
static const char *
when_problem (const Exchange *exchange, const char *when)
{
  g_autoptr (GError) error = NULL;
  Instant instant;
  MomentKind kind;

  if (!moment_parse (when, &instant, &kind, &error))
    return moment_problem (exchange, error);
  if (instant == exchange->draft->visible_from)
    return desk_word (exchange, "move_same");
  return instant > exchange->now ? NULL : desk_word (exchange, "move_past");
}

void
page_move_post (Exchange *exchange)
{
  g_autofree char *note = note_of (exchange), *when = fields_when (exchange->form), *problem = NULL;
  SchedulePage page = { .status = 422, .moving = TRUE, .public = exchange->draft->state == DRAFT_PUBLISHED };
  GError *error = NULL;

  if (!was_scheduled (exchange))
    return;
  page.note_problem = *note == '\0' ? desk_word (exchange, "move_reason_needed") : NULL;
  page.when_problem = when_problem (exchange, when);
  gboolean sound = !page.public && page.note_problem == NULL && page.when_problem == NULL
                   && again_given (exchange, &problem, &error);
  page.password_problem = problem;
  if (!sound && error == NULL)
    {
      page.status = page.public ? 409 : 422;
      show (exchange, &page);
      return;
    }
  gboolean done = sound && schedule_move (exchange, note, when, &page.public, &error);
  conclude (exchange, done, &page, error);
}

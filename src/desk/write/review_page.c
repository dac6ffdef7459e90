/* What moves a draft on, or back. */
#include "desk/pages.h"

#include "desk/text/checks.h"
#include "desk/text/fields.h"
#include "desk/listing.h"
#include "desk/profile/profile_release.h"

#include <string.h>

static gint64
version_of (const Exchange *exchange)
{
  return g_ascii_strtoll (form_text (exchange->form, "version"), NULL, 10);
}

/* Back to the draft, or to what was wrong. */
static void
conclude (Exchange *exchange, gboolean done, GError **error)
{
  if (done)
    desk_go (exchange, "/drafts/%s", exchange->draft->id);
  else
    desk_fail (exchange, g_steal_pointer (error));
}

static const char *
note_of (const Exchange *exchange)
{
  const char *note = form_text (exchange->form, "note");
  return *note != '\0' ? note : NULL;
}

/* What is worth a look, unless the form says that it was shown. FALSE: the page that shows it is the answer. */
static gboolean
was_looked_at (Exchange *exchange, const Source *source, const Profile *profile)
{
  json_t *view = draft_view (exchange, exchange->draft);
  g_autofree char *edit = g_strdup_printf ("/drafts/%s/edit", exchange->draft->id);

  if (!checks_put (exchange, view, source, profile)
      || strcmp (form_text (exchange->form, "seen"), json_string_value (json_object_get (view, "seen"))) == 0)
    {
      json_decref (view);
      return TRUE;
    }
  json_object_set_new (view, "version", json_integer ((json_int_t)version_of (exchange)));
  json_object_set_new (view, "edit_address", json_string (edit));
  json_object_set_new (view, "note", json_string (form_text (exchange->form, "note")));
  desk_show (exchange, 422, "submit", view);
  return FALSE;
}

static gboolean
may_profile_be_submitted (Exchange *exchange)
{
  GError *error = NULL;
  g_autoptr (ProfileWork) work = profile_work_of_draft (exchange, exchange->draft, &error);
  g_autoptr (GPtrArray) problems = work != NULL ? profile_release_check (exchange, work, &error) : NULL;

  if (problems != NULL && problems->len == 0)
    return TRUE;
  conclude (exchange, error == NULL, &error);
  return FALSE;
}

/* What is not complete is not submitted; the draft's page says what is missing. */
static gboolean
may_be_submitted (Exchange *exchange)
{
  if (draft_is_profile (exchange->draft))
    return may_profile_be_submitted (exchange);
  const CabinetDraft *draft = exchange->draft;
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, draft->office, exchange->now, &error);
  g_autoptr (Source) source = source_read (draft->text);
  g_autoptr (GPtrArray) problems =
      profile != NULL ? fields_check (exchange, source, profile, draft->based_on > 0) : NULL;

  if (problems != NULL && problems->len == 0)
    return was_looked_at (exchange, source, profile);
  conclude (exchange, error == NULL, &error);
  return FALSE;
}

void
page_submit (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (!may_be_submitted (exchange))
    return;
  gboolean done = cabinet_submit_draft (exchange->desk->cabinet, &actor, exchange->draft->id, version_of (exchange),
                                        note_of (exchange), &error);
  conclude (exchange, done, &error);
}

void
page_recall (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  gboolean done = cabinet_recall_draft (exchange->desk->cabinet, &actor, exchange->draft->id, &error);
  conclude (exchange, done, &error);
}

/* FALSE: nothing was written into the field, and that has been said. */
static gboolean
has_note (Exchange *exchange)
{
  if (note_of (exchange) != NULL)
    return TRUE;
  desk_say (exchange, 422, "refused_title", "note_needed_text", NULL);
  return FALSE;
}

void
page_comment (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (!has_note (exchange))
    return;
  gboolean done = cabinet_comment (exchange->desk->cabinet, &actor, exchange->draft->id, note_of (exchange), &error);
  conclude (exchange, done, &error);
}

void
page_reject (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (!has_note (exchange))
    return;
  gboolean done = cabinet_reject_draft (exchange->desk->cabinet, &actor, exchange->draft->id, version_of (exchange),
                                        note_of (exchange), &error);
  conclude (exchange, done, &error);
}

void
page_review (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  gboolean done =
      cabinet_review_draft (exchange->desk->cabinet, &actor, exchange->draft->id, note_of (exchange), &error);
  conclude (exchange, done, &error);
}

void
page_discard (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (cabinet_discard_draft (exchange->desk->cabinet, &actor, exchange->draft->id, version_of (exchange), &error))
    desk_go (exchange, "/");
  else
    desk_fail (exchange, error);
}

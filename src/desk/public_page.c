/* One text that the office has published: where a correction begins, or a withdrawal. */
#include "desk/pages.h"

#include "desk/again.h"
#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/release.h"
#include "desk/source.h"
#include "publish/publish.h"

#include <string.h>

/* ---- One of them ---- */

/* The text of the office and language that the gate let through, of which FORM names the document. NULL: it has been
 * answered. */
static Edition *
find_edition (Exchange *exchange, const Form *form)
{
  const char *office = exchange->office, *language = exchange->in_language;
  GError *error = NULL;

  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (Edition) current =
      store_edition_current (exchange->desk->visible, office, form_text (form, "document"), language, &error);
  Edition *whole = current != NULL ? store_edition_number (exchange->desk->visible, office, current->document,
                                                           language, current->number, &error)
                                   : NULL;
  if (whole != NULL && whole->state != STATE_ERASED)
    {
      if (whole->path == NULL)
        whole->path = g_strdup (current->path);
      return whole;
    }
  g_clear_pointer (&whole, edition_free);
  if (error != NULL)
    desk_fail (exchange, error);
  else
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  return NULL;
}

/* ---- The next edition ---- */

/* Whoever has begun one already goes on with it. */
static gboolean
go_to_draft (Exchange *exchange, const Edition *edition, GError **error)
{
  g_autoptr (CabinetDraft) draft = cabinet_draft_of (exchange->desk->cabinet, edition->office, edition->document,
                                                     edition->language, exchange->now, error);
  if (draft != NULL)
    desk_go (exchange, "/drafts/%s", draft->id);
  return draft != NULL;
}

void
page_correct (Exchange *exchange)
{
  g_autoptr (Edition) edition = find_edition (exchange, exchange->form);
  GError *error = NULL;
  if (edition == NULL || go_to_draft (exchange, edition, &error))
    return;
  g_autoptr (Source) source = source_of_edition (edition);
  g_autofree char *text = source_write (source);
  const DraftText typed = { edition->kind, edition->title, text };
  Actor actor = exchange_actor (exchange);
  g_autofree char *id =
      error == NULL ? cabinet_begin_draft (exchange->desk->cabinet, &actor, edition->office, edition->document,
                                           edition->language, edition->number, &typed, &error)
                    : NULL;
  if (id != NULL)
    desk_go (exchange, "/drafts/%s/edit", id);
  else
    desk_fail (exchange, error);
}

/* ---- Taking back ---- */

static void
show_withdraw (Exchange *exchange, unsigned status, const Edition *edition, const char *note_problem,
               const char *password_problem)
{
  json_t *view = published_view (exchange, edition);

  json_object_set_new (view, "note", json_string (exchange->form != NULL ? form_text (exchange->form, "note") : ""));
  json_object_set_new (view, "has_note_problem", json_boolean (note_problem != NULL));
  json_object_set_new (view, "note_problem", json_string (note_problem != NULL ? note_problem : ""));
  json_object_set_new (view, "has_problem", json_boolean (password_problem != NULL));
  json_object_set_new (view, "problem", json_string (password_problem != NULL ? password_problem : ""));
  json_object_set_new (view, "asks_again", json_boolean (again_is_asked (exchange)));
  desk_show (exchange, status, "withdraw", view);
}

void
page_withdraw (Exchange *exchange)
{
  g_autoptr (Edition) edition = find_edition (exchange, exchange->query);
  if (edition != NULL)
    show_withdraw (exchange, 200, edition, NULL, NULL);
}

static void
withdraw (Exchange *exchange, const Edition *edition, const char *note)
{
  g_autofree char *address = g_strdup_printf ("/%s/%s", edition->language, edition->path), *problem = NULL;
  GError *error = NULL;

  if (again_given (exchange, &problem, &error)
      && release_withdrawal (exchange, edition->office, address, note, &error))
    desk_go (exchange, "/public");
  else if (problem != NULL)
    show_withdraw (exchange, 422, edition, NULL, problem);
  else if (error->domain == SEAL_ERROR || error->domain == PUBLISH_ERROR)
    {
      show_withdraw (exchange, 422, edition, error->message, NULL);
      g_error_free (error);
    }
  else
    desk_fail (exchange, error);
}

/* The form is of an edition; another may have taken its place since. */
static gboolean
is_of_form (Exchange *exchange, const Edition *edition)
{
  const char *number = form_get (exchange->form, "number");

  if (number == NULL || g_ascii_strtoull (number, NULL, 10) == edition->number)
    return TRUE;
  desk_say (exchange, 409, "refused_title", "state_text", NULL);
  return FALSE;
}

void
page_withdraw_post (Exchange *exchange)
{
  g_autoptr (Edition) edition = find_edition (exchange, exchange->form);
  g_autofree char *note = g_strstrip (g_strdup (form_text (exchange->form, "note")));
  if (edition == NULL || !is_of_form (exchange, edition))
    return;
  if (*note == '\0')
    show_withdraw (exchange, 422, edition, desk_word (exchange, "withdraw_note_needed"), NULL);
  else
    withdraw (exchange, edition, note);
}

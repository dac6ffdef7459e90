/* What the office has published: where a correction begins, or a withdrawal. */
#include "desk/pages.h"

#include "desk/again.h"
#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/release.h"
#include "desk/source.h"
#include "publish/publish.h"
#include "text/locale.h"

#include <string.h>

#define MOST_SHOWN 100

/* ---- The list ---- */

static json_t *
edition_view (Exchange *exchange, const Edition *edition)
{
  g_autofree char *kind_key = g_strconcat ("kind_", kind_name (edition->kind), NULL);
  g_autofree char *at = when_text (exchange, edition->office, edition->dated);
  g_autofree char *name = locale_language_name (edition->language);
  g_autofree char *address = g_strdup_printf ("/%s/%s", edition->language, edition->path);
  gboolean withdrawn = edition->state == STATE_WITHDRAWN;

  return json_pack (
      "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:b, s:b, s:b}", "title", edition->title, "kind_text",
      desk_word (exchange, kind_key), "tag", edition->language, "text_direction",
      locale_direction (edition->language), "language_name", name, "office", edition->office, "document",
      edition->document, "at", at, "address", address, "number", (int)edition->number, "withdrawn", withdrawn,
      "may_correct",
      exchange_may_office (exchange, edition->office, edition->language, ACTION_BEGIN) == PERMISSION_YES,
      "may_withdraw",
      !withdrawn
          && exchange_may_office (exchange, edition->office, edition->language, ACTION_WITHDRAW) == PERMISSION_YES);
}

static gboolean
list_language (Exchange *exchange, json_t *view, const char *office, const char *language, GError **error)
{
  g_autoptr (GPtrArray) editions = store_latest (exchange->desk->visible, office, language, MOST_SHOWN, error);

  for (guint i = 0; editions != NULL && i < editions->len; i++)
    json_array_append_new (view, edition_view (exchange, editions->pdata[i]));
  return editions != NULL;
}

/* In the languages in which the person may do something. */
static gboolean
list_office (Exchange *exchange, json_t *view, const char *office, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, office, exchange->now, error);

  for (char **language = profile != NULL ? profile->languages : NULL; language != NULL && *language != NULL;
       language++)
    if ((exchange_may_office (exchange, office, *language, ACTION_BEGIN) == PERMISSION_YES
         || exchange_may_office (exchange, office, *language, ACTION_WITHDRAW) == PERMISSION_YES)
        && !list_language (exchange, view, office, *language, error))
      return FALSE;
  return profile != NULL;
}

void
page_public (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, &error);
  json_auto_t *list = json_array ();

  for (char **office = offices; error == NULL && *office != NULL; office++)
    list_office (exchange, list, *office, &error);
  if (error != NULL)
    desk_fail (exchange, error);
  else
    desk_show (exchange, 200, "public",
               json_pack ("{s:s, s:O, s:b}", "title", desk_word (exchange, "public_title"), "editions", list,
                          "has_editions", json_array_size (list) > 0));
}

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
  json_t *view = edition_view (exchange, edition);

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

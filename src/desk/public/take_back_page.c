/* What is public is withdrawn, or what was withdrawn is put back: the same page, with other words. */
#include "desk/pages.h"

#include "desk/door/again.h"
#include "desk/public/edition.h"
#include "desk/listing.h"
#include "desk/public/release.h"

#include <string.h>

typedef struct
{
  unsigned status;
  gboolean restores;
  const char *note_problem, *password_problem;
} TakeBackPage;

static json_t *
words_of (const Exchange *exchange, gboolean restores)
{
  static const char *const keys[][3] = {
    { "heading", "withdraw_title", "restore_title" },
    { "explanation", "withdraw_text", "restore_text" },
    { "note_label", "withdraw_note", "restore_note" },
    { "note_hint", "withdraw_note_hint", "restore_note_hint" },
    { "button", "withdraw", "restore" },
  };
  json_t *words = json_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    json_object_set_new (words, keys[i][0], json_string (desk_word (exchange, keys[i][restores ? 2 : 1])));
  return words;
}

static void
show (Exchange *exchange, const Edition *edition, const TakeBackPage *page)
{
  json_t *view = published_view (exchange, edition);
  json_auto_t *words = words_of (exchange, page->restores);

  json_object_update (view, words);
  json_object_set_new (view, "action", json_string (page->restores ? "restore" : "withdraw"));
  json_object_set_new (view, "grave", json_boolean (!page->restores));
  json_object_set_new (view, "note", json_string (exchange->form != NULL ? form_text (exchange->form, "note") : ""));
  desk_put (view, "note_problem", page->note_problem);
  desk_put (view, "problem", page->password_problem);
  json_object_set_new (view, "asks_again", json_boolean (again_is_asked (exchange)));
  desk_show (exchange, page->status, "withdraw", view);
}

/* Something else has happened to it meanwhile. */
static gboolean
is_in_state (Exchange *exchange, const Edition *edition, gboolean restores)
{
  if ((edition->state == STATE_WITHDRAWN) == restores)
    return TRUE;
  desk_say (exchange, 409, "refused_title", "state_text", NULL);
  return FALSE;
}

static void
get (Exchange *exchange, gboolean restores)
{
  const TakeBackPage page = { .status = 200, .restores = restores };
  g_autoptr (Edition) edition = desk_edition (exchange, exchange->query);

  if (edition != NULL && is_in_state (exchange, edition, restores))
    show (exchange, edition, &page);
}

static void
retract (Exchange *exchange, const Edition *edition, const char *note, TakeBackPage *page)
{
  g_autofree char *address = g_strdup_printf ("/%s/%s", edition->language, edition->path), *problem = NULL;
  const Retraction retraction = { edition->office, address, note, page->restores };
  g_autoptr (GError) error = NULL;

  if (again_given (exchange, &problem, &error) && release_retraction (exchange, &retraction, &error))
    {
      desk_go (exchange, "/public");
      return;
    }
  gboolean told = error != NULL && (error->domain == SEAL_ERROR || error->domain == PUBLISH_ERROR);
  page->password_problem = problem;
  page->note_problem = told ? error->message : NULL;
  if (error != NULL && !told)
    desk_fail (exchange, g_steal_pointer (&error));
  else
    show (exchange, edition, page);
}

static void
post (Exchange *exchange, gboolean restores)
{
  g_autoptr (Edition) edition = desk_edition (exchange, exchange->form);
  g_autofree char *note = g_strstrip (g_strdup (form_text (exchange->form, "note")));
  TakeBackPage page = { .status = 422, .restores = restores };

  if (edition == NULL || !desk_edition_is_of_form (exchange, edition) || !is_in_state (exchange, edition, restores))
    return;
  if (*note != '\0')
    {
      retract (exchange, edition, note, &page);
      return;
    }
  page.note_problem = desk_word (exchange, restores ? "restore_note_needed" : "withdraw_note_needed");
  show (exchange, edition, &page);
}

void
page_withdraw (Exchange *exchange)
{
  get (exchange, FALSE);
}

void
page_withdraw_post (Exchange *exchange)
{
  post (exchange, FALSE);
}

void
page_restore (Exchange *exchange)
{
  get (exchange, TRUE);
}

void
page_restore_post (Exchange *exchange)
{
  post (exchange, TRUE);
}

/* Erasing by order of law: what will be gone for ever is said before, and wants a word typed, a reason, and the
 * password.
 */
#include "desk/pages.h"

#include "desk/door/again.h"
#include "desk/public/edition.h"
#include "desk/public/erasure.h"
#include "desk/listing.h"
#include "publish/publish.h"

#include <string.h>

typedef struct
{
  unsigned status;
  const char *which_problem, *note_problem, *typed_problem, *password_problem, *refusal;
} ErasePage;

/* ---- What there is of it ---- */

static json_t *
place_view (Exchange *exchange, const StorePlace *place, const char *chosen)
{
  const Edition *edition = place->edition;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("%u", edition->number);
  g_autofree char *at = when_text (exchange, edition->office, place->visible_from);
  gboolean erased = edition->state == STATE_ERASED;

  store_set_instant (exchange->desk->visible, INSTANT_MAX - 1);
  g_autoptr (Edition) words = erased
                                  ? NULL
                                  : store_edition_number (exchange->desk->visible, edition->office, edition->document,
                                                          edition->language, edition->number, &error);
  json_auto_t *count = json_integer (edition->number);
  g_autofree char *name =
      messages_format (exchange->desk->words, exchange->language, "edition_number", "number", count, NULL);
  return json_pack ("{s:s, s:s, s:s, s:s, s:b, s:b}", "value", number, "name", name, "at", at, "text",
                    words != NULL ? words->title : "", "erased", erased, "chosen", strcmp (number, chosen) == 0);
}

static json_t *
places_view (Exchange *exchange, const Edition *edition, GError **error)
{
  g_autoptr (GPtrArray) chain =
      store_whole_chain (exchange->desk->record, edition->office, edition->document, edition->language, error);
  const char *chosen = exchange->form != NULL ? form_text (exchange->form, "which") : "";
  json_t *view = json_array ();

  for (guint i = 0; chain != NULL && i < chain->len; i++)
    json_array_append_new (view, place_view (exchange, chain->pdata[i], chosen));
  return view;
}

static void
put_typed (const Exchange *exchange, json_t *view)
{
  const Form *form = exchange->form;

  json_object_set_new (view, "all", json_boolean (form != NULL && strcmp (form_text (form, "which"), "all") == 0));
  json_object_set_new (view, "note", json_string (form != NULL ? form_text (form, "note") : ""));
  json_object_set_new (view, "typed", json_string (form != NULL ? form_text (form, "typed") : ""));
}

static void
show (Exchange *exchange, const Edition *edition, const ErasePage *page)
{
  const Erasing all = { edition->office, edition->document, edition->language, 0 };
  GError *error = NULL;
  json_t *places = places_view (exchange, edition, &error);
  gint64 versions = error == NULL ? cabinet_count_erasing (exchange->desk->cabinet, &all, &error) : 0;
  if (error != NULL)
    {
      json_decref (places);
      desk_fail (exchange, error);
      return;
    }
  json_auto_t *count = json_integer (versions);
  g_autofree char *at_desk =
      messages_format (exchange->desk->words, exchange->language, "erase_versions", "count", count, NULL);
  json_t *view = published_view (exchange, edition);

  json_object_set_new (view, "places", places);
  json_object_set_new (view, "at_desk", json_string (at_desk));
  put_typed (exchange, view);
  desk_put (view, "which_problem", page->which_problem);
  desk_put (view, "note_problem", page->note_problem);
  desk_put (view, "typed_problem", page->typed_problem);
  desk_put (view, "problem", page->password_problem);
  desk_put (view, "refusal", page->refusal);
  json_object_set_new (view, "asks_again", json_boolean (again_is_asked (exchange)));
  desk_show (exchange, page->status, "erase", view);
}

void
page_erase (Exchange *exchange)
{
  const ErasePage page = { .status = 200 };
  g_autoptr (Edition) edition = desk_edition (exchange, exchange->query);

  if (edition != NULL)
    show (exchange, edition, &page);
}

/* ---- Doing it ---- */

/* "2", or "all", which is 0. FALSE: neither. */
static gboolean
read_which (const char *which, unsigned *number)
{
  guint64 value = 0;
  gboolean all = strcmp (which, "all") == 0;

  if (!all && !g_ascii_string_to_unsigned (which, 10, 1, 999999, &value, NULL))
    return FALSE;
  *number = (unsigned)value;
  return TRUE;
}

static gboolean
is_the_word (const char *typed, const char *word)
{
  g_autofree char *bare = g_strstrip (g_strdup (typed));
  g_autofree char *a = g_utf8_casefold (bare, -1), *b = g_utf8_casefold (word, -1);
  return g_utf8_collate (a, b) == 0;
}

static void
conclude (Exchange *exchange, const char *left)
{
  desk_say (exchange, 200, "erased_title", left == NULL ? "erased_text" : "erased_left_text", left);
}

static void
erase (Exchange *exchange, const Edition *edition, unsigned number, const char *note, ErasePage *page)
{
  const Erasing what = { edition->office, edition->document, edition->language, number };
  g_autofree char *address = g_strdup_printf ("/%s/%s", edition->language, edition->path);
  g_autofree char *problem = NULL, *left = NULL;
  g_autoptr (GError) error = NULL;

  if (again_given (exchange, &problem, &error) && erasure_do (exchange, &what, address, note, &left, &error))
    {
      conclude (exchange, left);
      return;
    }
  gboolean told = error != NULL && (error->domain == SEAL_ERROR || error->domain == PUBLISH_ERROR);
  page->password_problem = problem;
  page->refusal = told ? error->message : NULL;
  if (error != NULL && !told)
    desk_fail (exchange, g_steal_pointer (&error));
  else
    show (exchange, edition, page);
}

void
page_erase_post (Exchange *exchange)
{
  g_autoptr (Edition) edition = desk_edition (exchange, exchange->form);
  g_autofree char *note = g_strstrip (g_strdup (form_text (exchange->form, "note")));
  ErasePage page = { .status = 422 };
  unsigned number = 0;

  if (edition == NULL || !desk_edition_is_of_form (exchange, edition))
    return;
  if (!read_which (form_text (exchange->form, "which"), &number))
    page.which_problem = desk_word (exchange, "erase_which_needed");
  if (*note == '\0')
    page.note_problem = desk_word (exchange, "erase_note_needed");
  if (!is_the_word (form_text (exchange->form, "typed"), desk_word (exchange, "erase_word")))
    page.typed_problem = desk_word (exchange, "erase_typed_needed");
  if (page.which_problem != NULL || page.note_problem != NULL || page.typed_problem != NULL)
    show (exchange, edition, &page);
  else
    erase (exchange, edition, number, note, &page);
}

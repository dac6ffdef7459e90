/* Links to a draft for people without an account: they are made for somebody, shown once, listed with every visit,
 * and ended. */
#include "desk/pages.h"

#include "cabinet/press.h"
#include "desk/listing.h"
#include "desk/moment.h"

#include <string.h>

#define DAY (24 * 60 * INSTANT_MINUTE)
#define MOST_VISITS 200

static const struct
{
  const char *name;
  int days;
} lives[] = { { "life_day", 1 }, { "life_three_days", 3 }, { "life_week", 7 }, { "life_month", 30 } };

typedef struct
{
  unsigned status;
  const char *problem; /* with the recipient's name */
  const char *token;   /* of a link that was just made */
} LinksPage;

/* ---- The list ---- */

static json_t *
visits_view (Exchange *exchange, const PressLink *link, GError **error)
{
  g_autoptr (GPtrArray) visits = cabinet_press_visits (exchange->desk->cabinet, link->id, MOST_VISITS, error);
  json_t *view = json_array ();

  for (guint i = 0; visits != NULL && i < visits->len; i++)
    {
      const PressVisit *visit = visits->pdata[i];
      g_autofree char *at = when_text (exchange, exchange->draft->office, visit->at);
      json_array_append_new (view, json_pack ("{s:s, s:s, s:s, s:s}", "at", at, "place", visit->place, "agent",
                                              visit->agent != NULL ? visit->agent : "", "file",
                                              visit->file != NULL ? visit->file : ""));
    }
  return view;
}

static json_t *
link_view (Exchange *exchange, const PressLink *link, GError **error)
{
  const char *office = exchange->draft->office;
  gboolean ended = link->ended != INSTANT_MIN, good = !ended && link->expires > exchange->now;
  g_autofree char *made = when_text (exchange, office, link->made);
  g_autofree char *until = when_text (exchange, office, ended ? link->ended : link->expires);
  json_auto_t *count = json_integer (link->visits);
  g_autofree char *visits =
      messages_format (exchange->desk->words, exchange->language, "link_visits", "count", count, NULL);

  return json_pack ("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:o}", "link", (json_int_t)link->id,
                    "draft", exchange->draft->id, "recipient", link->recipient, "made_by",
                    link->made_name != NULL ? link->made_name : "", "made", made, "until", until, "visits_text",
                    visits, "mood", good ? "published" : "rejected", "state",
                    desk_word (exchange, good    ? "link_good"
                                         : ended ? "link_ended"
                                                 : "link_out"),
                    "is_good", good, "has_visits", link->visits > 0, "visits", visits_view (exchange, link, error));
}

static json_t *
links_view (Exchange *exchange, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GPtrArray) links = cabinet_press_links (exchange->desk->cabinet, exchange->draft->id, &failure);
  json_t *view = json_array ();

  for (guint i = 0; failure == NULL && i < links->len; i++)
    json_array_append_new (view, link_view (exchange, links->pdata[i], &failure));
  if (failure != NULL)
    g_propagate_error (error, failure);
  return view;
}

/* The shortest that lasts until a day after the text is public; or the one that was chosen. */
static json_t *
lives_view (const Exchange *exchange)
{
  const CabinetDraft *draft = exchange->draft;
  const char *typed = exchange->form != NULL ? form_text (exchange->form, "life") : "";
  Instant needed = draft->state == DRAFT_SCHEDULED ? draft->visible_from + DAY : exchange->now + 7 * DAY;
  gsize chosen = 0;
  json_t *view = json_array ();

  while (chosen + 1 < G_N_ELEMENTS (lives) && exchange->now + lives[chosen].days * DAY < needed)
    chosen++;
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    json_array_append_new (view, json_pack ("{s:s, s:s, s:b}", "value", lives[i].name, "text",
                                            desk_word (exchange, lives[i].name), "chosen",
                                            *typed != '\0' ? strcmp (typed, lives[i].name) == 0 : i == chosen));
  return view;
}

/* ---- The page ---- */

static char *
address_of (const Exchange *exchange, const char *token)
{
  const DeskOptions *options = exchange->desk->options;
  if (token == NULL)
    return NULL;
  return options->press_address != NULL ? g_strdup_printf ("%s/p/%s", options->press_address, token)
                                        : g_strdup_printf ("http://%s/p/%s", options->press_bound, token);
}

static void
put_new (Exchange *exchange, json_t *view, const LinksPage *page)
{
  const char *recipient = exchange->form != NULL ? form_text (exchange->form, "recipient") : "";
  g_autofree char *address = address_of (exchange, page->token);
  json_auto_t *name = json_string (recipient);
  g_autofree char *for_text =
      messages_format (exchange->desk->words, exchange->language, "links_new", "name", name, NULL);

  desk_put (view, "new", address);
  json_object_set_new (view, "new_for", json_string (for_text));
  json_object_set_new (view, "recipient", json_string (address == NULL ? recipient : ""));
  desk_put (view, "recipient_problem", page->problem);
}

static void
show (Exchange *exchange, const LinksPage *page)
{
  const CabinetDraft *draft = exchange->draft;
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, draft->office, exchange->now, &error);
  json_t *links = error == NULL ? links_view (exchange, &error) : NULL;
  if (error != NULL)
    {
      json_decref (links);
      desk_fail (exchange, error);
      return;
    }
  gboolean embargo = draft->state == DRAFT_SCHEDULED;
  g_autofree char *when = embargo ? moment_words (exchange, profile, draft->visible_from) : g_strdup ("");
  json_t *view = draft_view (exchange, draft);

  put_new (exchange, view, page);
  json_object_set_new (view, "is_embargo", json_boolean (embargo));
  json_object_set_new (view, "is_out", json_boolean (draft->state == DRAFT_PUBLISHED));
  json_object_set_new (view, "listens", json_boolean (exchange->desk->options->press_socket >= 0));
  json_object_set_new (view, "when", json_string (when));
  json_object_set_new (view, "lives", lives_view (exchange));
  json_object_set_new (view, "has_links", json_boolean (json_array_size (links) > 0));
  json_object_set_new (view, "links", links);
  desk_show (exchange, page->status, "links", view);
}

void
page_links (Exchange *exchange)
{
  const LinksPage page = { .status = 200 };
  show (exchange, &page);
}

/* ---- Making and ending ---- */

static int
days_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    if (strcmp (lives[i].name, name) == 0)
      return lives[i].days;
  return 0;
}

void
page_links_post (Exchange *exchange)
{
  g_autofree char *recipient = g_strstrip (g_strdup (form_text (exchange->form, "recipient")));
  int days = days_of (form_text (exchange->form, "life"));
  gboolean embargo = exchange->draft->state == DRAFT_SCHEDULED;
  Actor actor = exchange_actor (exchange);
  LinksPage page = { .status = 200 };
  GError *error = NULL;

  if (*recipient == '\0' || g_utf8_strlen (recipient, -1) > 60)
    page = (LinksPage){ .status = 422, .problem = desk_word (exchange, "link_recipient_needed") };
  else if (days == 0 || exchange->desk->options->press_socket < 0)
    page.status = 422;
  g_autofree char *token = page.status == 200
                               ? cabinet_make_press_link (exchange->desk->cabinet, &actor, exchange->draft->id,
                                                          embargo ? PRESS_EMBARGO : PRESS_PREVIEW, recipient,
                                                          exchange->now + days * DAY, &error)
                               : NULL;
  page.token = token;
  if (error != NULL)
    desk_fail (exchange, error);
  else
    show (exchange, &page);
}

void
page_link_end (Exchange *exchange)
{
  gint64 id = g_ascii_strtoll (form_text (exchange->form, "link"), NULL, 10);
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (cabinet_end_press_link (exchange->desk->cabinet, &actor, exchange->draft->id, id, &error))
    desk_go (exchange, "/drafts/%s/links", exchange->draft->id);
  else
    desk_fail (exchange, error);
}

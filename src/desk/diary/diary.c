/* What there is to do, for whoever asks; and the few files that pages are made with. */
#include "desk/pages.h"

#include "cabinet/press.h"
#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/text/translations.h"

#define MOST_SHOWN 50
#define MOST_READ 500    /* of which some are not for who asks */
#define MOST_OUTDATED 20 /* of an office */
#define OVERDUE (24 * 60 * INSTANT_MINUTE)

static json_t *
list (Exchange *exchange, const DraftFilter *filter, Action action)
{
  GError *error = NULL;
  json_t *view = drafts_view (exchange, filter, action, MOST_SHOWN, &error);

  if (error != NULL)
    {
      g_printerr ("chancery: the desk: %s\n", error->message);
      g_error_free (error);
    }
  return view;
}

static void
put (json_t *view, const char *key, json_t *drafts)
{
  g_autofree char *has = g_strconcat ("has_", key, NULL);

  json_object_set_new (view, has, json_boolean (json_array_size (drafts) > 0));
  json_object_set_new (json_object_get (view, "lists"), key, json_pack ("{s:o}", "drafts", drafts));
}

/* Translations whose original has moved on, of all offices. */
static void
put_outdated (Exchange *exchange, json_t *view)
{
  GError *error = NULL;
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, &error);
  json_t *all = json_array ();

  for (char **office = offices; error == NULL && *office != NULL; office++)
    {
      g_autoptr (Profile) profile = desk_profile (exchange->desk, *office, exchange->now, &error);
      json_auto_t *some =
          profile != NULL ? translations_outdated (exchange, profile, *office, MOST_OUTDATED, &error) : NULL;
      json_array_extend (all, some);
    }
  if (error != NULL)
    {
      g_printerr ("chancery: the desk: %s\n", error->message);
      g_error_free (error);
    }
  json_object_set_new (view, "has_outdated", json_boolean (json_array_size (all) > 0));
  json_object_set_new (view, "outdated", all);
}

/* ---- What is to come ---- */

static json_t *
coming_view (Exchange *exchange, const CabinetDraft *draft, GError **error)
{
  g_autoptr (Profile) profile = desk_profile (exchange->desk, draft->office, exchange->now, error);
  g_auto (GStrv) names =
      profile != NULL ? cabinet_press_recipients (exchange->desk->cabinet, draft->id, exchange->now, error) : NULL;
  if (names == NULL)
    return NULL;
  g_autofree char *when = moment_words (exchange, profile, draft->visible_from);
  g_autofree char *instant = instant_format (draft->visible_from);
  g_autofree char *countdown = moment_countdown (exchange);
  g_autofree char *all = *names != NULL ? g_strjoinv (" · ", names) : NULL;
  json_t *view = draft_view (exchange, draft);

  json_object_set_new (view, "when", json_string (when));
  json_object_set_new (view, "instant", json_string (instant));
  json_object_set_new (view, "countdown", json_string (countdown));
  desk_put (view, "recipients", all);
  return view;
}

/* The next first; those that somebody outside reads already are under embargo. */
static void
put_coming (Exchange *exchange, json_t *view)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = cabinet_scheduled (exchange->desk->cabinet, exchange->now, 0, MOST_READ, &error);
  json_t *coming = json_array ();

  for (guint i = 0; drafts != NULL && i < drafts->len && json_array_size (coming) < MOST_SHOWN; i++)
    if (exchange_may_draft (exchange, drafts->pdata[i], ACTION_READ) == PERMISSION_YES)
      {
        json_t *one = coming_view (exchange, drafts->pdata[i], &error);
        if (one == NULL)
          break;
        json_array_append_new (coming, one);
      }
  if (error != NULL)
    g_printerr ("chancery: the desk: %s\n", error->message);
  json_object_set_new (view, "has_coming", json_boolean (json_array_size (coming) > 0));
  if (json_array_size (coming) > 0)
    json_object_set (view, "next", json_array_get (coming, 0));
  json_object_set_new (view, "coming", coming);
}

/* Without what is scheduled, which has a list of its own. */
static json_t *
not_scheduled (json_t *drafts)
{
  for (size_t i = json_array_size (drafts); i-- > 0;)
    if (json_is_true (json_object_get (json_array_get (drafts, i), "is_public")))
      json_array_remove (drafts, i);
  return drafts;
}

static gboolean
is_in (json_t *drafts, json_t *draft)
{
  size_t i;
  json_t *one;

  json_array_foreach (drafts, i, one)
    if (json_equal (json_object_get (one, "id"), json_object_get (draft, "id")))
      return TRUE;
  return FALSE;
}

/* Without those that stand further up. */
static json_t *
but (json_t *drafts, json_t *mine, json_t *waiting)
{
  for (size_t i = json_array_size (drafts); i-- > 0;)
    if (is_in (mine, json_array_get (drafts, i)) || is_in (waiting, json_array_get (drafts, i)))
      json_array_remove (drafts, i);
  return drafts;
}

/* What waits for longer than a day, for whoever could do something about it. */
static json_t *
overdue (Exchange *exchange)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts =
      cabinet_overdue (exchange->desk->cabinet, exchange->now - OVERDUE, exchange->now, MOST_READ, &error);
  json_t *view = json_array ();

  for (guint i = 0; drafts != NULL && i < drafts->len && json_array_size (view) < MOST_SHOWN; i++)
    if (exchange_may_draft (exchange, drafts->pdata[i], ACTION_REJECT) == PERMISSION_YES)
      json_array_append_new (view, draft_view (exchange, drafts->pdata[i]));
  if (error != NULL)
    g_printerr ("chancery: the desk: %s\n", error->message);
  return view;
}

void
page_home (Exchange *exchange)
{
  gint64 own = exchange->person->id;
  const DraftFilter mine = { .state = DRAFT_ANY, .begun_by = own, .unpublished = TRUE };
  const DraftFilter waiting = { .state = DRAFT_SUBMITTED };
  const DraftFilter forced = { .state = DRAFT_ANY, .to_review = TRUE };
  const DraftFilter others = { .state = DRAFT_ANY, .unpublished = TRUE };
  json_t *view = json_pack ("{s:s, s:{}}", "title", desk_word (exchange, "home_title"), "lists");
  json_t *own_list = not_scheduled (list (exchange, &mine, ACTION_READ));
  json_t *to_publish = list (exchange, &waiting, ACTION_PUBLISH);

  put (view, "overdue", overdue (exchange));
  put (view, "mine", own_list);
  put (view, "waiting", to_publish);
  put_coming (exchange, view);
  put (view, "forced", list (exchange, &forced, ACTION_REVIEW));
  put (view, "others", but (not_scheduled (list (exchange, &others, ACTION_SAVE)), own_list, to_publish));
  put_outdated (exchange, view);
  desk_show (exchange, 200, "home", view);
}

static void
answer_file (Exchange *exchange, const char *type, GBytes *file)
{
  exchange->status = 200;
  exchange->type_sent = type;
  exchange->body = g_bytes_ref (file);
  exchange->cached = TRUE;
}

void
page_stylesheet (Exchange *exchange)
{
  answer_file (exchange, "text/css; charset=utf-8", exchange->desk->stylesheet);
}

void
page_script (Exchange *exchange)
{
  answer_file (exchange, "text/javascript; charset=utf-8", exchange->desk->script);
}

/* As the public site would answer. */
void
page_asset (Exchange *exchange)
{
  const Request request = { .path = exchange->path };
  g_autoptr (Answer) answer = site_answer (exchange->desk->site, &request, exchange->now, NULL);

  if (answer->status != 200 || answer->body == NULL)
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return;
    }
  exchange->status = 200;
  exchange->type_sent = g_intern_string (answer->type);
  exchange->body = g_bytes_ref (answer->body);
  exchange->framed = TRUE; /* an image with script in it is dead */
}

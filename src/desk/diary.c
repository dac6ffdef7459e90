/* What there is to do, for whoever asks; and the few files that pages are made with. */
#include "desk/pages.h"

#include "desk/listing.h"
#include "desk/translations.h"

#define MOST_SHOWN 50
#define MOST_OUTDATED 20 /* of an office */

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

void
page_home (Exchange *exchange)
{
  gint64 own = exchange->person->id;
  const DraftFilter mine = { .state = DRAFT_ANY, .begun_by = own, .unpublished = TRUE };
  const DraftFilter waiting = { .state = DRAFT_SUBMITTED };
  const DraftFilter scheduled = { .state = DRAFT_SCHEDULED };
  const DraftFilter forced = { .state = DRAFT_ANY, .to_review = TRUE };
  const DraftFilter others = { .state = DRAFT_ANY, .unpublished = TRUE };
  json_t *view = json_pack ("{s:s, s:{}}", "title", desk_word (exchange, "home_title"), "lists");

  put (view, "mine", list (exchange, &mine, ACTION_READ));
  put (view, "waiting", list (exchange, &waiting, ACTION_PUBLISH));
  put (view, "scheduled", list (exchange, &scheduled, ACTION_READ));
  put (view, "forced", list (exchange, &forced, ACTION_REVIEW));
  put (view, "others", list (exchange, &others, ACTION_SAVE));
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

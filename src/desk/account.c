/* Where somebody is logged in, and how to end that. */
#include "desk/pages.h"

#include "desk/listing.h"

static char *
instant_text (const Exchange *exchange, Instant instant)
{
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, NULL);
  return offices != NULL && offices[0] != NULL ? when_text (exchange, offices[0], instant) : g_strdup ("");
}

static json_t *
session_view (const Exchange *exchange, const Session *session)
{
  g_autofree char *begun = instant_text (exchange, session->begun), *seen = instant_text (exchange, session->seen);

  return json_pack ("{s:I, s:s, s:s, s:s, s:s, s:b}", "id", (json_int_t)session->id, "place", session->place, "agent",
                    session->agent != NULL ? session->agent : "", "begun", begun, "seen", seen, "own",
                    session->id == exchange->session->id);
}

void
page_sessions (Exchange *exchange)
{
  GError *error = NULL;
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (GPtrArray) sessions =
      cabinet_sessions (exchange->desk->cabinet, exchange->person->id, exchange->now, &error);
  if (sessions == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  json_t *list = json_array ();
  for (guint i = 0; i < sessions->len; i++)
    json_array_append_new (list, session_view (exchange, sessions->pdata[i]));
  desk_show (exchange, 200, "sessions",
             json_pack ("{s:s, s:o}", "title", desk_word (exchange, "sessions_title"), "sessions", list));
}

/* The script asks who is logged in, after another tab may have changed that. */
void
page_here (Exchange *exchange)
{
  json_auto_t *answer = json_pack ("{s:I, s:s}", "who", (json_int_t)exchange->person->id, "csrf", exchange->csrf);
  desk_json (exchange, 200, answer);
}

void
page_session_end (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  gint64 id = g_ascii_strtoll (exchange->argument, NULL, 10);

  if (cabinet_end_session (exchange->desk->cabinet, &actor, exchange->person->id, id, &error))
    desk_go (exchange, "/sessions");
  else
    desk_fail (exchange, error);
}

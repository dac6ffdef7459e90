/* Somebody's own account: what they log in with, and where they are logged in. */
#include "desk/pages.h"

#include "desk/door/account.h"
#include "desk/listing.h"
#include "desk/door/passkey.h"

/* ---- All of it on one page ---- */

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

static json_t *
sessions_view (const Exchange *exchange, GError **error)
{
  g_autoptr (GPtrArray) sessions =
      cabinet_sessions (exchange->desk->cabinet, exchange->person->id, exchange->now, error);
  json_t *list = json_array ();

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    json_array_append_new (list, session_view (exchange, sessions->pdata[i]));
  return list;
}

/* HOST: for which passkeys are of use here, or NULL. */
static json_t *
passkey_view (const Exchange *exchange, const Passkey *passkey, const char *host)
{
  g_autofree char *added = instant_text (exchange, passkey->added);
  g_autofree char *used = passkey->used != INSTANT_MIN ? instant_text (exchange, passkey->used) : NULL;

  return json_pack ("{s:I, s:s, s:s, s:b, s:s, s:b, s:s}", "id", (json_int_t)passkey->id, "name", passkey->name,
                    "added", added, "was_used", used != NULL, "used", used != NULL ? used : "", "is_elsewhere",
                    g_strcmp0 (passkey->host, host) != 0, "host", passkey->host);
}

static json_t *
passkeys_view (const Exchange *exchange, const char *host, GError **error)
{
  g_autoptr (GPtrArray) passkeys = cabinet_passkeys (exchange->desk->cabinet, exchange->person->id, error);
  json_t *list = json_array ();

  for (guint i = 0; passkeys != NULL && i < passkeys->len; i++)
    json_array_append_new (list, passkey_view (exchange, passkeys->pdata[i], host));
  return list;
}

static json_t *
counted (const Exchange *exchange, const char *key, guint count)
{
  json_auto_t *number = json_integer (count);
  g_autofree char *text = messages_format (exchange->desk->words, exchange->language, key, "count", number, NULL);
  return json_string (text);
}

/* Where passkeys can be made, if not here. */
static void
put_elsewhere (const Exchange *exchange, json_t *view)
{
  g_autofree char *address = passkey_elsewhere (exchange);

  json_object_set_new (view, "has_elsewhere", json_boolean (address != NULL));
  json_object_set_new (view, "elsewhere", json_string (address != NULL ? address : ""));
}

void
page_account (Exchange *exchange)
{
  const Person *person = exchange->person;
  GError *error = NULL;
  store_set_instant (exchange->desk->visible, exchange->now);
  const char *host = exchange->passkey_host;
  json_auto_t *passkeys = passkeys_view (exchange, host, &error);
  json_auto_t *sessions = error == NULL ? sessions_view (exchange, &error) : NULL;
  if (error != NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  json_t *view =
      json_pack ("{s:s, s:s, s:s, s:O, s:b, s:b, s:b, s:b, s:b, s:o, s:O, s:b}", "title",
                 desk_word (exchange, "account_title"), "name", person->name, "display", person->display, "passkeys",
                 passkeys, "has_passkeys", json_array_size (passkeys) > 0, "has_place", host != NULL, "has_totp",
                 person->has_totp, "has_second", person_has_second_factor (person), "few_codes",
                 person->recovery_left<3, "codes_left", counted (exchange, "codes_left", person->recovery_left),
                                       "sessions", sessions, "has_others", json_array_size (sessions)> 1);
  put_elsewhere (exchange, view);
  desk_show (exchange, 200, "account", view);
}

/* The script asks who is logged in, after another tab may have changed that. */
void
page_here (Exchange *exchange)
{
  json_auto_t *answer = json_pack ("{s:I, s:s}", "who", (json_int_t)exchange->person->id, "csrf", exchange->csrf);
  desk_json (exchange, 200, answer);
}

void
account_show_codes (Exchange *exchange, char **codes)
{
  json_t *list = json_array ();

  for (char **code = codes; *code != NULL; code++)
    json_array_append_new (list, json_string (*code));
  desk_show (exchange, 200, "codes",
             json_pack ("{s:s, s:o}", "title", desk_word (exchange, "recovery_title"), "codes", list));
}

/* ---- Sessions ---- */

void
page_session_end (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  gint64 id = g_ascii_strtoll (exchange->argument, NULL, 10);

  if (cabinet_end_session (exchange->desk->cabinet, &actor, exchange->person->id, id, &error))
    desk_go (exchange, "/account");
  else
    desk_fail (exchange, error);
}

void
page_sessions_end (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (cabinet_end_sessions (exchange->desk->cabinet, &actor, exchange->person->id, exchange->session->id, &error))
    desk_go (exchange, "/account");
  else
    desk_fail (exchange, error);
}

/* ---- The password. It is always asked for: who finds a desk open must not make it their own. ---- */

static void
show_password (Exchange *exchange, unsigned status, const char *field, const char *problem)
{
  json_t *view = json_pack ("{s:s}", "title", desk_word (exchange, "change_password"));
  if (problem != NULL)
    json_object_set_new (view, field, json_string (problem));
  desk_show (exchange, status, "password", view);
}

void
page_password (Exchange *exchange)
{
  show_password (exchange, 200, NULL, NULL);
}

static void
refuse_password (Exchange *exchange, GError *error)
{
  if (error == NULL)
    show_password (exchange, 422, "password_problem", desk_word (exchange, "password_wrong"));
  else if (g_error_matches (error, CABINET_ERROR, CABINET_ERROR_PASSWORD))
    show_password (exchange, 422, "fresh_problem", desk_word (exchange, "password_refused"));
  else
    {
      desk_fail (exchange, error);
      return;
    }
  g_clear_error (&error);
}

/* What stands against the new one is said before the old one is asked for: that is quick. */
void
page_password_post (Exchange *exchange)
{
  const char *fresh = form_text (exchange->form, "fresh");
  Actor actor = exchange_actor (exchange);
  Cabinet *cabinet = exchange->desk->cabinet;
  GError *error = NULL;

  if (g_strcmp0 (fresh, form_text (exchange->form, "again")) != 0)
    show_password (exchange, 422, "again_problem", desk_word (exchange, "passwords_differ"));
  else if (password_accept (fresh, exchange->person->name, &error)
           && cabinet_password_fits (cabinet, &actor, form_text (exchange->form, "password"), &error)
           && cabinet_set_password (cabinet, &actor, exchange->person->id, fresh, exchange->session->id, &error))
    desk_go (exchange, "/account");
  else
    refuse_password (exchange, error);
}

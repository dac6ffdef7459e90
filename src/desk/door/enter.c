/* Coming in: by name and password, with a code where one is wanted; by a link that is good once. What does not fit is
 * answered alike, whoever it is. */
#include "desk/pages.h"

#include "desk/door/passkey.h"

#define SESSION_COOKIE "chancery"

/* ---- With a password ---- */

static void
show_login (Exchange *exchange, unsigned status, const char *problem)
{
  json_t *view = json_pack ("{s:s, s:s, s:b, s:b}", "title", desk_word (exchange, "login_title"), "name",
                            exchange->form != NULL ? form_text (exchange->form, "name") : "", "has_problem",
                            problem != NULL, "has_place", exchange->passkey_host != NULL);
  if (problem != NULL)
    json_object_set_new (view, "problem", json_string (problem));
  desk_show (exchange, status, "login", view);
}

void
page_login (Exchange *exchange)
{
  if (exchange->person != NULL && !exchange->session->half)
    desk_go (exchange, "/");
  else
    show_login (exchange, 200, NULL);
}

static char *
wait_text (const Exchange *exchange, Instant retry)
{
  json_auto_t *minutes = json_integer ((retry - exchange->now + INSTANT_MINUTE - 1) / INSTANT_MINUTE);
  return messages_format (exchange->desk->words, exchange->language, "login_wait", "minutes", minutes, NULL);
}

/* Where a login led; SHOW says what is wrong: the message REFUSED, if it does not fit. */
static void
answer_login (Exchange *exchange, Login *login, GError *error, const char *refused,
              void (*show) (Exchange *, unsigned, const char *))
{
  g_autoptr (GError) failure = NULL; /* of what does not keep anybody out */
  g_autofree char *wait = NULL;

  switch (login->outcome)
    {
    case LOGIN_FAILED:
      desk_fail (exchange, error);
      break;
    case LOGIN_REFUSED:
      show (exchange, 422, desk_word (exchange, refused));
      break;
    case LOGIN_WAIT:
      wait = wait_text (exchange, login->retry);
      show (exchange, 429, wait);
      break;
    case LOGIN_HALF:
      desk_cookie (exchange, SESSION_COOKIE, login->token);
      desk_go (exchange, "/login/code");
      break;
    case LOGIN_FINE:
      if (!cabinet_tidy (exchange->desk->cabinet, exchange->now, &failure))
        g_printerr ("chancery: the desk: %s\n", failure->message);
      desk_cookie (exchange, SESSION_COOKIE, login->token);
      desk_go (exchange, "/");
      break;
    }
}

void
page_login_post (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (Login) login =
      cabinet_login (exchange->desk->cabinet, form_text (exchange->form, "name"),
                     form_text (exchange->form, "password"), exchange->place, exchange->agent, exchange->now, &error);
  answer_login (exchange, &login, error, "login_refused", show_login);
}

void
page_login_passkey (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (Login) login = passkey_login (exchange, &error);
  answer_login (exchange, &login, error, "passkey_refused", show_login);
}

/* ---- With a code ---- */

static void
show_code (Exchange *exchange, unsigned status, const char *problem)
{
  gboolean passkeys = exchange->person->passkeys > 0, device = exchange->person->has_totp;
  json_t *view = json_pack ("{s:s, s:b, s:b, s:b, s:s}", "title", desk_word (exchange, "code_title"), "has_problem",
                            problem != NULL, "has_passkeys", passkeys && exchange->passkey_host != NULL,
                            "has_wrong_place", passkeys && exchange->passkey_host == NULL, "code_hint",
                            desk_word (exchange, device ? "code_hint" : "code_hint_recovery"));
  if (problem != NULL)
    json_object_set_new (view, "problem", json_string (problem));
  desk_show (exchange, status, "code", view);
}

void
page_code (Exchange *exchange)
{
  show_code (exchange, 200, NULL);
}

void
page_code_post (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (Login) login =
      cabinet_login_code (exchange->desk->cabinet, exchange->token, form_text (exchange->form, "code"),
                          exchange->place, exchange->agent, exchange->now, &error);
  answer_login (exchange, &login, error, "code_refused", show_code);
}

void
page_code_passkey (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (Login) login = passkey_login_code (exchange, &error);
  answer_login (exchange, &login, error, "passkey_refused", show_code);
}

void
page_logout (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  desk_cookie (exchange, SESSION_COOKIE, NULL);
  if (cabinet_end_session (exchange->desk->cabinet, &actor, exchange->person->id, exchange->session->id, &error))
    desk_go (exchange, "/login");
  else
    desk_fail (exchange, error);
}

/* ---- With a link ---- */

static void
show_link (Exchange *exchange, unsigned status, const Link *link, const char *field, const char *problem)
{
  const Form *form = exchange->form;
  gboolean first = link->purpose == LINK_FIRST;
  json_t *view = json_pack ("{s:s, s:s, s:b, s:s, s:s, s:b}", "title",
                            desk_word (exchange, first ? "first_title" : "link_title"), "token", exchange->argument,
                            "first", first, "name", form != NULL ? form_text (form, "name") : "", "display",
                            form != NULL ? form_text (form, "display") : "", "has_problem", problem != NULL);
  if (problem != NULL)
    json_object_set_new (view, field, json_string (problem));
  desk_show (exchange, status, "link", view);
}

/* FALSE: it has been answered. */
static gboolean
find_link (Exchange *exchange, Link *link)
{
  GError *error = NULL;

  if (cabinet_link (exchange->desk->cabinet, exchange->argument, exchange->now, link, &error))
    return TRUE;
  if (error != NULL)
    desk_fail (exchange, error);
  else
    desk_say (exchange, 404, "link_gone_title", "link_gone_text", NULL);
  return FALSE;
}

void
page_link (Exchange *exchange)
{
  Link link;
  if (find_link (exchange, &link))
    show_link (exchange, 200, &link, NULL, NULL);
}

static gboolean
use_link (Exchange *exchange, const Link *link, gint64 *person, GError **error)
{
  Cabinet *cabinet = exchange->desk->cabinet;
  const char *password = form_text (exchange->form, "password");

  if (link->purpose != LINK_FIRST)
    return cabinet_use_link (cabinet, exchange->argument, password, exchange->place, exchange->now, person, error);
  g_autofree char *name = g_ascii_strdown (form_text (exchange->form, "name"), -1);
  return cabinet_use_first_link (cabinet, exchange->argument, g_strstrip (name),
                                 form_text (exchange->form, "display"), password, exchange->place, exchange->now,
                                 person, error);
}

/* They have just proved who they are; whose second factor stays logs in with it. */
static void
let_in (Exchange *exchange, gint64 id)
{
  GError *error = NULL;
  g_autoptr (Person) person = cabinet_person (exchange->desk->cabinet, id, &error);
  g_autofree char *token = NULL;

  if (person != NULL && !person_has_second_factor (person))
    {
      const Actor actor = { person->id, person->name, exchange->place, exchange->now };
      token = cabinet_begin_session (exchange->desk->cabinet, &actor, exchange->agent, &error);
    }
  if (error != NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  if (token != NULL)
    desk_cookie (exchange, SESSION_COOKIE, token);
  desk_go (exchange, token != NULL ? "/" : "/login");
}

static void
refuse_link (Exchange *exchange, const Link *link, GError *error)
{
  gboolean password = g_error_matches (error, CABINET_ERROR, CABINET_ERROR_PASSWORD);
  gboolean name = g_error_matches (error, CABINET_ERROR, CABINET_ERROR_INVALID)
                  || g_error_matches (error, CABINET_ERROR, CABINET_ERROR_EXISTS);

  if (!password && !name)
    {
      desk_fail (exchange, error);
      return;
    }
  show_link (exchange, 422, link, password ? "password_problem" : "name_problem",
             desk_word (exchange, password ? "password_refused" : "name_refused"));
  g_error_free (error);
}

void
page_link_post (Exchange *exchange)
{
  Link link;
  gint64 person;
  GError *error = NULL;
  const Form *form = exchange->form;

  if (!find_link (exchange, &link))
    return;
  if (g_strcmp0 (form_text (form, "password"), form_text (form, "again")) != 0)
    show_link (exchange, 422, &link, "again_problem", desk_word (exchange, "passwords_differ"));
  else if (use_link (exchange, &link, &person, &error))
    let_in (exchange, person);
  else
    refuse_link (exchange, &link, error);
}

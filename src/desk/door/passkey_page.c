/* Passkeys of one's own: added, and removed. Before either the password is asked for, or another passkey. */
#include "desk/pages.h"

#include "desk/door/account.h"
#include "desk/door/again.h"
#include "desk/door/passkey.h"
#include "desk/door/question.h"

static const Question to_add = { .title = "passkey_add",
                                 .text = "passkey_add_text",
                                 .button = "go_on",
                                 .address = "/account/passkey/begin",
                                 .back = "/account" };

static void
show_add (Exchange *exchange, unsigned status, const char *problem)
{
  const char *typed = exchange->form != NULL ? form_text (exchange->form, "name") : "";

  desk_show (exchange, status, "passkey",
             json_pack ("{s:s, s:s, s:b, s:s}", "title", desk_word (exchange, "passkey_add"), "name", typed,
                        "has_problem", problem != NULL, "problem", problem != NULL ? problem : ""));
}

void
page_passkey (Exchange *exchange)
{
  if (exchange->passkey_host == NULL)
    desk_go (exchange, "/account");
  else if (again_is_asked (exchange))
    question_show (exchange, &to_add);
  else
    show_add (exchange, 200, NULL);
}

void
page_passkey_begin (Exchange *exchange)
{
  if (question_answered (exchange, &to_add))
    desk_go (exchange, "/account/passkey");
}

void
page_passkey_options (Exchange *exchange)
{
  passkey_ask_new (exchange);
}

static void
refuse_passkey (Exchange *exchange, GError *error)
{
  gboolean name = g_error_matches (error, CABINET_ERROR, CABINET_ERROR_INVALID);

  if (error->domain != WEBAUTHN_ERROR && !name)
    {
      desk_fail (exchange, error);
      return;
    }
  show_add (exchange, 422, desk_word (exchange, name ? "passkey_name_problem" : "passkey_not_made"));
  g_error_free (error);
}

void
page_passkey_post (Exchange *exchange)
{
  g_autofree char *name = g_strstrip (g_strdup (form_text (exchange->form, "name")));
  g_auto (GStrv) codes = NULL;
  GError *error = NULL;

  if (!question_answered (exchange, &to_add))
    return;
  if (!passkey_add (exchange, name, &codes, &error))
    refuse_passkey (exchange, error);
  else if (codes != NULL)
    account_show_codes (exchange, codes);
  else
    desk_go (exchange, "/account");
}

/* ---- Removed ---- */

/* NULL: it has been answered. */
static Passkey *
find (Exchange *exchange)
{
  GError *error = NULL;
  gint64 id = g_ascii_strtoll (exchange->argument, NULL, 10);
  Passkey *passkey = cabinet_passkey (exchange->desk->cabinet, exchange->person->id, id, &error);

  if (error != NULL)
    desk_fail (exchange, error);
  return passkey;
}

static Question
to_remove (const Passkey *passkey, const char *address)
{
  return (Question){ .title = "passkey_remove_title",
                     .text = "passkey_remove_text",
                     .button = "remove",
                     .detail = passkey->name,
                     .address = address,
                     .back = "/account",
                     .grave = TRUE };
}

void
page_passkey_remove (Exchange *exchange)
{
  g_autoptr (Passkey) passkey = find (exchange);
  if (passkey == NULL)
    return;
  const Question question = to_remove (passkey, exchange->path);
  question_show (exchange, &question);
}

void
page_passkey_remove_post (Exchange *exchange)
{
  g_autoptr (Passkey) passkey = find (exchange);
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  if (passkey == NULL)
    return;
  const Question question = to_remove (passkey, exchange->path);
  if (!question_answered (exchange, &question))
    return;
  if (cabinet_remove_passkey (exchange->desk->cabinet, &actor, passkey->person, passkey->id, &error))
    desk_go (exchange, "/account");
  else
    desk_fail (exchange, error);
}

/* ---- Asked for ---- */

void
page_login_options (Exchange *exchange)
{
  passkey_ask (exchange, PASSKEY_LOGIN, 0);
}

void
page_code_options (Exchange *exchange)
{
  passkey_ask (exchange, PASSKEY_CODE, exchange->person->id);
}

void
page_again_options (Exchange *exchange)
{
  passkey_ask (exchange, PASSKEY_AGAIN, exchange->person->id);
}

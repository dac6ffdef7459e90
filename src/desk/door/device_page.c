/* Codes of a device: set up, taken off; and recovery codes for whoever loses what they have. */
#include "desk/pages.h"

#include "desk/door/account.h"
#include "desk/door/picture_of_code.h"
#include "desk/door/question.h"

#include <string.h>

static const Question to_begin = {
  .title = "device_title", .text = "device_text", .button = "go_on", .address = "/account/device", .back = "/account"
};
static const Question to_end = { .title = "device_off_title",
                                 .text = "device_off_text",
                                 .button = "device_off",
                                 .address = "/account/device/off",
                                 .back = "/account",
                                 .grave = TRUE };
static const Question to_renew = { .title = "recovery_new_title",
                                   .text = "recovery_new_text",
                                   .button = "recovery_new",
                                   .address = "/account/recovery",
                                   .back = "/account" };

/* ---- Set up ---- */

/* By what name the device lists it: the desk's own, or the machine's. */
static char *
uri_of (const Exchange *exchange, const char *secret)
{
  const char *address = exchange->desk->options->address;
  g_autofree char *issuer = g_strconcat (desk_word (exchange, "desk"), " ",
                                         address != NULL ? address + strlen ("https://") : "localhost", NULL);
  return totp_uri (secret, issuer, exchange->person->name);
}

/* In groups of four, to be typed. */
static char *
in_groups (const char *secret)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; secret[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, secret[i]);
    }
  return g_string_free (text, FALSE);
}

static void
show_setup (Exchange *exchange, unsigned status, const char *secret, const char *problem)
{
  g_autofree char *uri = uri_of (exchange, secret), *groups = in_groups (secret);

  desk_show (exchange, status, "device",
             json_pack ("{s:s, s:s, s:s, s:b, s:s}", "title", desk_word (exchange, "device_title"), "secret", groups,
                        "uri", uri, "has_problem", problem != NULL, "problem", problem != NULL ? problem : ""));
}

/* NULL: there is none, or *ERROR is set. */
static char *
secret_begun (Exchange *exchange, GError **error)
{
  Actor actor = exchange_actor (exchange);
  return cabinet_totp_begun (exchange->desk->cabinet, &actor, error);
}

void
page_device (Exchange *exchange)
{
  GError *error = NULL;
  g_autofree char *secret = secret_begun (exchange, &error);

  if (error != NULL)
    desk_fail (exchange, error);
  else if (secret == NULL)
    question_show (exchange, &to_begin);
  else
    show_setup (exchange, 200, secret, NULL);
}

void
page_device_begin (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (!question_answered (exchange, &to_begin))
    return;
  g_autofree char *secret = cabinet_begin_totp (exchange->desk->cabinet, &actor, &error);
  if (secret != NULL)
    desk_go (exchange, "/account/device");
  else
    desk_fail (exchange, error);
}

void
page_device_picture (Exchange *exchange)
{
  GError *error = NULL;
  g_autofree char *secret = secret_begun (exchange, &error);
  g_autofree char *uri = secret != NULL ? uri_of (exchange, secret) : NULL;
  json_t *view = uri != NULL ? picture_of_code (uri) : NULL;

  if (error != NULL)
    desk_fail (exchange, error);
  else if (view == NULL)
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else
    {
      desk_show (exchange, 200, "qr", view);
      exchange->type_sent = "image/svg+xml";
    }
}

static void
refuse_code (Exchange *exchange, GError *error)
{
  g_autofree char *secret =
      g_error_matches (error, CABINET_ERROR, CABINET_ERROR_INVALID) ? secret_begun (exchange, NULL) : NULL;

  if (secret == NULL)
    {
      desk_fail (exchange, error);
      return;
    }
  show_setup (exchange, 422, secret, desk_word (exchange, "device_code_wrong"));
  g_error_free (error);
}

void
page_device_confirm (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  g_auto (GStrv) codes =
      cabinet_confirm_totp (exchange->desk->cabinet, &actor, form_text (exchange->form, "code"), &error);

  if (codes != NULL)
    account_show_codes (exchange, codes);
  else
    refuse_code (exchange, error);
}

/* ---- Taken off ---- */

void
page_device_off (Exchange *exchange)
{
  question_show (exchange, &to_end);
}

void
page_device_off_post (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (!question_answered (exchange, &to_end))
    return;
  if (cabinet_remove_totp (exchange->desk->cabinet, &actor, actor.person, &error))
    desk_go (exchange, "/account");
  else
    desk_fail (exchange, error);
}

/* ---- Recovery codes ---- */

void
page_recovery (Exchange *exchange)
{
  question_show (exchange, &to_renew);
}

void
page_recovery_post (Exchange *exchange)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (!question_answered (exchange, &to_renew))
    return;
  if (!person_has_second_factor (exchange->person))
    {
      desk_say (exchange, 422, "refused_title", "recovery_useless", NULL);
      return;
    }
  g_auto (GStrv) codes = cabinet_new_recovery_codes (exchange->desk->cabinet, &actor, actor.person, &error);
  if (codes != NULL)
    account_show_codes (exchange, codes);
  else
    desk_fail (exchange, error);
}

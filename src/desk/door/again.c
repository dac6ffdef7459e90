#include "desk/door/again.h"

#include "desk/door/passkey.h"

gboolean
again_is_asked (const Exchange *exchange)
{
  return !session_asked_lately (exchange->session, exchange->now);
}

/* The password was tried at the door already, if it came by one (gate.h). */
static Login
by_password (Exchange *exchange, GError **error)
{
  if (!exchange->tried)
    return cabinet_login_again (exchange->desk->cabinet, exchange->session, form_text (exchange->form, "password"),
                                exchange->place, exchange->now, error);
  if (exchange->failure != NULL)
    g_propagate_error (error, g_steal_pointer (&exchange->failure));
  return exchange->again;
}

static char *
words_of (const Exchange *exchange, const Login *login, gboolean passkey)
{
  if (login->outcome != LOGIN_WAIT)
    return g_strdup (desk_word (exchange, passkey ? "passkey_refused" : "password_wrong"));
  json_auto_t *minutes = json_integer ((login->retry - exchange->now) / INSTANT_MINUTE + 1);
  return messages_format (exchange->desk->words, exchange->language, "login_wait", "minutes", minutes, NULL);
}

gboolean
again_given (Exchange *exchange, char **problem, GError **error)
{
  *problem = NULL;
  if (!again_is_asked (exchange))
    return TRUE;
  gboolean passkey = passkey_given (exchange);
  g_auto (Login) login = passkey ? passkey_login_again (exchange, error) : by_password (exchange, error);
  if (login.outcome == LOGIN_REFUSED || login.outcome == LOGIN_WAIT)
    *problem = words_of (exchange, &login, passkey);
  return login.outcome == LOGIN_FINE;
}

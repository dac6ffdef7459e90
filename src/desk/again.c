#include "desk/again.h"

gboolean
again_is_asked (const Exchange *exchange)
{
  return !session_asked_lately (exchange->session, exchange->now);
}

gboolean
again_given (Exchange *exchange, char **problem, GError **error)
{
  *problem = NULL;
  if (!again_is_asked (exchange))
    return TRUE;
  g_auto (Login) login =
      cabinet_login_again (exchange->desk->cabinet, exchange->session, form_text (exchange->form, "password"),
                           exchange->place, exchange->now, error);
  if (login.outcome == LOGIN_REFUSED)
    *problem = g_strdup (desk_word (exchange, "password_wrong"));
  else if (login.outcome == LOGIN_WAIT)
    {
      json_auto_t *minutes = json_integer ((login.retry - exchange->now) / INSTANT_MINUTE + 1);
      *problem = messages_format (exchange->desk->words, exchange->language, "login_wait", "minutes", minutes, NULL);
    }
  return login.outcome == LOGIN_FINE;
}

/* From a name and a password to a session. */
#include "cabinet/login.h"

#include "base/plain.h"
#include "cabinet/login_file.h"
#include "cabinet/trail.h"

#include <string.h>

#define NAME_SHOWN 64

void
login_clear (Login *login)
{
  g_clear_pointer (&login->token, g_free);
}

Login
login_of (LoginOutcome outcome)
{
  return (Login){ .outcome = outcome };
}

/* What the file knows of a name; all is empty where there is nobody. */
typedef struct
{
  gint64 id;
  char *hash; /* NULL: there is no way in */
  gboolean has_second;
} Account;

static gpointer
account_read (Cursor *cursor)
{
  Account *account = g_new0 (Account, 1);
  gboolean disabled = cursor_integer (cursor, 2) != 0;
  account->id = cursor_integer (cursor, 0);
  account->hash = disabled ? NULL : g_strdup (cursor_text (cursor, 1));
  account->has_second = cursor_integer (cursor, 3) != 0;
  return account;
}

static void
account_free (Account *account)
{
  g_free (account->hash);
  g_free (account);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Account, account_free)

/* The account of NAME; an empty one if there is nobody. NULL with ERROR set. */
static Account *
account_find (Cabinet *cabinet, const char *name, GError **error)
{
  GError *failure = NULL;
  Account *account =
      cabinet_row (cabinet, sql_open (&cabinet->sql, &failure, "password", "s", name), account_read, &failure);
  if (failure == NULL)
    return account != NULL ? account : g_new0 (Account, 1);
  g_propagate_error (error, failure);
  return NULL;
}

/* Of a failure the trail keeps the name as it was given: at most so much of it, and as text. */
static char *
name_shown (const char *name)
{
  g_autofree char *start = g_strndup (name, NAME_SHOWN);
  return plain_line (start);
}

Login
login_refuse (Cabinet *cabinet, const Actor *actor, const char *action, const char *why, GError **error)
{
  json_t *reason = why != NULL ? json_pack ("{s:s}", "why", why) : NULL;
  return login_of (cabinet_note (cabinet, actor, action, NULL, NULL, NULL, reason, error) ? LOGIN_REFUSED
                                                                                          : LOGIN_FAILED);
}

gboolean
login_may_try (Cabinet *cabinet, const Attempt *attempt, Instant now, Login *login, GError **error)
{
  GError *failure = NULL;
  g_assert (cabinet->depth == 0); /* what is counted stays counted */
  if (attempt_count (cabinet, attempt, now, &login->retry, &failure))
    return TRUE;
  login->outcome = failure != NULL ? LOGIN_FAILED : LOGIN_WAIT;
  if (failure != NULL)
    g_propagate_error (error, failure);
  return FALSE;
}

Login
login_let_in (Cabinet *cabinet, const Actor *actor, const Attempt *attempt, const char *agent, gboolean half,
              GError **error)
{
  Login login = { .outcome = half ? LOGIN_HALF : LOGIN_FINE, .person = actor->person };
  gboolean fine = change_begin (cabinet, error) && attempt_forgive (cabinet, attempt, error);
  if (fine)
    login.token = half ? session_begin (cabinet, actor, agent, TRUE, error)
                       : cabinet_begin_session (cabinet, actor, agent, error);
  if (change_end (cabinet, login.token != NULL, error))
    return login;
  login_clear (&login);
  return login_of (LOGIN_FAILED);
}

Login
cabinet_login (Cabinet *cabinet, const char *name, const char *password, const char *place, const char *agent,
               Instant now, GError **error)
{
  Login login = login_of (LOGIN_FAILED);
  g_autofree char *known = g_ascii_strdown (name, -1);
  g_strstrip (known);
  const Attempt attempt = { known, place, FALSE };
  if (!login_may_try (cabinet, &attempt, now, &login, error))
    return login;
  g_autoptr (Account) account = account_find (cabinet, known, error);
  if (account == NULL)
    return login;

  g_autofree char *shown = name_shown (known);
  const Actor actor = { account->hash != NULL ? account->id : 0, shown, place, now };
  if (!password_matches (cabinet, account->hash, password))
    return login_refuse (cabinet, &(Actor){ 0, shown, place, now }, "login.failed", NULL, error);
  if (!password_renew (cabinet, account->id, account->hash, password, error))
    return login;
  return login_let_in (cabinet, &actor, &attempt, agent, account->has_second, error);
}

/* ---- The second step ---- */

static gboolean
try_code (Cabinet *cabinet, const Actor *actor, const Session *half, const char *code, GError **error)
{
  gboolean fine = change_begin (cabinet, error) && second_factor_fits (cabinet, actor, code, error)
                  && cabinet_do (cabinet, error, "end_session", "ii", half->person, half->id);
  return change_end (cabinet, fine, error);
}

Login
cabinet_login_code (Cabinet *cabinet, const char *token, const char *code, const char *place, const char *agent,
                    Instant now, GError **error)
{
  GError *failure = NULL;
  Login login = login_of (LOGIN_FAILED);
  g_autoptr (Session) half = cabinet_session (cabinet, token, now, &failure);
  g_autofree char *name = half != NULL && half->half ? person_name (cabinet, half->person, &failure) : NULL;
  if (name == NULL && failure == NULL)
    return login_of (LOGIN_REFUSED);

  const Attempt attempt = { name, place, TRUE };
  if (failure == NULL && !login_may_try (cabinet, &attempt, now, &login, &failure) && failure == NULL)
    return login;
  const Actor actor = { half != NULL ? half->person : 0, name, place, now };
  gboolean fits = failure == NULL && try_code (cabinet, &actor, half, code, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return login_of (LOGIN_FAILED);
    }
  return fits ? login_let_in (cabinet, &actor, &attempt, agent, FALSE, error)
              : login_refuse (cabinet, &actor, "login.code_failed", NULL, error);
}

/* ---- Asked again ---- */

/* LOGIN_FINE, LOGIN_REFUSED, LOGIN_WAIT or LOGIN_FAILED; nothing but the trail and the count is changed. */
static Login
ask_again (Cabinet *cabinet, const Actor *actor, const char *password, GError **error)
{
  Login login = login_of (LOGIN_FAILED);
  const Attempt attempt = { actor->name, actor->place, FALSE };
  if (!login_may_try (cabinet, &attempt, actor->now, &login, error))
    return login;
  g_autoptr (Account) account = account_find (cabinet, actor->name, error);
  if (account == NULL)
    return login;
  if (!password_matches (cabinet, account->hash, password))
    return login_refuse (cabinet, actor, "login.again_failed", NULL, error);
  return login_of (attempt_forgive (cabinet, &attempt, error) ? LOGIN_FINE : LOGIN_FAILED);
}

Login
cabinet_login_again (Cabinet *cabinet, const Session *session, const char *password, const char *place, Instant now,
                     GError **error)
{
  g_autofree char *name = person_name (cabinet, session->person, error);
  if (name == NULL)
    return login_of (LOGIN_FAILED);
  const Actor actor = { session->person, name, place, now };
  Login login = ask_again (cabinet, &actor, password, error);
  if (login.outcome == LOGIN_FINE && !cabinet_session_asked (cabinet, &actor, session->id, error))
    login.outcome = LOGIN_FAILED;
  return login;
}

gboolean
cabinet_password_fits (Cabinet *cabinet, const Actor *actor, const char *password, GError **error)
{
  Login login = ask_again (cabinet, actor, password, error);
  if (login.outcome == LOGIN_WAIT)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_BUSY,
                         "too many wrong passwords: wait a quarter of an hour, then try again");
  return login.outcome == LOGIN_FINE;
}

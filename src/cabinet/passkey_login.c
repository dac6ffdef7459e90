/* From a passkey to a session. Nobody can guess a signature, so only the network address is counted: that keeps the
 * trail from being filled. */
#include "cabinet/login_file.h"

#include <string.h>

/* Whether it is the person's own (0: anybody's), who is not disabled, and whom the device knows as HANDLE. NULL
 * without ERROR set: no. */
static Passkey *
find_fitting (Cabinet *cabinet, const Assertion *assertion, gint64 person, GBytes *handle, GError **error)
{
  g_autoptr (Passkey) passkey = passkey_find (cabinet, assertion->id, error);
  if (passkey == NULL || (person != 0 && passkey->person != person))
    return NULL;
  g_autoptr (Person) owner = cabinet_person (cabinet, passkey->person, error);
  if (owner == NULL || owner->disabled)
    return NULL;
  g_autoptr (GBytes) known = handle != NULL ? cabinet_passkey_handle (cabinet, passkey->person, error) : NULL;
  return handle == NULL || (known != NULL && g_bytes_equal (known, handle)) ? g_steal_pointer (&passkey) : NULL;
}

/* What was answered, and by whom as far as is known. */
typedef struct
{
  const Ceremony *ceremony;
  const Assertion *assertion;
  GBytes *handle;
  gint64 person; /* 0: to be found out */
  const char *name, *place;
  const char *action; /* of the trail, if it does not fit */
} Proof;

static Login
refuse (Cabinet *cabinet, const Proof *proof, const char *name, const char *why, GError **error)
{
  const Actor actor = { proof->person, name, proof->place, proof->ceremony->now };
  return login_refuse (cabinet, &actor, proof->action, why, error);
}

/* LOGIN_FINE with the person, LOGIN_REFUSED or LOGIN_FAILED. */
static Login
prove (Cabinet *cabinet, const Proof *proof, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Passkey) passkey = find_fitting (cabinet, proof->assertion, proof->person, proof->handle, &failure);
  g_autofree char *name = passkey != NULL ? person_name (cabinet, passkey->person, &failure) : NULL;
  Login login = { .outcome = LOGIN_FAILED };

  if (failure == NULL && passkey == NULL)
    return refuse (cabinet, proof, proof->name, "nobody's passkey, or somebody else's", error);
  if (failure == NULL && passkey_prove (cabinet, passkey, proof->ceremony, proof->assertion, &failure))
    return (Login){ .outcome = LOGIN_FINE, .person = passkey->person };
  if (failure->domain != WEBAUTHN_ERROR)
    g_propagate_error (error, failure);
  else
    {
      login = refuse (cabinet, proof, name, failure->message, error);
      g_error_free (failure);
    }
  return login;
}

static Login
try (Cabinet *cabinet, const Proof *proof, GError **error)
{
  Login login = login_of (LOGIN_FAILED);
  const Attempt attempt = { NULL, proof->place, TRUE };

  if (!login_may_try (cabinet, &attempt, proof->ceremony->now, &login, error))
    return login;
  return prove (cabinet, proof, error);
}

static Login
let_in (Cabinet *cabinet, const Proof *proof, gint64 person, const char *agent, GError **error)
{
  g_autofree char *name = person_name (cabinet, person, error);
  if (name == NULL)
    return login_of (LOGIN_FAILED);
  const Attempt attempt = { NULL, proof->place, TRUE };
  const Actor actor = { person, name, proof->place, proof->ceremony->now };
  return login_let_in (cabinet, &actor, &attempt, agent, FALSE, error);
}

Login
cabinet_login_passkey (Cabinet *cabinet, const Ceremony *ceremony, const Assertion *assertion, GBytes *handle,
                       const char *place, const char *agent, GError **error)
{
  const Proof proof = { ceremony, assertion, handle, 0, "", place, "login.passkey_failed" };
  Login login = try (cabinet, &proof, error);
  return login.outcome == LOGIN_FINE ? let_in (cabinet, &proof, login.person, agent, error) : login;
}

Login
cabinet_login_code_passkey (Cabinet *cabinet, const char *token, const Ceremony *ceremony, const Assertion *assertion,
                            const char *place, const char *agent, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Session) half = cabinet_session (cabinet, token, ceremony->now, &failure);
  g_autofree char *name = half != NULL && half->half ? person_name (cabinet, half->person, &failure) : NULL;
  if (name == NULL && failure == NULL)
    return login_of (LOGIN_REFUSED);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return login_of (LOGIN_FAILED);
    }
  const Proof proof = { ceremony, assertion, NULL, half->person, name, place, "login.code_failed" };
  Login login = try (cabinet, &proof, error);
  if (login.outcome != LOGIN_FINE)
    return login;
  return cabinet_do (cabinet, error, "end_session", "ii", half->person, half->id)
             ? let_in (cabinet, &proof, half->person, agent, error)
             : login_of (LOGIN_FAILED);
}

Login
cabinet_login_again_passkey (Cabinet *cabinet, const Session *session, const Ceremony *ceremony,
                             const Assertion *assertion, const char *place, GError **error)
{
  g_autofree char *name = person_name (cabinet, session->person, error);
  if (name == NULL)
    return login_of (LOGIN_FAILED);
  const Proof proof = { ceremony, assertion, NULL, session->person, name, place, "login.again_failed" };
  const Actor actor = { session->person, name, place, ceremony->now };
  const Attempt attempt = { NULL, place, TRUE };
  Login login = try (cabinet, &proof, error);

  if (login.outcome == LOGIN_FINE
      && (!attempt_forgive (cabinet, &attempt, error)
          || !cabinet_session_asked (cabinet, &actor, session->id, error)))
    login.outcome = LOGIN_FAILED;
  return login;
}

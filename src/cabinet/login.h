/* login.h: from a name and a password, and a code where one is wanted, to a session.
 *
 * Unknown, disabled and wrong are answered alike and after the same time. Whoever fails too often waits: per name and
 * per network address, twice as long each time. An attempt is counted before it is tried, so that many at once are no
 * way round it. Of a cabinet_begin() there must be none: the count stays whatever follows. */
#pragma once

#include "cabinet/passkey.h"
#include "cabinet/session.h"

typedef enum
{
  LOGIN_FAILED,  /* the file: ERROR is set */
  LOGIN_REFUSED, /* name, password or code do not fit, or the half session has run out */
  LOGIN_WAIT,    /* too many attempts: nothing was tried; try again at *RETRY */
  LOGIN_HALF,    /* the token is of a half session, good for cabinet_login_code() alone, for five minutes */
  LOGIN_FINE
} LoginOutcome;

typedef struct
{
  LoginOutcome outcome;
  char *token;   /* of the session, for the cookie; LOGIN_HALF and LOGIN_FINE */
  gint64 person; /* LOGIN_HALF and LOGIN_FINE */
  Instant retry; /* LOGIN_WAIT */
} Login;
void login_clear (Login *login);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Login, login_clear)

/* AGENT: the browser's User-Agent, may be NULL. PASSWORD is not kept. */
Login cabinet_login (Cabinet *cabinet, const char *name, const char *password, const char *place, const char *agent,
                     Instant now, GError **error);
/* The second step: CODE of the device (six digits; spaces are passed over), or a recovery code. The half session
 * ends; the token of LOGIN_FINE is another one. */
Login cabinet_login_code (Cabinet *cabinet, const char *token, const char *code, const char *place, const char *agent,
                          Instant now, GError **error);
/* Asked again within a session: LOGIN_FINE (without a token) notes the instant, LOGIN_REFUSED, LOGIN_WAIT. CODE is
 * not asked for. */
Login cabinet_login_again (Cabinet *cabinet, const Session *session, const char *password, const char *place,
                           Instant now, GError **error);

/* ---- By a passkey, which is proof enough alone ---- */

/* CEREMONY says for which page; its instant counts. HANDLE: by what the device knows its owner, or NULL where it does
 * not say. LOGIN_FINE, LOGIN_REFUSED, LOGIN_WAIT, LOGIN_FAILED. */
Login cabinet_login_passkey (Cabinet *cabinet, const Ceremony *ceremony, const Assertion *assertion, GBytes *handle,
                             const char *place, const char *agent, GError **error);
/* The second step after a password, instead of a code. */
Login cabinet_login_code_passkey (Cabinet *cabinet, const char *token, const Ceremony *ceremony,
                                  const Assertion *assertion, const char *place, const char *agent, GError **error);
/* Asked again within a session, instead of the password. */
Login cabinet_login_again_passkey (Cabinet *cabinet, const Session *session, const Ceremony *ceremony,
                                   const Assertion *assertion, const char *place, GError **error);

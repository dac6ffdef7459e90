/* session.h: who is logged in. A session is known by a token of 256 bits, of which the file holds a hash alone.
 *
 * It ends when nothing is asked of it for an hour, and after twelve at any rate. */
#pragma once

#include "cabinet/people.h"

#define SESSION_IDLE (60 * INSTANT_MINUTE)
#define SESSION_LIFE (12 * 60 * INSTANT_MINUTE)
#define SESSION_HALF_LIFE (5 * INSTANT_MINUTE)
#define SESSION_AGAIN (5 * INSTANT_MINUTE)

typedef struct
{
  gint64 id;
  gint64 person;
  gboolean half; /* the second factor is still to come: it is good for nothing else */
  char *csrf;    /* for the forms of this session; NULL in a list */
  char *place;   /* network address it was begun from */
  char *agent;   /* browser, may be NULL */
  Instant begun, seen;
  Instant asked; /* when a password or passkey was last given */
} Session;
void session_free (Session *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_free)

/* For somebody who has proved who they are (actor->person); notes it as a login. Transfer full. */
char *cabinet_begin_session (Cabinet *cabinet, const Actor *actor, const char *agent, GError **error);
/* The session of TOKEN, which is seen now. NULL without ERROR set: there is none, or it has ended, or its person is
 * disabled. Transfer full. */
Session *cabinet_session (Cabinet *cabinet, const char *token, Instant now, GError **error);
/* Whether TOKEN, of a form, is this session's; in constant time. TOKEN may be NULL. */
gboolean session_csrf_fits (const Session *session, const char *token);
/* Whether who sits there need not be asked again before an action that asks. */
gboolean session_asked_lately (const Session *session, Instant now);
/* The password or a passkey was given again just now. */
gboolean cabinet_session_asked (Cabinet *cabinet, const Actor *actor, gint64 session, GError **error);

/* Those of a person that have not ended, the last seen first. Array of Session; transfer full. */
GPtrArray *cabinet_sessions (Cabinet *cabinet, gint64 person, Instant now, GError **error);
/* End one of a person's; MISSING if it is not theirs. */
gboolean cabinet_end_session (Cabinet *cabinet, const Actor *actor, gint64 person, gint64 session, GError **error);
/* End all of a person's but KEEP (0: all). */
gboolean cabinet_end_sessions (Cabinet *cabinet, const Actor *actor, gint64 person, gint64 keep, GError **error);
/* Forget sessions, links, failed logins and the like that have run out. Now and then will do. */
gboolean cabinet_tidy (Cabinet *cabinet, Instant now, GError **error);

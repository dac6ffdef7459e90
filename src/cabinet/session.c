/* Sessions: begun, found by their token, and ended. */
#include "cabinet/session.h"

#include "base/plain.h"
#include "cabinet/file.h"
#include "cabinet/trail.h"

#include <sodium.h>
#include <string.h>

#define AGENT_MOST 300
#define SEEN_EVERY INSTANT_MINUTE /* not every request need write */

void
session_free (Session *session)
{
  g_free (session->csrf);
  g_free (session->place);
  g_free (session->agent);
  g_free (session);
}

static gpointer
session_read (Cursor *cursor)
{
  Session *session = g_new0 (Session, 1);
  session->id = cursor_integer (cursor, 0);
  session->person = cursor_integer (cursor, 1);
  session->half = cursor_integer (cursor, 2) != 0;
  session->place = g_strdup (cursor_text (cursor, 3));
  session->agent = g_strdup (cursor_text (cursor, 4));
  session->begun = cursor_integer (cursor, 5);
  session->seen = cursor_integer (cursor, 6);
  session->asked = cursor_integer (cursor, 7);
  return session;
}

/* Bound to the session, and of no use to find its token. Transfer full. */
static char *
csrf_of (const char *token)
{
  g_autoptr (GBytes) hash = token_hash ("csrf", token);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (hash, &length);
  gsize size = sodium_base64_ENCODED_LEN (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *csrf = g_malloc (size);
  return sodium_bin2base64 (csrf, size, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* A browser may say anything of itself. */
static char *
tame (const char *agent)
{
  if (agent == NULL)
    return NULL;
  g_autofree char *start = g_strndup (agent, AGENT_MOST);
  return plain_line (start);
}

char *
session_begin (Cabinet *cabinet, const Actor *actor, const char *agent, gboolean half, GError **error)
{
  g_autofree char *token = token_new ();
  g_autoptr (GBytes) hash = token_hash ("session", token);
  g_autofree char *said = tame (agent);

  if (!cabinet_do (cabinet, error, "add_session", "biissi", hash, actor->person, (gint64)half, actor->place, said,
                   actor->now))
    return NULL;
  return g_steal_pointer (&token);
}

char *
cabinet_begin_session (Cabinet *cabinet, const Actor *actor, const char *agent, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autofree char *token = begun ? session_begin (cabinet, actor, agent, FALSE, error) : NULL;
  gboolean fine = token != NULL && cabinet_do (cabinet, error, "note_login", "ii", actor->person, actor->now)
                  && cabinet_note (cabinet, actor, "login", NULL, NULL, NULL, NULL, error);
  return change_end (cabinet, fine, error) ? g_steal_pointer (&token) : NULL;
}

Session *
cabinet_session (Cabinet *cabinet, const char *token, Instant now, GError **error)
{
  g_autoptr (GBytes) hash = token_hash ("session", token);
  g_autoptr (Session) session =
      cabinet_row (cabinet,
                   sql_open (&cabinet->sql, error, "session", "biii", hash, now - SESSION_LIFE, now - SESSION_IDLE,
                             now - SESSION_HALF_LIFE),
                   session_read, error);
  if (session == NULL)
    return NULL;
  if (now - session->seen >= SEEN_EVERY && !cabinet_do (cabinet, error, "see_session", "ii", session->id, now))
    return NULL;
  session->seen = now;
  session->csrf = csrf_of (token);
  return g_steal_pointer (&session);
}

gboolean
session_csrf_fits (const Session *session, const char *token)
{
  gsize length = strlen (session->csrf);
  return token != NULL && strlen (token) == length && sodium_memcmp (session->csrf, token, length) == 0;
}

gboolean
session_asked_lately (const Session *session, Instant now)
{
  return session->asked <= now && now - session->asked < SESSION_AGAIN;
}

gboolean
cabinet_session_asked (Cabinet *cabinet, const Actor *actor, gint64 session, GError **error)
{
  return cabinet_do (cabinet, error, "session_asked", "ii", session, actor->now);
}

GPtrArray *
cabinet_sessions (Cabinet *cabinet, gint64 person, Instant now, GError **error)
{
  return cabinet_rows (cabinet,
                       sql_open (&cabinet->sql, error, "sessions", "iiii", person, now - SESSION_LIFE,
                                 now - SESSION_IDLE, now - SESSION_HALF_LIFE),
                       session_read, (GDestroyNotify)session_free, error);
}

static gboolean
end_one (Cabinet *cabinet, gint64 person, gint64 session, GError **error)
{
  GError *failure = NULL;
  gint64 ended = 0;
  if (cabinet_find (cabinet, sql_open (&cabinet->sql, &failure, "end_session", "ii", person, session), &ended,
                    &failure))
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_MISSING, "that session has ended already");
  return FALSE;
}

gboolean
cabinet_end_session (Cabinet *cabinet, const Actor *actor, gint64 person, gint64 session, GError **error)
{
  gboolean fine =
      change_begin (cabinet, error) && end_one (cabinet, person, session, error)
      && cabinet_note (cabinet, actor, "session.ended", NULL, NULL,
                       json_pack ("{s:I, s:I}", "person", (json_int_t)person, "session", (json_int_t)session), NULL,
                       error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_end_sessions (Cabinet *cabinet, const Actor *actor, gint64 person, gint64 keep, GError **error)
{
  gboolean fine = change_begin (cabinet, error) && cabinet_do (cabinet, error, "end_sessions", "ii", person, keep)
                  && cabinet_note (cabinet, actor, "session.all_ended", NULL, NULL,
                                   json_pack ("{s:I}", "person", (json_int_t)person), NULL, error);
  return change_end (cabinet, fine, error);
}

gboolean
cabinet_tidy (Cabinet *cabinet, Instant now, GError **error)
{
  gboolean fine = change_begin (cabinet, error)
                  && cabinet_do (cabinet, error, "tidy_sessions", "siii", NULL, now - SESSION_LIFE,
                                 now - SESSION_IDLE, now - SESSION_HALF_LIFE)
                  && cabinet_do (cabinet, error, "tidy_links", "i", now)
                  && cabinet_do (cabinet, error, "tidy_challenges", "i", now)
                  && cabinet_do (cabinet, error, "tidy_totp_setups", "i", now - TOTP_SETUP_LIFE)
                  && cabinet_do (cabinet, error, "tidy_attempts", "i", now - 24 * 60 * INSTANT_MINUTE);
  return change_end (cabinet, fine, error);
}

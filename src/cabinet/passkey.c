/* Passkeys: kept, and proved. */
#include "cabinet/passkey.h"

#include "base/plain.h"
#include "cabinet/file.h"
#include "cabinet/trail.h"

#include <sodium.h>
#include <string.h>

void
passkey_free (Passkey *passkey)
{
  credential_clear (&passkey->credential);
  g_free (passkey->name);
  g_free (passkey->host);
  g_free (passkey);
}

/* ---- Reading ---- */

static gpointer
passkey_read (Cursor *cursor)
{
  Passkey *passkey = g_new0 (Passkey, 1);
  passkey->id = cursor_integer (cursor, 0);
  passkey->person = cursor_integer (cursor, 1);
  passkey->credential = (Credential){ .id = cursor_bytes (cursor, 2),
                                      .algorithm = (int)cursor_integer (cursor, 3),
                                      .key = cursor_bytes (cursor, 4),
                                      .counter = (guint32)cursor_integer (cursor, 5) };
  passkey->name = g_strdup (cursor_text (cursor, 6));
  passkey->host = g_strdup (cursor_text (cursor, 7));
  passkey->added = cursor_integer (cursor, 8);
  passkey->used = cursor_text (cursor, 9) != NULL ? cursor_integer (cursor, 9) : INSTANT_MIN;
  return passkey;
}

GPtrArray *
cabinet_passkeys (Cabinet *cabinet, gint64 person, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "passkeys", "i", person), passkey_read,
                       (GDestroyNotify)passkey_free, error);
}

static gpointer
handle_read (Cursor *cursor)
{
  return cursor_bytes (cursor, 0);
}

static GBytes *
find_handle (Cabinet *cabinet, gint64 person, GError **error)
{
  return cabinet_row (cabinet, sql_open (&cabinet->sql, error, "passkey_handle", "i", person), handle_read, error);
}

GBytes *
cabinet_passkey_handle (Cabinet *cabinet, gint64 person, GError **error)
{
  GError *failure = NULL;
  GBytes *handle = find_handle (cabinet, person, &failure);
  if (handle != NULL)
    return handle;
  guint8 random[PASSKEY_HANDLE_BYTES];
  randombytes_buf (random, sizeof random);
  g_autoptr (GBytes) fresh = g_bytes_new (random, sizeof random);
  if (failure == NULL && cabinet_do (cabinet, &failure, "add_passkey_handle", "ib", person, fresh))
    return find_handle (cabinet, person, error);
  g_propagate_error (error, failure);
  return NULL;
}

/* ---- A new one ---- */

/* Within a change. A challenge is answered once. */
static gboolean
use_challenge (Cabinet *cabinet, const char *challenge, Instant now, GError **error)
{
  g_autoptr (GBytes) hash = token_hash ("challenge", challenge);
  GError *failure = NULL;
  gint64 fresh = 0;

  if (cabinet_do (cabinet, &failure, "tidy_challenges", "i", now)
      && cabinet_find (cabinet, sql_open (&cabinet->sql, &failure, "use_challenge", "bi", hash, now + CHALLENGE_LIFE),
                       &fresh, &failure))
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_CHALLENGE, "the challenge was answered already");
  return FALSE;
}

static gboolean
accept_name (const char *name, GError **error)
{
  g_autofree char *plain = plain_line (name);
  if (g_utf8_validate (name, -1, NULL) && *name != '\0' && g_utf8_strlen (name, -1) <= PASSKEY_NAME_MOST
      && strcmp (plain, name) == 0)
    return TRUE;
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID,
                       "a passkey is called by a name of 1 to 60 characters, on one line");
  return FALSE;
}

static gboolean
has_room (Cabinet *cabinet, gint64 person, GBytes *credential, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GPtrArray) all = cabinet_passkeys (cabinet, person, &failure);
  g_autoptr (Passkey) there = all != NULL ? passkey_find (cabinet, credential, &failure) : NULL;

  if (all == NULL || failure != NULL)
    g_propagate_error (error, failure);
  else if (there != NULL)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_EXISTS, "this passkey is known already");
  else if (all->len >= PASSKEY_MOST)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_STATE, "there are twenty passkeys already; remove one");
  else
    return TRUE;
  return FALSE;
}

static gboolean
note (Cabinet *cabinet, const Actor *actor, const char *action, const char *person, const char *name, gboolean gone,
      GError **error)
{
  json_t *what = json_pack ("{s:s, s:s}", "name", person, "passkey", name);
  return cabinet_note (cabinet, actor, action, NULL, NULL, gone ? what : NULL, gone ? NULL : what, error);
}

static gboolean
add (Cabinet *cabinet, const Actor *actor, const Credential *credential, const char *name, const char *host,
     char ***codes, GError **error)
{
  g_autofree char *person = person_name (cabinet, actor->person, error);
  return person != NULL && has_room (cabinet, actor->person, credential->id, error)
         && cabinet_do (cabinet, error, "add_passkey", "ibibissi", actor->person, credential->id,
                        (gint64)credential->algorithm, credential->key, (gint64)credential->counter, name, host,
                        actor->now)
         && note (cabinet, actor, "person.passkey_added", person, name, FALSE, error)
         && recovery_codes_ensure (cabinet, actor, actor->person, codes, error);
}

gboolean
cabinet_add_passkey (Cabinet *cabinet, const Actor *actor, const Ceremony *ceremony, const Registration *registration,
                     const char *name, char ***codes, GError **error)
{
  g_auto (Credential) credential = { NULL };
  g_autofree char *challenge = NULL;

  *codes = NULL;
  if (!accept_name (name, error) || !registration_verify (ceremony, registration, &credential, &challenge, error))
    return FALSE;
  gboolean fine = change_begin (cabinet, error) && use_challenge (cabinet, challenge, actor->now, error)
                  && add (cabinet, actor, &credential, name, ceremony->host, codes, error);
  if (change_end (cabinet, fine, error))
    return TRUE;
  g_clear_pointer (codes, g_strfreev);
  return FALSE;
}

/* ---- Taken away ---- */

Passkey *
cabinet_passkey (Cabinet *cabinet, gint64 person, gint64 id, GError **error)
{
  GError *failure = NULL;
  Passkey *passkey =
      cabinet_row (cabinet, sql_open (&cabinet->sql, &failure, "passkey", "ii", person, id), passkey_read, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (passkey == NULL)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_MISSING, "that passkey is not there any more");
  return passkey;
}

gboolean
cabinet_remove_passkey (Cabinet *cabinet, const Actor *actor, gint64 person, gint64 id, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (Passkey) passkey = begun ? cabinet_passkey (cabinet, person, id, error) : NULL;
  g_autofree char *name = passkey != NULL ? person_name (cabinet, person, error) : NULL;
  gboolean fine = name != NULL && cabinet_do (cabinet, error, "remove_passkey", "i", id)
                  && note (cabinet, actor, "person.passkey_removed", name, passkey->name, TRUE, error)
                  && recovery_codes_tidy (cabinet, person, error);
  return change_end (cabinet, fine, error);
}

/* ---- Proved ---- */

Passkey *
passkey_find (Cabinet *cabinet, GBytes *credential, GError **error)
{
  return cabinet_row (cabinet, sql_open (&cabinet->sql, error, "passkey_of_credential", "b", credential),
                      passkey_read, error);
}

/* A counter that somebody else moved on meanwhile is a wrong one. */
static gboolean
use (Cabinet *cabinet, const Passkey *passkey, guint32 counter, Instant now, GError **error)
{
  GError *failure = NULL;
  gint64 used = 0;
  if (cabinet_find (cabinet,
                    sql_open (&cabinet->sql, &failure, "use_passkey", "iii", passkey->id, (gint64)counter, now),
                    &used, &failure))
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_COUNTER, "its counter did not grow");
  return FALSE;
}

gboolean
passkey_prove (Cabinet *cabinet, const Passkey *passkey, const Ceremony *ceremony, const Assertion *assertion,
               GError **error)
{
  g_autofree char *challenge = NULL;
  guint32 counter = 0;

  if (!assertion_verify (ceremony, assertion, &passkey->credential, &counter, &challenge, error))
    return FALSE;
  gboolean fine = change_begin (cabinet, error) && use_challenge (cabinet, challenge, ceremony->now, error)
                  && use (cabinet, passkey, counter, ceremony->now, error);
  return change_end (cabinet, fine, error);
}

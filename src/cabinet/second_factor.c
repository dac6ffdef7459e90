/* The second factor: codes of a device, each good once, and recovery codes for whoever lost it. */
#include "cabinet/file.h"
#include "cabinet/people.h"
#include "cabinet/totp.h"
#include "cabinet/trail.h"

#include <sodium.h>
#include <string.h>

#define RECOVERY_BYTES 10 /* 16 letters: too many to be tried, by whoever reads the file too */
#define RECOVERY_PURPOSE "recovery"

char *
totp_secret_new (void)
{
  guint8 bytes[TOTP_SECRET_BYTES];
  randombytes_buf (bytes, sizeof bytes);
  char *secret = base32_write (bytes, sizeof bytes);
  sodium_memzero (bytes, sizeof bytes);
  return secret;
}

char *
totp_uri (const char *secret, const char *issuer, const char *name)
{
  g_autofree char *of = g_uri_escape_string (issuer, NULL, FALSE);
  g_autofree char *who = g_uri_escape_string (name, NULL, FALSE);
  return g_strdup_printf ("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=30", of, who,
                          secret, of, TOTP_DIGITS);
}

/* ---- Recovery codes ---- */

/* "abcd-efgh-ijkl-mnop" */
static char *
recovery_code_new (void)
{
  guint8 bytes[RECOVERY_BYTES];
  randombytes_buf (bytes, sizeof bytes);
  g_autofree char *upper = base32_write (bytes, sizeof bytes);
  g_autofree char *lower = g_ascii_strdown (upper, -1);
  return g_strdup_printf ("%.4s-%.4s-%.4s-%.4s", lower, lower + 4, lower + 8, lower + 12);
}

/* Of what was typed: case, spaces and hyphens do not matter. */
static GBytes *
recovery_code_hash (const char *code)
{
  GString *plain = g_string_new (NULL);
  for (; *code != '\0'; code++)
    if (*code != ' ' && *code != '-')
      g_string_append_c (plain, g_ascii_tolower (*code));
  GBytes *hash = token_hash (RECOVERY_PURPOSE, plain->str);
  g_string_free (plain, TRUE);
  return hash;
}

static char **
renew_recovery_codes (Cabinet *cabinet, gint64 id, GError **error)
{
  if (!cabinet_do (cabinet, error, "remove_recovery_codes", "i", id))
    return NULL;
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  for (unsigned i = 0; i < RECOVERY_CODES; i++)
    {
      g_autofree char *code = recovery_code_new ();
      g_autoptr (GBytes) hash = recovery_code_hash (code);
      if (!cabinet_do (cabinet, error, "add_recovery_code", "ib", id, hash))
        return NULL;
      g_strv_builder_add (codes, code);
    }
  return g_strv_builder_end (codes);
}

static gboolean
note_person (Cabinet *cabinet, const Actor *actor, const char *action, const char *name, GError **error)
{
  return cabinet_note (cabinet, actor, action, NULL, NULL, NULL, json_pack ("{s:s}", "name", name), error);
}

char **
cabinet_new_recovery_codes (Cabinet *cabinet, const Actor *actor, gint64 id, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autofree char *name = begun ? person_name (cabinet, id, error) : NULL;
  g_auto (GStrv) codes = name != NULL ? renew_recovery_codes (cabinet, id, error) : NULL;
  gboolean fine = codes != NULL && note_person (cabinet, actor, "person.recovery_codes", name, error);

  return change_end (cabinet, fine, error) ? g_steal_pointer (&codes) : NULL;
}

gboolean
recovery_codes_ensure (Cabinet *cabinet, const Actor *actor, gint64 id, char ***codes, GError **error)
{
  g_autoptr (Person) person = cabinet_person (cabinet, id, error);

  *codes = NULL;
  if (person == NULL || person->recovery_left > 0)
    return person != NULL;
  *codes = renew_recovery_codes (cabinet, id, error);
  return *codes != NULL && note_person (cabinet, actor, "person.recovery_codes", person->name, error);
}

gboolean
recovery_codes_tidy (Cabinet *cabinet, gint64 id, GError **error)
{
  g_autoptr (Person) person = cabinet_person (cabinet, id, error);
  return person != NULL
         && (person_has_second_factor (person) || cabinet_do (cabinet, error, "remove_recovery_codes", "i", id));
}

/* ---- The device ---- */

/* The step that CODE is of. 0 with ERROR set: it does not fit, or SECRET is none. */
static guint64
confirm (const char *secret, const char *code, Instant now, GError **error)
{
  gsize length = 0;
  g_autofree guint8 *bytes = base32_read (secret, &length);
  guint64 step = bytes != NULL && length == TOTP_SECRET_BYTES ? totp_match (bytes, length, code, now, 0) : 0;
  if (step == 0)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID,
                         "that is not the code that the device shows now; look whether its clock is right");
  return step;
}

char **
cabinet_set_totp (Cabinet *cabinet, const Actor *actor, gint64 id, const char *secret, const char *code,
                  GError **error)
{
  guint64 step = confirm (secret, code, actor->now, error);
  if (step == 0)
    return NULL;

  gboolean begun = change_begin (cabinet, error);
  g_autofree char *name = begun ? person_name (cabinet, id, error) : NULL;
  gboolean set = name != NULL && cabinet_do (cabinet, error, "set_totp", "isi", id, secret, (gint64)step);
  g_auto (GStrv) codes = set ? renew_recovery_codes (cabinet, id, error) : NULL;
  gboolean fine = codes != NULL && note_person (cabinet, actor, "person.totp_set", name, error);
  return change_end (cabinet, fine, error) ? g_steal_pointer (&codes) : NULL;
}

gboolean
cabinet_remove_totp (Cabinet *cabinet, const Actor *actor, gint64 id, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autofree char *name = begun ? person_name (cabinet, id, error) : NULL;
  gboolean fine = name != NULL && cabinet_do (cabinet, error, "set_totp", "isi", id, NULL, (gint64)0)
                  && recovery_codes_tidy (cabinet, id, error)
                  && note_person (cabinet, actor, "person.totp_removed", name, error);
  return change_end (cabinet, fine, error);
}

gboolean
second_factor_remove (Cabinet *cabinet, const Actor *actor, gint64 id, GError **error)
{
  return cabinet_do (cabinet, error, "remove_passkeys", "i", id) && cabinet_remove_totp (cabinet, actor, id, error);
}

/* ---- Being set up ---- */

char *
cabinet_begin_totp (Cabinet *cabinet, const Actor *actor, GError **error)
{
  g_autofree char *secret = totp_secret_new ();
  return cabinet_do (cabinet, error, "set_totp_setup", "isi", actor->person, secret, actor->now)
             ? g_steal_pointer (&secret)
             : NULL;
}

static gpointer
text_read (Cursor *cursor)
{
  return g_strdup (cursor_text (cursor, 0));
}

char *
cabinet_totp_begun (Cabinet *cabinet, const Actor *actor, GError **error)
{
  return cabinet_row (
      cabinet, sql_open (&cabinet->sql, error, "totp_setup", "ii", actor->person, actor->now - TOTP_SETUP_LIFE),
      text_read, error);
}

char **
cabinet_confirm_totp (Cabinet *cabinet, const Actor *actor, const char *code, GError **error)
{
  GError *failure = NULL;
  gboolean begun = change_begin (cabinet, &failure);
  g_autofree char *secret = begun ? cabinet_totp_begun (cabinet, actor, &failure) : NULL;
  if (secret == NULL && failure == NULL)
    g_set_error_literal (&failure, CABINET_ERROR, CABINET_ERROR_MISSING, "no device is being set up");
  g_auto (GStrv) codes =
      secret != NULL ? cabinet_set_totp (cabinet, actor, actor->person, secret, code, &failure) : NULL;
  gboolean fine = codes != NULL && cabinet_do (cabinet, &failure, "remove_totp_setup", "i", actor->person);

  if (change_end (cabinet, fine, fine ? &failure : NULL))
    return g_steal_pointer (&codes);
  g_propagate_error (error, failure);
  return NULL;
}

/* ---- Trying a code ---- */

typedef struct
{
  char *secret;
  guint64 used; /* the last step of which a code was taken */
} Device;

static gpointer
device_read (Cursor *cursor)
{
  Device *device = g_new (Device, 1);
  *device = (Device){ g_strdup (cursor_text (cursor, 0)), (guint64)cursor_integer (cursor, 1) };
  return device;
}

static void
device_free (Device *device)
{
  g_free (device->secret);
  g_free (device);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, device_free)

static gboolean
device_fits (Cabinet *cabinet, const Actor *actor, const char *code, GError **error)
{
  gsize length = 0;
  g_autoptr (Device) device =
      cabinet_row (cabinet, sql_open (&cabinet->sql, error, "totp", "i", actor->person), device_read, error);
  g_autofree guint8 *secret = device != NULL && device->secret != NULL ? base32_read (device->secret, &length) : NULL;
  if (secret == NULL)
    return FALSE;

  guint64 step = totp_match (secret, length, code, actor->now, device->used);
  return step != 0 && cabinet_do (cabinet, error, "use_totp", "ii", actor->person, (gint64)step);
}

gboolean
second_factor_fits (Cabinet *cabinet, const Actor *actor, const char *code, GError **error)
{
  GError *failure = NULL;
  gint64 used = 0;

  if (strlen (code) > 64)
    return FALSE;
  gboolean fits = device_fits (cabinet, actor, code, &failure);
  if (!fits && failure == NULL)
    {
      g_autoptr (GBytes) hash = recovery_code_hash (code);
      fits =
          cabinet_find (cabinet, sql_open (&cabinet->sql, &failure, "use_recovery_code", "ib", actor->person, hash),
                        &used, &failure)
          && cabinet_note (cabinet, actor, "login.recovery_code", NULL, NULL, NULL, NULL, &failure);
    }
  if (failure == NULL)
    return fits;
  g_propagate_error (error, failure);
  return FALSE;
}

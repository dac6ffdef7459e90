/* people.h: who works at the desk: names, roles, passwords, second factors, and links that are good once.
 *
 * Nobody is ever deleted, for the trail names them; who left is disabled, which ends all their sessions. */
#pragma once

#include "cabinet/cabinet.h"

#include <jansson.h>

typedef struct
{
  gint64 id;
  char *name;    /* to log in with: 2 to 40 of a-z 0-9 . _ -, beginning with a letter */
  char *display; /* as colleagues know them; never empty */
  char *address; /* mail, or NULL */
  gboolean disabled;
  gboolean has_password; /* FALSE: a link is still to be used */
  gboolean has_totp;
  guint passkeys;
  guint recovery_left; /* codes that were not used */
  Instant added;
  Instant logged_in; /* last; INSTANT_MIN: never */
  GPtrArray *grants; /* of Grant, in the order of roles, offices, languages */
} Person;
void person_free (Person *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Person, person_free)
/* Whether their password alone lets nobody in. */
gboolean person_has_second_factor (const Person *person);

/* NULL without ERROR set: there is none. Transfer full. */
Person *cabinet_person (Cabinet *cabinet, gint64 id, GError **error);
Person *cabinet_person_named (Cabinet *cabinet, const char *name, GError **error);
/* All, by name. Array of Person; transfer full. */
GPtrArray *cabinet_people (Cabinet *cabinet, GError **error);
/* [{role, office, language}], null for all. GRANTS: array of Grant. Transfer full. */
json_t *grants_json (const GPtrArray *grants);
/* How many there are, disabled ones too; -1 with ERROR set. 0: the first administrator is still to come. */
gint64 cabinet_people_count (Cabinet *cabinet, GError **error);

/* Whether it will do, before it is kept; if not, ERROR (INVALID) says why. ADDRESS may be NULL. No I/O. */
gboolean person_name_accept (const char *name, GError **error);
gboolean person_display_accept (const char *display, GError **error);
gboolean person_address_accept (const char *address, GError **error);
/* ADDRESS may be NULL; DISPLAY NULL or "" is NAME. GRANTS: array of Grant, at least one. INVALID, EXISTS. */
gboolean cabinet_add_person (Cabinet *cabinet, const Actor *actor, const char *name, const char *display,
                             const char *address, const GPtrArray *grants, gint64 *id, GError **error);
gboolean cabinet_set_person (Cabinet *cabinet, const Actor *actor, gint64 id, const char *display,
                             const char *address, GError **error);
/* In place of those they had. The last administrator of all offices who is not disabled stays one: STATE. */
gboolean cabinet_set_grants (Cabinet *cabinet, const Actor *actor, gint64 id, const GPtrArray *grants,
                             GError **error);
/* Disabling ends all sessions and links. */
gboolean cabinet_set_disabled (Cabinet *cabinet, const Actor *actor, gint64 id, gboolean disabled, GError **error);

/* ---- Passwords (Argon2id) ---- */

#define PASSWORD_LEAST 12  /* characters */
#define PASSWORD_MOST 1024 /* bytes */

/* Whether PASSWORD will do for somebody of that NAME; if not, ERROR (PASSWORD) says why and what to do. No I/O. */
gboolean password_accept (const char *password, const char *name, GError **error);
/* Whether it is theirs: to change it, or to be asked again. Throttled as a login; takes as long. FALSE without ERROR
 * set: no. */
gboolean cabinet_password_fits (Cabinet *cabinet, const Actor *actor, const char *password, GError **error);
/* Ends all sessions but KEEP (0: all). */
gboolean cabinet_set_password (Cabinet *cabinet, const Actor *actor, gint64 id, const char *password, gint64 keep,
                               GError **error);

/* ---- Second factor: time-based codes (RFC 6238) ---- */

#define TOTP_SECRET_BYTES 20
#define RECOVERY_CODES 10

/* A secret to be shown, in Base32 (RFC 4648 section 6): it counts once it is confirmed by a code. Transfer full. */
char *totp_secret_new (void);
/* "otpauth://totp/…" for a QR code: ISSUER is the office or the site. Transfer full. */
char *totp_uri (const char *secret, const char *issuer, const char *name);
/* CODE is what the person's device shows now. The RECOVERY codes, RECOVERY_CODES texts, are to be shown this once;
 * NULL with ERROR set: INVALID if the code does not fit. Transfer full. */
char **cabinet_set_totp (Cabinet *cabinet, const Actor *actor, gint64 id, const char *secret, const char *code,
                         GError **error);
/* The same in two steps, by somebody for themselves: a secret that is kept for TOTP_SETUP_LIFE, to be shown (NULL
 * without ERROR set: there is none), and confirmed. Transfer full. */
#define TOTP_SETUP_LIFE (30 * INSTANT_MINUTE)
char *cabinet_begin_totp (Cabinet *cabinet, const Actor *actor, GError **error);
char *cabinet_totp_begun (Cabinet *cabinet, const Actor *actor, GError **error);
char **cabinet_confirm_totp (Cabinet *cabinet, const Actor *actor, const char *code, GError **error);
/* Recovery codes stay while there are passkeys. */
gboolean cabinet_remove_totp (Cabinet *cabinet, const Actor *actor, gint64 id, GError **error);
/* New ones in place of the old. Transfer full. */
char **cabinet_new_recovery_codes (Cabinet *cabinet, const Actor *actor, gint64 id, GError **error);

/* ---- Links that are good once ---- */

#define LINK_PATH "/link/" /* then the token: 43 characters of A-Z a-z 0-9 - _ */

typedef enum
{
  LINK_FIRST,    /* makes the first administrator, while there is nobody */
  LINK_WELCOME,  /* somebody new chooses a password */
  LINK_RESET,    /* somebody chooses another password; the second factor stays */
  LINK_RESET_ALL /* the same, and the second factor is taken off */
} LinkPurpose;

/* PERSON 0 for LINK_FIRST. Takes the place of earlier links of the person. The token; it is kept nowhere. */
char *cabinet_make_link (Cabinet *cabinet, const Actor *actor, LinkPurpose purpose, gint64 person, Instant expires,
                         GError **error);

typedef struct
{
  LinkPurpose purpose;
  gint64 person; /* 0 for LINK_FIRST */
  Instant expires;
} Link;
/* What TOKEN is good for, without using it. FALSE without ERROR set: for nothing (any more). */
gboolean cabinet_link (Cabinet *cabinet, const char *token, Instant now, Link *link, GError **error);
/* Use a link of a person: their password is PASSWORD from now on. MISSING: it is not good any more. */
gboolean cabinet_use_link (Cabinet *cabinet, const char *token, const char *password, const char *place, Instant now,
                           gint64 *person, GError **error);
/* Use LINK_FIRST: makes an administrator of all offices who is their publisher too. */
gboolean cabinet_use_first_link (Cabinet *cabinet, const char *token, const char *name, const char *display,
                                 const char *password, const char *place, Instant now, gint64 *person,
                                 GError **error);

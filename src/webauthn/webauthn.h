/* webauthn.h: passkeys (W3C Web Authentication, Level 2), as whoever is to be convinced by them checks their answers.
 *
 * A ceremony is for one purpose, on one page of one session: its challenge says so, and cannot be made by anybody
 * else. What an answer has to say (its kind, challenge, origin, host, that somebody was there and was recognised by
 * the device, a counter that grows) is checked here; libfido2 checks the signature. Which device it is is not asked
 * (attestation “none”). No I/O; whoever calls remembers which challenges were used. */
#pragma once

#include "record/instant.h"

#define WEBAUTHN_ERROR (webauthn_error_quark ())
typedef enum
{
  WEBAUTHN_ERROR_BROKEN,    /* it cannot be read */
  WEBAUTHN_ERROR_CHALLENGE, /* it answers no challenge of this ceremony, or too late */
  WEBAUTHN_ERROR_FOREIGN,   /* it was made for another site, or for another purpose */
  WEBAUTHN_ERROR_UNPROVEN,  /* nobody was there, or the device did not recognise who */
  WEBAUTHN_ERROR_ALGORITHM, /* a kind of key that is not taken */
  WEBAUTHN_ERROR_COUNTER,   /* the counter did not grow: there may be a copy of the key */
  WEBAUTHN_ERROR_SIGNATURE
} WebauthnError;
GQuark webauthn_error_quark (void);

#define CHALLENGE_KEY_BYTES 32
#define CHALLENGE_LIFE (5 * INSTANT_MINUTE)
#define CREDENTIAL_ID_MOST 1023

/* A plain value that borrows. */
typedef struct
{
  const char *host;    /* for which the passkey is: "desk.example" (the RP ID) */
  const char *origin;  /* of the page: "https://desk.example" */
  const guint8 *key;   /* CHALLENGE_KEY_BYTES bytes that nobody else knows */
  const char *purpose; /* "login" */
  const char *bound;   /* what the session or the form alone has */
  Instant now;
} Ceremony;

/* What the browser is to have signed, in base64url. It is good for CHALLENGE_LIFE. Transfer full. */
char *challenge_new (const Ceremony *ceremony);
/* Whether CHALLENGE is one of CEREMONY, made lately. */
gboolean challenge_fits (const Ceremony *ceremony, const char *challenge);

/* The kinds of keys that are taken, as COSE numbers them (RFC 9053), the preferred first; ended by 0. */
extern const int webauthn_algorithms[]; /* ES256, EdDSA, RS256 */

/* A passkey, as it is remembered. */
typedef struct
{
  GBytes *id;
  int algorithm;
  GBytes *key; /* public, as libfido2 writes it */
  guint32 counter;
} Credential;
void credential_clear (Credential *credential);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Credential, credential_clear)

/* What a browser sends of a new passkey, and of one that is used. Plain values that borrow. */
typedef struct
{
  GBytes *client_data, *attestation;
} Registration;
typedef struct
{
  GBytes *id, *client_data, *authenticator_data, *signature;
} Assertion;

/* The new passkey, and the challenge that it answers (transfer full), which must not have been used before. */
gboolean registration_verify (const Ceremony *ceremony, const Registration *registration, Credential *credential,
                              char **challenge, GError **error);
/* The same of one that is known. *COUNTER: what it counts now. */
gboolean assertion_verify (const Ceremony *ceremony, const Assertion *assertion, const Credential *credential,
                           guint32 *counter, char **challenge, GError **error);
/* Before the process gives up its rights: what the libraries would otherwise open when they are first used. */
void webauthn_prepare (void);

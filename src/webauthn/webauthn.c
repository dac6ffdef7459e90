/* Sections 7.1 and 7.2 of the standard, in their order as far as it matters. */
#include "webauthn/answer.h"

#include "base/sha256.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <sodium.h>
#include <string.h>

G_DEFINE_QUARK (webauthn_error, webauthn_error)

const int webauthn_algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256, 0 };

static void
cred_free (fido_cred_t *cred)
{
  fido_cred_free (&cred);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (fido_cred_t, cred_free)

static void
assert_free (fido_assert_t *assert)
{
  fido_assert_free (&assert);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (fido_assert_t, assert_free)

void
credential_clear (Credential *credential)
{
  g_clear_pointer (&credential->id, g_bytes_unref);
  g_clear_pointer (&credential->key, g_bytes_unref);
}

void
webauthn_prepare (void)
{
  fido_init (0);
  OPENSSL_init_crypto (OPENSSL_INIT_LOAD_CONFIG | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL);
}

static gboolean
wrong (GError **error, WebauthnError code, const char *what)
{
  g_set_error_literal (error, WEBAUTHN_ERROR, (int)code, what);
  return FALSE;
}

/* ---- What both kinds of answers have to say ---- */

/* TYPE: "webauthn.get". *CHALLENGE: transfer full. */
static gboolean
check_page (const Ceremony *ceremony, GBytes *client_data, const char *type, char **challenge, GError **error)
{
  g_auto (ClientData) data = { NULL };

  if (!client_data_read (client_data, &data, error))
    return FALSE;
  if (strcmp (data.type, type) != 0)
    return wrong (error, WEBAUTHN_ERROR_FOREIGN, "it is an answer of another kind");
  if (strcmp (data.origin, ceremony->origin) != 0 || data.crossed)
    return wrong (error, WEBAUTHN_ERROR_FOREIGN, "it was made on a page of another site");
  if (!challenge_fits (ceremony, data.challenge))
    return wrong (error, WEBAUTHN_ERROR_CHALLENGE, "it answers no challenge of this page, or comes too late");
  *challenge = g_steal_pointer (&data.challenge);
  return TRUE;
}

static gboolean
check_device (const Ceremony *ceremony, GBytes *bytes, AuthenticatorData *data, GError **error)
{
  guint8 hash[SHA256_SIZE];

  if (!authenticator_data_read (bytes, data, error))
    return FALSE;
  sha256 (ceremony->host, strlen (ceremony->host), hash);
  if (memcmp (hash, data->host_hash, sizeof hash) != 0)
    return wrong (error, WEBAUTHN_ERROR_FOREIGN, "the passkey is of another site");
  if (!data->present || !data->recognised)
    return wrong (error, WEBAUTHN_ERROR_UNPROVEN, "the device did not make sure who is there");
  if (data->copied && !data->may_be_copied)
    return wrong (error, WEBAUTHN_ERROR_BROKEN, "the device contradicts itself");
  return TRUE;
}

static void
hash_of (GBytes *bytes, guint8 hash[SHA256_SIZE])
{
  gsize length;
  const void *start = g_bytes_get_data (bytes, &length);
  sha256 (start, length, hash);
}

/* What libfido2 wants of bytes. */
#define POINTER(bytes) g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)

/* ---- A new one ---- */

/* As a key of that ALGORITHM, if it is one. NULL: it is not. */
static fido_cred_t *
read_as (const Ceremony *ceremony, GBytes *client_data, const Attestation *attestation, int algorithm)
{
  g_autoptr (fido_cred_t) cred = fido_cred_new ();
  guint8 hash[SHA256_SIZE];

  hash_of (client_data, hash);
  return cred != NULL && fido_cred_set_type (cred, algorithm) == FIDO_OK
                 && fido_cred_set_rp (cred, ceremony->host, NULL) == FIDO_OK
                 && fido_cred_set_clientdata_hash (cred, hash, sizeof hash) == FIDO_OK
                 && fido_cred_set_authdata_raw (cred, POINTER (attestation->authenticator_data)) == FIDO_OK
             ? g_steal_pointer (&cred)
             : NULL;
}

static fido_cred_t *
read_new (const Ceremony *ceremony, GBytes *client_data, const Attestation *attestation)
{
  fido_cred_t *cred = NULL;

  for (const int *algorithm = webauthn_algorithms; cred == NULL && *algorithm != 0; algorithm++)
    cred = read_as (ceremony, client_data, attestation, *algorithm);
  return cred;
}

/* No statement, or one by the new key itself, which browsers leave in place. */
static gboolean
is_without_maker (const Attestation *attestation, fido_cred_t *cred)
{
  if (strcmp (attestation->format, "none") == 0)
    return attestation->is_empty;
  return strcmp (attestation->format, "packed") == 0 && fido_cred_set_fmt (cred, "packed") == FIDO_OK
         && fido_cred_set_attstmt (cred, POINTER (attestation->statement)) == FIDO_OK
         && fido_cred_x5c_ptr (cred) == NULL && fido_cred_verify_self (cred) == FIDO_OK;
}

static gboolean
take (fido_cred_t *cred, guint32 counter, Credential *credential, GError **error)
{
  gsize length = fido_cred_id_len (cred);

  if (length == 0 || length > CREDENTIAL_ID_MOST || fido_cred_pubkey_ptr (cred) == NULL)
    return wrong (error, WEBAUTHN_ERROR_BROKEN, "the passkey has no name, or a very long one");
  *credential = (Credential){ .id = g_bytes_new (fido_cred_id_ptr (cred), length),
                              .algorithm = fido_cred_type (cred),
                              .key = g_bytes_new (fido_cred_pubkey_ptr (cred), fido_cred_pubkey_len (cred)),
                              .counter = counter };
  return TRUE;
}

gboolean
registration_verify (const Ceremony *ceremony, const Registration *registration, Credential *credential,
                     char **challenge, GError **error)
{
  g_auto (Attestation) attestation = { NULL };
  g_autofree char *answered = NULL;
  AuthenticatorData data;

  if (!check_page (ceremony, registration->client_data, "webauthn.create", &answered, error)
      || !attestation_read (registration->attestation, &attestation, error)
      || !check_device (ceremony, attestation.authenticator_data, &data, error))
    return FALSE;
  g_autoptr (fido_cred_t) cred =
      data.has_credential ? read_new (ceremony, registration->client_data, &attestation) : NULL;
  if (cred == NULL)
    return wrong (error, WEBAUTHN_ERROR_ALGORITHM, "it is no passkey of a kind that is taken");
  if (!is_without_maker (&attestation, cred))
    return wrong (error, WEBAUTHN_ERROR_SIGNATURE, "what is said of its maker is not what was asked for");
  if (!take (cred, data.counter, credential, error))
    return FALSE;
  *challenge = g_steal_pointer (&answered);
  return TRUE;
}

/* ---- One that is known ---- */

static gboolean
verify_es256 (const fido_assert_t *assert, GBytes *key)
{
  es256_pk_t *public = es256_pk_new ();
  gboolean fine = public != NULL && es256_pk_from_ptr (public, POINTER (key)) == FIDO_OK
                  && fido_assert_verify (assert, 0, COSE_ES256, public) == FIDO_OK;
  es256_pk_free (&public);
  return fine;
}

static gboolean
verify_eddsa (const fido_assert_t *assert, GBytes *key)
{
  eddsa_pk_t *public = eddsa_pk_new ();
  gboolean fine = public != NULL && eddsa_pk_from_ptr (public, POINTER (key)) == FIDO_OK
                  && fido_assert_verify (assert, 0, COSE_EDDSA, public) == FIDO_OK;
  eddsa_pk_free (&public);
  return fine;
}

static gboolean
verify_rs256 (const fido_assert_t *assert, GBytes *key)
{
  rs256_pk_t *public = rs256_pk_new ();
  gboolean fine = public != NULL && rs256_pk_from_ptr (public, POINTER (key)) == FIDO_OK
                  && fido_assert_verify (assert, 0, COSE_RS256, public) == FIDO_OK;
  rs256_pk_free (&public);
  return fine;
}

static gboolean
verify_by (const fido_assert_t *assert, const Credential *credential)
{
  switch (credential->algorithm)
    {
    case COSE_ES256:
      return verify_es256 (assert, credential->key);
    case COSE_EDDSA:
      return verify_eddsa (assert, credential->key);
    case COSE_RS256:
      return verify_rs256 (assert, credential->key);
    default:
      return FALSE;
    }
}

static gboolean
is_signed (const Ceremony *ceremony, const Assertion *assertion, const Credential *credential)
{
  g_autoptr (fido_assert_t) assert = fido_assert_new ();
  guint8 hash[SHA256_SIZE];

  hash_of (assertion->client_data, hash);
  return assert != NULL &&fido_assert_set_clientdata_hash (assert, hash, sizeof hash)
         == FIDO_OK &&fido_assert_set_rp (assert, ceremony->host) == FIDO_OK &&fido_assert_set_count (assert, 1)
         == FIDO_OK &&fido_assert_set_up (assert, FIDO_OPT_TRUE)
         == FIDO_OK &&fido_assert_set_uv (assert, FIDO_OPT_TRUE)
         == FIDO_OK &&fido_assert_set_authdata_raw (assert, 0, POINTER (assertion->authenticator_data))
         == FIDO_OK &&fido_assert_set_sig (assert, 0, POINTER (assertion->signature))
         == FIDO_OK &&verify_by (assert, credential);
}

gboolean
assertion_verify (const Ceremony *ceremony, const Assertion *assertion, const Credential *credential,
                  guint32 *counter, char **challenge, GError **error)
{
  g_autofree char *answered = NULL;
  AuthenticatorData data;

  if (!g_bytes_equal (assertion->id, credential->id))
    return wrong (error, WEBAUTHN_ERROR_FOREIGN, "it is another passkey");
  if (!check_page (ceremony, assertion->client_data, "webauthn.get", &answered, error)
      || !check_device (ceremony, assertion->authenticator_data, &data, error))
    return FALSE;
  /* libfido2 would take it for extensions, which were not looked at as such. */
  if (data.has_credential)
    return wrong (error, WEBAUTHN_ERROR_BROKEN, "there is a new passkey in the answer of an old one");
  if (!is_signed (ceremony, assertion, credential))
    return wrong (error, WEBAUTHN_ERROR_SIGNATURE, "the signature does not fit");
  /* Most passkeys do not count, and say 0 always. */
  if ((data.counter != 0 || credential->counter != 0) && data.counter <= credential->counter)
    return wrong (error, WEBAUTHN_ERROR_COUNTER, "its counter did not grow; there may be a copy of it");
  *counter = data.counter;
  *challenge = g_steal_pointer (&answered);
  return TRUE;
}

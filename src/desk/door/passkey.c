/* The options stand in JSON as the standard writes them (section 5.4, 5.5), bytes in base64url. */
#include "desk/door/passkey.h"

#include <sodium.h>
#include <string.h>

#define FIELD_MOST 24576 /* of base64 */
#define TIMEOUT 300000   /* milliseconds */

/* ---- Where ---- */

static char *
host_of_address (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || g_hostname_is_ip_address (host))
    return NULL;
  g_autofree char *ascii = g_hostname_to_ascii (host);
  return ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
}

static gboolean
is_localhost (const char *host)
{
  return g_ascii_strncasecmp (host, "localhost", 9) == 0 && (host[9] == ':' || host[9] == '\0');
}

char *
passkey_host (const Exchange *exchange)
{
  if (!exchange->local)
    return host_of_address (exchange->desk->options->address);
  return is_localhost (exchange->host) ? g_strdup ("localhost") : NULL;
}

char *
passkey_elsewhere (const Exchange *exchange)
{
  const char *port = exchange->local ? strrchr (exchange->host, ':') : NULL;
  if (port == NULL || g_str_has_suffix (port, "]") || is_localhost (exchange->host))
    return NULL;
  return g_strconcat ("http://localhost", port, NULL);
}

/* As a browser writes it: in small letters, without the port that goes without saying. */
static char *
own_origin (const Exchange *exchange)
{
  if (exchange->local)
    {
      g_autofree char *host = g_ascii_strdown (exchange->host, -1);
      return g_strconcat ("http://", host, NULL);
    }
  g_autofree char *host = host_of_address (exchange->desk->options->address);
  g_autoptr (GUri) uri = g_uri_parse (exchange->desk->options->address, G_URI_FLAGS_NONE, NULL);
  int port = uri != NULL ? g_uri_get_port (uri) : -1;
  return port == -1 || port == 443 ? g_strconcat ("https://", host, NULL)
                                   : g_strdup_printf ("https://%s:%d", host, port);
}

/* ---- What is asked ---- */

typedef struct
{
  const char *host;
  char *origin;
  Ceremony ceremony;
} Place;

static void
place_clear (Place *place)
{
  g_free (place->origin);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* FALSE: there are no passkeys here. */
static gboolean
find_place (const Exchange *exchange, const char *purpose, Place *place)
{
  *place = (Place){ .host = exchange->passkey_host };
  if (place->host == NULL)
    return FALSE;
  place->origin = own_origin (exchange);
  place->ceremony = (Ceremony){ .host = place->host,
                                .origin = place->origin,
                                .key = exchange->desk->challenge_key,
                                .purpose = purpose,
                                .bound = exchange->csrf,
                                .now = exchange->now };
  return TRUE;
}

static json_t *
base64 (GBytes *bytes)
{
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  gsize size = sodium_base64_ENCODED_LEN (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  g_autofree char *text = g_malloc (size);
  return json_string (sodium_bin2base64 (text, size, start, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
}

/* Those of PERSON that are of use here. */
static json_t *
descriptors (const Exchange *exchange, const char *host, gint64 person, GError **error)
{
  json_t *list = json_array ();
  g_autoptr (GPtrArray) passkeys =
      person != 0 ? cabinet_passkeys (exchange->desk->cabinet, person, error) : g_ptr_array_new ();

  for (guint i = 0; passkeys != NULL && i < passkeys->len; i++)
    {
      const Passkey *passkey = passkeys->pdata[i];
      if (strcmp (passkey->host, host) == 0)
        json_array_append_new (list,
                               json_pack ("{s:s, s:o}", "type", "public-key", "id", base64 (passkey->credential.id)));
    }
  return list;
}

static void
answer_json (Exchange *exchange, json_t *view)
{
  char *text = json_dumps (view, JSON_COMPACT);

  exchange->status = 200;
  exchange->type_sent = "application/json";
  exchange->body = g_bytes_new_take (text, strlen (text));
  json_decref (view);
}

void
passkey_ask (Exchange *exchange, const char *purpose, gint64 person)
{
  g_auto (Place) place = { NULL };
  GError *error = NULL;

  if (!find_place (exchange, purpose, &place))
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return;
    }
  g_autofree char *challenge = challenge_new (&place.ceremony);
  json_t *view = json_pack ("{s:s, s:s, s:i, s:s, s:o}", "challenge", challenge, "rpId", place.host, "timeout",
                            TIMEOUT, "userVerification", "required", "allowCredentials",
                            descriptors (exchange, place.host, person, &error));
  if (error == NULL)
    answer_json (exchange, view);
  else
    {
      json_decref (view);
      desk_fail (exchange, error);
    }
}

static json_t *
algorithms (void)
{
  json_t *list = json_array ();
  for (const int *algorithm = webauthn_algorithms; *algorithm != 0; algorithm++)
    json_array_append_new (list, json_pack ("{s:s, s:i}", "type", "public-key", "alg", *algorithm));
  return list;
}

/* Which passkey it is the device shows by the name and the desk. */
static json_t *
new_options (const Exchange *exchange, const Place *place, GBytes *handle, GError **error)
{
  g_autofree char *challenge = challenge_new (&place->ceremony);
  return json_pack ("{s:s, s:{s:s, s:s}, s:{s:o, s:s, s:s}, s:o, s:i, s:s, s:{s:s, s:b, s:s}, s:o}", "challenge",
                    challenge, "rp", "id", place->host, "name", desk_word (exchange, "desk"), "user", "id",
                    base64 (handle), "name", exchange->person->name, "displayName", exchange->person->display,
                    "pubKeyCredParams", algorithms (), "timeout", TIMEOUT, "attestation", "none",
                    "authenticatorSelection", "residentKey", "preferred", "requireResidentKey", FALSE,
                    "userVerification", "required", "excludeCredentials",
                    descriptors (exchange, place->host, exchange->person->id, error));
}

void
passkey_ask_new (Exchange *exchange)
{
  g_auto (Place) place = { NULL };
  GError *error = NULL;

  if (!find_place (exchange, PASSKEY_NEW, &place))
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return;
    }
  g_autoptr (GBytes) handle = cabinet_passkey_handle (exchange->desk->cabinet, exchange->person->id, &error);
  json_t *view = handle != NULL ? new_options (exchange, &place, handle, &error) : NULL;
  if (error == NULL)
    answer_json (exchange, view);
  else
    {
      json_decref (view);
      desk_fail (exchange, error);
    }
}

/* ---- What is brought ---- */

/* NULL: it is not there, or no base64url. Transfer full. */
static GBytes *
field (const Exchange *exchange, const char *name)
{
  const char *text = form_text (exchange->form, name);
  gsize length = strlen (text), got = 0;
  if (length == 0 || length > FIELD_MOST)
    return NULL;
  g_autofree guint8 *bytes = g_malloc (length);
  if (sodium_base642bin (bytes, length, text, length, NULL, &got, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
      != 0)
    return NULL;
  return g_bytes_new (bytes, got);
}

gboolean
passkey_given (const Exchange *exchange)
{
  return *form_text (exchange->form, "passkey_client") != '\0';
}

typedef struct
{
  Assertion assertion;
  GBytes *handle;
} Brought;

static void
brought_clear (Brought *brought)
{
  g_clear_pointer (&brought->assertion.id, g_bytes_unref);
  g_clear_pointer (&brought->assertion.client_data, g_bytes_unref);
  g_clear_pointer (&brought->assertion.authenticator_data, g_bytes_unref);
  g_clear_pointer (&brought->assertion.signature, g_bytes_unref);
  g_clear_pointer (&brought->handle, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Brought, brought_clear)

/* FALSE: not all of it is there. */
static gboolean
take (const Exchange *exchange, Brought *brought)
{
  *brought = (Brought){ { field (exchange, "passkey_id"), field (exchange, "passkey_client"),
                          field (exchange, "passkey_data"), field (exchange, "passkey_signature") },
                        field (exchange, "passkey_handle") };
  return brought->assertion.id != NULL && brought->assertion.client_data != NULL
         && brought->assertion.authenticator_data != NULL && brought->assertion.signature != NULL;
}

/* Of a passkey that its owner chose from all, the device says whose it is. */
Login
passkey_login (Exchange *exchange, GError **error)
{
  g_auto (Place) place = { NULL };
  g_auto (Brought) brought = { { NULL } };

  if (!find_place (exchange, PASSKEY_LOGIN, &place) || !take (exchange, &brought) || brought.handle == NULL)
    return (Login){ .outcome = LOGIN_REFUSED };
  return cabinet_login_passkey (exchange->desk->cabinet, &place.ceremony, &brought.assertion, brought.handle,
                                exchange->place, exchange->agent, error);
}

Login
passkey_login_code (Exchange *exchange, GError **error)
{
  g_auto (Place) place = { NULL };
  g_auto (Brought) brought = { { NULL } };

  if (!find_place (exchange, PASSKEY_CODE, &place) || !take (exchange, &brought))
    return (Login){ .outcome = LOGIN_REFUSED };
  return cabinet_login_code_passkey (exchange->desk->cabinet, exchange->token, &place.ceremony, &brought.assertion,
                                     exchange->place, exchange->agent, error);
}

Login
passkey_login_again (Exchange *exchange, GError **error)
{
  g_auto (Place) place = { NULL };
  g_auto (Brought) brought = { { NULL } };

  if (!find_place (exchange, PASSKEY_AGAIN, &place) || !take (exchange, &brought))
    return (Login){ .outcome = LOGIN_REFUSED };
  return cabinet_login_again_passkey (exchange->desk->cabinet, exchange->session, &place.ceremony, &brought.assertion,
                                      exchange->place, error);
}

gboolean
passkey_add (Exchange *exchange, const char *name, char ***codes, GError **error)
{
  g_auto (Place) place = { NULL };
  g_autoptr (GBytes) client_data = field (exchange, "passkey_client");
  g_autoptr (GBytes) attestation = field (exchange, "passkey_attestation");
  const Registration registration = { client_data, attestation };
  Actor actor = exchange_actor (exchange);

  if (find_place (exchange, PASSKEY_NEW, &place) && client_data != NULL && attestation != NULL)
    return cabinet_add_passkey (exchange->desk->cabinet, &actor, &place.ceremony, &registration, name, codes, error);
  g_set_error_literal (error, WEBAUTHN_ERROR, WEBAUTHN_ERROR_BROKEN, "there is no passkey in the form");
  return FALSE;
}

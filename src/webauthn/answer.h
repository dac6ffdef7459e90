/* answer.h: the three things that an answer is made of, each read from bytes of strangers. The inside of this room.
 */
#pragma once

#include "webauthn/webauthn.h"

#define CLIENT_DATA_MOST 4096
#define ATTESTATION_MOST 16384

/* client_data.c: what the browser says of the page that asked (section 5.8.1). */
typedef struct
{
  char *type, *challenge, *origin;
  gboolean crossed; /* the page stood in a frame of another site */
} ClientData;
gboolean client_data_read (GBytes *bytes, ClientData *data, GError **error);
void client_data_clear (ClientData *data);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClientData, client_data_clear)

/* authenticator_data.c: what the device says (section 6.1). Of its parts those of fixed length. */
typedef struct
{
  guint8 host_hash[32];
  gboolean present, recognised;   /* somebody; whom it belongs to */
  gboolean may_be_copied, copied; /* to other devices of its owner's */
  gboolean has_credential;
  guint32 counter;
} AuthenticatorData;
gboolean authenticator_data_read (GBytes *bytes, AuthenticatorData *data, GError **error);

/* promise.c: whether CBOR that is read as such, one item after the other, says no more than it brings. */
gboolean promises_hold (const guint8 *bytes, gsize length);

/* attestation.c: a new passkey (section 6.5.4). */
typedef struct
{
  char *format;
  GBytes *statement; /* in CBOR */
  gboolean is_empty; /* the statement is */
  GBytes *authenticator_data;
} Attestation;
gboolean attestation_read (GBytes *bytes, Attestation *attestation, GError **error);
void attestation_clear (Attestation *attestation);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attestation, attestation_clear)

/* passkey.h: the passkeys of people: kept, listed, taken away. login.h has what they are good for. */
#pragma once

#include "cabinet/people.h"
#include "webauthn/webauthn.h"

#define PASSKEY_MOST 20      /* of one person */
#define PASSKEY_NAME_MOST 60 /* characters */
#define PASSKEY_HANDLE_BYTES 32

typedef struct
{
  gint64 id, person;
  Credential credential;
  char *name; /* as its owner calls it */
  char *host; /* for which it was made */
  Instant added;
  Instant used; /* last; INSTANT_MIN: never */
} Passkey;
void passkey_free (Passkey *passkey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Passkey, passkey_free)

/* Of one person, the first added first. Array of Passkey; transfer full. */
GPtrArray *cabinet_passkeys (Cabinet *cabinet, gint64 person, GError **error);
/* One of PERSON's; MISSING if it is not theirs. Transfer full. */
Passkey *cabinet_passkey (Cabinet *cabinet, gint64 person, gint64 id, GError **error);
/* By what devices know the person: made when it is first asked for. Transfer full. */
GBytes *cabinet_passkey_handle (Cabinet *cabinet, gint64 person, GError **error);
/* Keep what a browser says of a new passkey of ACTOR's. *CODES: recovery codes to be shown this once, if they had
 * none, else NULL; transfer full. WEBAUTHN_ERROR: it is not what was asked for. INVALID: a name of no or too many
 * letters. EXISTS: it is kept already. STATE: there are as many as may be. */
gboolean cabinet_add_passkey (Cabinet *cabinet, const Actor *actor, const Ceremony *ceremony,
                              const Registration *registration, const char *name, char ***codes, GError **error);
/* One of PERSON's; MISSING if it is not theirs. */
gboolean cabinet_remove_passkey (Cabinet *cabinet, const Actor *actor, gint64 person, gint64 id, GError **error);

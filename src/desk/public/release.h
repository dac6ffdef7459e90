/* release.h: from the desk into the record, in one transaction with the seal. */
#pragma once

#include "desk/exchange.h"
#include "publish/publish.h"

/* What stands against publishing for OFFICE now, as a message's key: its keys are not here. NULL: nothing. */
const char *release_hindrance (Desk *desk, const char *office, GError **error);
/* Publish the draft of EXCHANGE, of that VERSION. REASON: why without a second person; NULL: there are two. FALSE
 * with ERROR set: nothing is published, and the draft stands as it stood. */
gboolean release_draft (Exchange *exchange, gint64 version, const char *reason, GError **error);

typedef struct
{
  const char *office, *address; /* "/en/2026/…" */
  const char *note;             /* why; it is public */
  gboolean restores;            /* it was withdrawn, and is put back */
} Retraction;
gboolean release_retraction (Exchange *exchange, const Retraction *retraction, GError **error);

/* ---- Steps ---- */

/* Make the next edition of FROM, within the record's transaction. Transfer full. */
Draft *release_put (Exchange *exchange, const CabinetDraft *from, GError **error);
/* The same in a transaction of its own, with the seal. */
Draft *release_edition (Exchange *exchange, const CabinetDraft *from, GError **error);
/* Commit what was written for OFFICE, sealed if it is public. FALSE with ERROR set: it is to be rolled back. */
gboolean release_commit (Exchange *exchange, const char *office, const Profile *profile, GError **error);
/* The edition that the record knows DRAFT by; NULL without ERROR set: it does not. Transfer full. */
Edition *release_found (const Desk *desk, const CabinetDraft *draft, GError **error);

/* After a crash: what was decided is confirmed if it is in the record, and else given up. */
gboolean release_recover (const Desk *desk, const CabinetDraft *draft, Instant now, GError **error);

/* release.h: from the desk into the record, in one transaction with the seal. */
#pragma once

#include "desk/exchange.h"

/* What stands against publishing for OFFICE now, as a message's key: its keys are not here. NULL: nothing. */
const char *release_hindrance (Desk *desk, const char *office, GError **error);
/* Publish the draft of EXCHANGE, of that VERSION. REASON: why without a second person; NULL: there are two. FALSE
 * with ERROR set: nothing is published, and the draft stands as it stood. */
gboolean release_draft (Exchange *exchange, gint64 version, const char *reason, GError **error);
/* Take back the text at ADDRESS ("/en/2026/…"). */
gboolean release_withdrawal (Exchange *exchange, const char *office, const char *address, const char *note,
                             GError **error);
/* After a crash: what was decided and is in the record is confirmed, what is not is given up. */
gboolean release_recover (Desk *desk, Instant now, GError **error);

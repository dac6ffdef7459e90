/* schedule.h: what is scheduled is taken back, or given another time, until the last moment.
 *
 * Whether the instant or the taking back came first the store decides: what it took back no reader ever saw. */
#pragma once

#include "desk/exchange.h"

/* Take the draft of EXCHANGE back: it is a draft again. *PUBLIC with FALSE: it has become public, and stays so. */
gboolean schedule_take_back (Exchange *exchange, const char *reason, gboolean *public, GError **error);
/* Make it public at WHEN instead ("2026-11-27 09:00 Europe/Lisbon"), which is to come. */
gboolean schedule_move (Exchange *exchange, const char *reason, const char *when, gboolean *public, GError **error);
/* After a crash: what was to be taken back is taken back, unless it is public by now; what was to be moved stands
 * where it stood, or where it was moved to. */
gboolean schedule_recover (const Desk *desk, const CabinetDraft *draft, Instant now, GError **error);

/* profile_release.h: from the draft of a profile to its edition.
 *
 * A profile takes the place of the one that is in force at its instant, from which its draft must have begun. What
 * was scheduled for later stays scheduled, with the change in it. */
#pragma once

#include "desk/profile/profile_work.h"
#include "publish/publish.h"

/* What stands against publishing it, at the instant that it is for. Array of ProfileProblem; transfer full; NULL with
 * ERROR set. */
GPtrArray *profile_release_check (Exchange *exchange, ProfileWork *work, GError **error);
/* When it is to be in force; now where it does not say, or says what is past or no instant. */
Instant profile_release_instant (const Exchange *exchange, const ProfileWork *work);
/* Bring the draft up to the edition that will be in force at its instant, if that is another one than it began from.
 * *CONFLICT (transfer full): what was changed here and there, and nothing is done. FALSE with ERROR set too. */
gboolean profile_release_rebase (Exchange *exchange, ProfileWork *work, char **conflict, GError **error);

/* Write the edition of DRAFT, within a transaction of the record. Transfer full; NULL with ERROR set.
 */
Draft *profile_release_write (Exchange *exchange, const CabinetDraft *draft, GError **error);
/* Write once more what was scheduled, with the text that DRAFT has here: it says another instant. What was published
 * since it was written is kept in it. */
Draft *profile_release_move (Exchange *exchange, const CabinetDraft *draft, GError **error);
/* SCHEDULED is to leave the record: the open draft that began from it begins from the edition before it instead, and
 * keeps what it says. */
gboolean profile_release_leave (Exchange *exchange, const CabinetDraft *scheduled, GError **error);

/* What was scheduled and was written again has another number in the record than its draft: that is noted there. To
 * be done after every publication of a profile, and after a crash. */
gboolean profile_release_settle (const Desk *desk, const char *office, Instant now, GError **error);
/* Note in the trail what was published: every part that it changed, before and after. */
gboolean profile_release_note (Exchange *exchange, const Draft *draft, GError **error);

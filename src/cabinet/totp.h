/* totp.h: time-based one-time passwords (RFC 6238, with SHA-1, 30 seconds and six digits, as every device has them),
 * and the Base32 (RFC 4648 section 6) that their secrets are typed in. Pure. */
#pragma once

#include "record/instant.h"

#define TOTP_STEP (30 * INSTANT_SECOND)
#define TOTP_DIGITS 6

/* HOTP (RFC 4226) of COUNTER, in DIGITS digits, at most 8. */
guint32 totp_code (const guint8 *secret, gsize length, guint64 counter, unsigned digits);
guint64 totp_step (Instant now);
/* The step that CODE, six digits among which there may be spaces, is of: the present one, the one before or the one
 * after. 0: of none of them, or of none later than USED. */
guint64 totp_match (const guint8 *secret, gsize length, const char *code, Instant now, guint64 used);

char *base32_write (const guint8 *bytes, gsize length); /* without padding; transfer full */
/* Letters of either case; spaces, hyphens and padding are passed over. NULL if there is anything else. Transfer full.
 */
guint8 *base32_read (const char *text, gsize *length);

/* instant.h: the one measure of time in the record.
 *
 * An instant is a count of microseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
 * Text form is RFC 3339. Nothing here reads the clock. */
#pragma once

#include <glib.h>

typedef gint64 Instant;

#define INSTANT_MIN G_MININT64 /* before everything */
#define INSTANT_MAX G_MAXINT64 /* never */
#define INSTANT_MILLISECOND G_GINT64_CONSTANT (1000)
#define INSTANT_SECOND G_GINT64_CONSTANT (1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)

#define INSTANT_ERROR (instant_error_quark ())
typedef enum
{
  INSTANT_ERROR_SYNTAX, /* not a date-time with a zone offset */
  INSTANT_ERROR_RANGE   /* a field out of range, e.g. 30 February or a year outside 0001–9999 */
} InstantError;
GQuark instant_error_quark (void);

/* Read an RFC 3339 date-time, which must bear an offset: "2026-11-23T13:24:48+01:00". "Z", a space for the "T",
 * "+0100", missing seconds and a fraction of up to six digits (more are cut) are taken too. */
gboolean instant_parse (const char *text, Instant *instant, GError **error);

/* RFC 3339 in UTC, the fraction only where there is one: "2026-11-23T12:24:48Z". Transfer full. */
char *instant_format (Instant instant);

/* IMF-fixdate of RFC 9110 section 5.6.7: "Mon, 23 Nov 2026 12:24:48 GMT". Transfer full. */
char *instant_format_http (Instant instant);

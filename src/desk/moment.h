/* moment.h: a date and a time of day as they were typed for a place, and instants in words of the office's capitals.
 */
#pragma once

#include "desk/exchange.h"

#define MOMENT_ERROR (moment_error_quark ())
typedef enum
{
  MOMENT_ERROR_DATE, /* it is no date */
  MOMENT_ERROR_TIME,
  MOMENT_ERROR_ZONE
} MomentError;
GQuark moment_error_quark (void);

typedef enum
{
  MOMENT_PLAIN,
  MOMENT_SKIPPED, /* clocks go forward over it: it is the instant of the change */
  MOMENT_TWICE    /* clocks go back over it: it is the first of the two */
} MomentKind;

/* "2026-11-27 09:00 Europe/Lisbon". */
gboolean moment_parse (const char *text, Instant *instant, MomentKind *kind, GError **error);
/* "Friday, 27 November 2026, 09:00 in Lisbon; 12:00 in Andrel". Transfer full. */
char *moment_words (const Exchange *exchange, const Profile *profile, Instant instant);
/* The times of day alone: "09:00 in Lisbon; 12:00 in Andrel". Transfer full. */
char *moment_times (const Exchange *exchange, const Profile *profile, Instant instant);
/* What a zone's clocks are called: by the profile, else by the zone's last part. Transfer full. */
char *moment_place (const Profile *profile, const char *zone, const char *language);
/* What the script writes the time into that is left: "In {time}". Transfer full. */
char *moment_countdown (const Exchange *exchange);
/* What to say of an error of moment_parse() beside the field. */
const char *moment_problem (const Exchange *exchange, const GError *error);
/* What clocks do at a moment of that kind; NULL: nothing. */
const char *moment_oddity (const Exchange *exchange, MomentKind kind);

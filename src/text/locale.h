/* locale.h: dates, numbers and names as a language writes them (CLDR, by ICU).
 *
 * What time it is anywhere is decided by GTimeZone (record/civil.h); ICU is only asked to write it. Thread-safe. */
#pragma once

#include "record/civil.h"

typedef enum
{
  DATE_LONG,         /* "23 November 2026" */
  DATE_FULL,         /* "Monday, 23 November 2026" */
  DATE_MEDIUM,       /* for lists: "23 Nov 2026" */
  DATE_MONTH,        /* "November 2026" */
  DATE_MONTH_NAME,   /* "November", as it stands alone */
  DATE_TIME,         /* "14:05", always 24 hours HH:mm */
  DATE_LONG_TIME,    /* "23 November 2026, 14:05" */
  DATE_WEEKDAY,      /* "Monday", as it stands alone */
  DATE_WEEKDAY_SHORT /* "Mo", above a column */
} DateStyle;

/* PATTERN: a CLDR date pattern that takes the style's place, or NULL. English without a region is written as in
 * en-GB (day before month). Digits are those of the language by CLDR's default. Transfer full. */
char *locale_date (const char *language, const CivilTime *time, DateStyle style, const char *pattern);
/* The day on which a week begins where the language is spoken: 1 Monday to 7 Sunday. */
int locale_first_weekday (const char *language);
/* Whether PATTERN is a CLDR date pattern that ICU takes. */
gboolean locale_pattern_valid (const char *pattern);
char *locale_number (const char *language, gint64 number);          /* "1,417"; transfer full */
char *locale_list (const char *language, const char *const *items); /* "a, b and c"; transfer full */
char *locale_size (const char *language, guint64 bytes);            /* "240 kB"; transfer full */
/* The language's own name for itself: "français", "العربية". Transfer full. */
char *locale_language_name (const char *language);
const char *locale_direction (const char *language);                     /* "ltr" or "rtl" */
int locale_compare (const char *language, const char *a, const char *b); /* collation order */
/* The best of OFFERED (NULL-terminated) for an Accept-Language header (RFC 9110 section 12.5.4, RFC 4647 lookup), or
 * OFFERED[0]. Borrowed. Untrusted input: must not fail or loop on any HEADER, NULL included. */
const char *locale_negotiate (const char *header, const char *const *offered);

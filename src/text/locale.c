/* Dates, numbers and names, written by ICU from CLDR.
 *
 * A civil time is handed to ICU as if it were UTC, so that ICU's own zone rules never count; the calendar is the
 * Gregorian one in every language, and before 1582 too, as in ISO 8601. Where ICU fails, the result is the plain form
 * (an ISO date, ASCII digits, the tag itself): a page is never lost for want of a name. */
#include "text/locale.h"

#include "text/icu.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#define TEXT_LIMIT 512    /* UTF-16 units of a date, a number or a name */
#define PATTERN_LIMIT 100 /* bytes of a date pattern from outside */
#define FIELDS "GyYurQqMLwWdDFEecabBhHkKmsS"

static char *
utf8_or (const UChar *text, int32_t length, UErrorCode status, char *otherwise)
{
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING)
    return otherwise;
  g_free (otherwise);
  return icu_utf8 (text, length);
}

/* ---- Dates ---- */

static const UChar *
style_skeleton (DateStyle style)
{
  switch (style)
    {
    case DATE_MEDIUM:
      return U16 ("yMMMd");
    case DATE_MONTH:
      return U16 ("yMMMM");
    default:
      return NULL;
    }
}

static const UChar *
style_pattern (DateStyle style)
{
  switch (style)
    {
    case DATE_MONTH_NAME:
      return U16 ("LLLL");
    case DATE_WEEKDAY:
      return U16 ("cccc");
    case DATE_WEEKDAY_SHORT:
      return U16 ("cccccc");
    case DATE_TIME:
      return U16 ("HH:mm");
    default:
      return NULL;
    }
}

/* CLDR's pattern for SKELETON. */
static void
pattern_of_skeleton (const char *locale, const UChar *skeleton, UChar *pattern, UErrorCode *status)
{
  UDateTimePatternGenerator *generator = udatpg_open (locale, status);

  udatpg_getBestPattern (generator, skeleton, -1, pattern, TEXT_LIMIT, status);
  udatpg_close (generator);
}

/* CLDR's pattern for a whole date: long, or with the weekday. */
static void
pattern_of_date (const char *locale, UDateFormatStyle style, UChar *pattern, UErrorCode *status)
{
  UDateFormat *format = udat_open (UDAT_NONE, style, locale, U16 ("UTC"), -1, NULL, 0, status);

  if (U_FAILURE (*status))
    return;
  udat_toPattern (format, FALSE, pattern, TEXT_LIMIT, status);
  udat_close (format);
}

/* Replace MARK in PATTERN by TEXT, if there is room. */
static void
pattern_put (UChar *pattern, const UChar *mark, const UChar *text)
{
  UChar *at = u_strstr (pattern, mark);
  int32_t marked = u_strlen (mark), added = u_strlen (text);

  if (at == NULL || u_strlen (pattern) + added >= TEXT_LIMIT)
    return;
  u_memmove (at + added, at + marked, u_strlen (at + marked) + 1);
  u_memcpy (at, text, added);
}

/* The long date and the time, joined as the language joins them. */
static void
pattern_of_instant (const char *locale, UChar *pattern, UErrorCode *status)
{
  UChar date[TEXT_LIMIT] = { 0 };
  UDateTimePatternGenerator *generator = udatpg_open (locale, status);

  pattern_of_date (locale, UDAT_LONG, date, status);
  if (U_SUCCESS (*status))
    {
      u_strncpy (pattern, udatpg_getDateTimeFormat (generator, NULL), TEXT_LIMIT / 4);
      pattern[TEXT_LIMIT / 4] = 0;
      pattern_put (pattern, U16 ("{0}"), U16 ("HH:mm"));
      pattern_put (pattern, U16 ("{1}"), date);
    }
  udatpg_close (generator);
}

static void
pattern_of_style (const char *locale, DateStyle style, UChar *pattern, UErrorCode *status)
{
  if (style_pattern (style) != NULL)
    u_strcpy (pattern, style_pattern (style));
  else if (style_skeleton (style) != NULL)
    pattern_of_skeleton (locale, style_skeleton (style), pattern, status);
  else if (style == DATE_LONG_TIME)
    pattern_of_instant (locale, pattern, status);
  else
    pattern_of_date (locale, style == DATE_FULL ? UDAT_FULL : UDAT_LONG, pattern, status);
}

/* The calendar of ISO 8601: the Gregorian one for all time. */
static void
date_set_calendar (UDateFormat *format, const char *locale, UErrorCode *status)
{
  UCalendar *calendar = ucal_open (U16 ("UTC"), -1, locale, UCAL_GREGORIAN, status);

  ucal_setGregorianChange (calendar, -1e16, status);
  if (U_SUCCESS (*status))
    udat_setCalendar (format, calendar);
  ucal_close (calendar);
}

static gpointer
date_open_pattern (const char *locale, DateStyle style, const UChar *pattern)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, U16 ("UTC"), -1, pattern, -1, &status);

  if (U_FAILURE (status))
    return NULL;
  date_set_calendar (format, locale, &status);
  if (style == DATE_MONTH || style == DATE_MONTH_NAME) /* these are headings */
    udat_setContext (format, UDISPCTX_CAPITALIZATION_FOR_BEGINNING_OF_SENTENCE, &status);
  if (U_SUCCESS (status))
    return format;
  udat_close (format);
  return NULL;
}

/* Whether PATTERN is short, writes some field, closes its quotes, and has no letter but those of dates and times: ICU
 * passes over letters that it does not know, and a civil time has no zone to write. */
static gboolean
pattern_sensible (const char *pattern)
{
  gboolean quoted = FALSE, field = FALSE;

  if (strlen (pattern) > PATTERN_LIMIT || !g_utf8_validate (pattern, -1, NULL))
    return FALSE;
  for (const char *at = pattern; *at != '\0'; at++)
    {
      if (*at == '\'')
        quoted = !quoted;
      else if (!quoted && g_ascii_isalpha (*at))
        {
          field = TRUE;
          if (strchr (FIELDS, *at) == NULL)
            return FALSE;
        }
    }
  return field && !quoted;
}

static gpointer
date_open (const char *plain_locale, int style, const char *own_pattern)
{
  char locale[ULOC_FULLNAME_CAPACITY];
  UChar pattern[TEXT_LIMIT] = { 0 };
  UErrorCode status = U_ZERO_ERROR;

  g_strlcpy (locale, plain_locale, sizeof locale);
  uloc_setKeywordValue ("calendar", "gregorian", locale, sizeof locale, &status);
  if (own_pattern != NULL)
    {
      if (!pattern_sensible (own_pattern))
        return NULL;
      g_autofree UChar *own = icu_text (own_pattern);
      return date_open_pattern (locale, (DateStyle)style, own);
    }
  pattern_of_style (locale, (DateStyle)style, pattern, &status);
  return U_SUCCESS (status) ? date_open_pattern (locale, (DateStyle)style, pattern) : NULL;
}

static void
date_close (gpointer format)
{
  udat_close (format);
}

static const IcuKind date_kind = { date_open, date_close };

static UDate
date_of (const CivilTime *time)
{
  gint64 minutes = civil_date_number (time->date) * 1440 + time->hour * 60 + time->minute;
  return (UDate)(minutes * 60 + time->second) * 1000;
}

char *
locale_date (const char *language, const CivilTime *time, DateStyle style, const char *pattern)
{
  UDateFormat *format = icu_formatter (&date_kind, language, (int)style, pattern);
  UChar text[TEXT_LIMIT];
  UErrorCode status = format != NULL ? U_ZERO_ERROR : U_ILLEGAL_ARGUMENT_ERROR;

  if (format == NULL && pattern != NULL)
    return locale_date (language, time, style, NULL);
  int32_t length = udat_format (format, date_of (time), text, TEXT_LIMIT, NULL, &status);
  return utf8_or (text, length, status, civil_date_format (time->date));
}

gboolean
locale_pattern_valid (const char *pattern)
{
  UDateFormat *format = date_open ("en_GB", DATE_LONG, pattern);

  if (format != NULL)
    udat_close (format);
  return format != NULL;
}

/* ---- Numbers ---- */

static gpointer
number_open (const char *locale, int variant, const char *pattern)
{
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, locale, NULL, &status);

  (void)variant, (void)pattern;
  return U_SUCCESS (status) ? format : NULL;
}

static void
number_close (gpointer format)
{
  unum_close (format);
}

static const IcuKind number_kind = { number_open, number_close };

char *
locale_number (const char *language, gint64 number)
{
  UNumberFormat *format = icu_formatter (&number_kind, language, 0, NULL);
  UChar text[TEXT_LIMIT];
  UErrorCode status = format != NULL ? U_ZERO_ERROR : U_ILLEGAL_ARGUMENT_ERROR;

  int32_t length = unum_formatInt64 (format, number, text, TEXT_LIMIT, NULL, &status);
  return utf8_or (text, length, status, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

/* Sizes in steps of 1,000, with one decimal below ten, as people read them. */
static const UChar *const size_skeletons[] = {
  U16 ("unit/byte unit-width-full-name ."),  U16 ("unit/kilobyte unit-width-short ."),
  U16 ("unit/megabyte unit-width-short ."),  U16 ("unit/gigabyte unit-width-short ."),
  U16 ("unit/kilobyte unit-width-short .#"), U16 ("unit/megabyte unit-width-short .#"),
  U16 ("unit/gigabyte unit-width-short .#"),
};
#define SIZE_UNITS 4

static gpointer
size_open (const char *locale, int variant, const char *pattern)
{
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormatter *format = unumf_openForSkeletonAndLocale (size_skeletons[variant], -1, locale, &status);

  (void)pattern;
  return U_SUCCESS (status) ? format : NULL;
}

static void
size_close (gpointer format)
{
  unumf_close (format);
}

static const IcuKind size_kind = { size_open, size_close };

static char *
size_text (const UNumberFormatter *format, double value)
{
  UChar text[TEXT_LIMIT];
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumber *result = unumf_openResult (&status);

  unumf_formatDouble (format, value, result, &status);
  int32_t length = unumf_resultToString (result, text, TEXT_LIMIT, &status);
  unumf_closeResult (result);
  return utf8_or (text, length, status, NULL);
}

char *
locale_size (const char *language, guint64 bytes)
{
  double value = (double)bytes;
  int unit = 0;

  /* 999.5 kB would be rounded to 1,000 kB: it is 1 MB. */
  for (; unit < SIZE_UNITS - 1 && value >= (unit == 0 ? 1000 : 999.5); unit++)
    value /= 1000;
  gboolean decimal = unit > 0 && value < 9.95;
  const UNumberFormatter *format = icu_formatter (&size_kind, language, decimal ? SIZE_UNITS + unit - 1 : unit, NULL);
  char *text = format != NULL ? size_text (format, value) : NULL;
  return text != NULL ? text : g_strdup_printf ("%" G_GUINT64_FORMAT " B", bytes);
}

/* ---- Lists ---- */

static gpointer
list_open (const char *locale, int variant, const char *pattern)
{
  UErrorCode status = U_ZERO_ERROR;
  UListFormatter *format = ulistfmt_open (locale, &status);

  (void)variant, (void)pattern;
  return U_SUCCESS (status) ? format : NULL;
}

static void
list_close (gpointer format)
{
  ulistfmt_close (format);
}

static const IcuKind list_kind = { list_open, list_close };

char *
locale_list (const char *language, const char *const *items)
{
  const UListFormatter *format = icu_formatter (&list_kind, language, 0, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  UErrorCode status = format != NULL ? U_ZERO_ERROR : U_ILLEGAL_ARGUMENT_ERROR;
  gsize room = 1;

  for (; *items != NULL; items++)
    {
      g_ptr_array_add (texts, icu_text (*items));
      room += strlen (*items) + TEXT_LIMIT / 8;
    }
  if (texts->len == 0)
    return g_strdup ("");
  g_autofree UChar *text = g_new (UChar, room);
  int32_t length = ulistfmt_format (format, (const UChar *const *)texts->pdata, NULL, (int32_t)texts->len, text,
                                    (int32_t)room, &status);
  return utf8_or (text, length, status, g_strjoinv (", ", (char **)(gpointer)(items - texts->len)));
}

/* ---- Weeks ---- */

int
locale_first_weekday (const char *language)
{
  char locale[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;

  icu_locale (language, locale);
  UCalendar *calendar = ucal_open (U16 ("UTC"), -1, locale, UCAL_GREGORIAN, &status);
  int first = U_SUCCESS (status) ? ucal_getAttribute (calendar, UCAL_FIRST_DAY_OF_WEEK) : UCAL_MONDAY;
  ucal_close (calendar);
  return first == UCAL_SUNDAY ? 7 : first - 1;
}

/* ---- Languages ---- */

static gpointer
name_open (const char *locale, int variant, const char *tag)
{
  UChar text[TEXT_LIMIT];
  char own[ULOC_FULLNAME_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;
  ULocaleDisplayNames *names = uldn_open (locale, ULDN_DIALECT_NAMES, &status);

  (void)variant;
  uloc_forLanguageTag (tag, own, sizeof own, NULL, &status); /* as it is: English, not British English */
  int32_t length = uldn_localeDisplayName (names, own, text, TEXT_LIMIT, &status);
  if (names != NULL)
    uldn_close (names);
  return *own != '\0' ? utf8_or (text, length, status, NULL) : NULL;
}

static const IcuKind name_kind = { name_open, g_free };

char *
locale_language_name (const char *language)
{
  const char *name = icu_formatter (&name_kind, language, 0, language);
  return g_strdup (name != NULL ? name : language);
}

const char *
locale_direction (const char *language)
{
  char locale[ULOC_FULLNAME_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;

  uloc_forLanguageTag (language, locale, sizeof locale, NULL, &status);
  return U_SUCCESS (status) && uloc_isRightToLeft (locale) ? "rtl" : "ltr";
}

static gpointer
collator_open (const char *locale, int variant, const char *pattern)
{
  UErrorCode status = U_ZERO_ERROR;
  UCollator *collator = ucol_open (locale, &status);

  (void)variant, (void)pattern;
  return U_SUCCESS (status) ? collator : NULL;
}

static void
collator_close (gpointer collator)
{
  ucol_close (collator);
}

static const IcuKind collator_kind = { collator_open, collator_close };

int
locale_compare (const char *language, const char *a, const char *b)
{
  const UCollator *collator = icu_formatter (&collator_kind, language, 0, NULL);
  UErrorCode status = U_ZERO_ERROR;

  if (collator == NULL)
    return strcmp (a, b);
  int order = ucol_strcollUTF8 (collator, a, -1, b, -1, &status);
  return order != 0 && U_SUCCESS (status) ? order : strcmp (a, b);
}

/* dates.c: one pattern a language, made of the names that CLDR has for its months and days. Where a language declines
 * a day's name (Russian), the end of the name is open. Chinese writes numbers throughout. */
#include "text/dates.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>

#include "text/icu.h"

#define MOST_FOUND 200
#define MOST_READ (256u * 1024)

/* ---- Names ---- */

static UDateFormat *
open_format (const char *language)
{
  char locale[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;

  icu_locale (language, locale);
  UDateFormat *format = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, NULL, 0, U16 ("d"), -1, &status);
  return U_SUCCESS (status) ? format : NULL;
}

/* COUNT names from FIRST on. */
static char **
names_of (const UDateFormat *format, UDateFormatSymbolType type, int first, int count)
{
  char **names = g_new0 (char *, (gsize)count + 1);

  for (int i = 0; i < count; i++)
    {
      UChar name[64];
      UErrorCode status = U_ZERO_ERROR;
      int32_t length = udat_getSymbols (format, type, first + i, name, G_N_ELEMENTS (name), &status);
      g_autofree char *text = U_SUCCESS (status) ? icu_utf8 (name, length) : g_strdup ("");
      names[i] = g_utf8_casefold (text, -1);
    }
  return names;
}

/* What of a name does not change with its case: "пятниц" of "пятница". */
static char *
stem_of (const char *name, gboolean declined)
{
  glong length = g_utf8_strlen (name, -1);
  const char *last = length > 4 ? g_utf8_offset_to_pointer (name, length - 1) : NULL;
  gboolean open = declined && last != NULL && strstr ("аеь", last) != NULL;

  return open ? g_strndup (name, (gsize)(last - name)) : g_strdup (name);
}

static int
index_of (char **names, const char *word, gboolean declined)
{
  g_autofree char *folded = g_utf8_casefold (word, -1);

  for (int i = 0; names[i] != NULL; i++)
    {
      g_autofree char *stem = stem_of (names[i], declined);
      if (*stem != '\0' && (strcmp (folded, names[i]) == 0 || (declined && g_str_has_prefix (folded, stem))))
        return i + 1;
    }
  return 0;
}

static void
append_names (GString *pattern, char **names, gboolean declined)
{
  for (int i = 0; names[i] != NULL; i++)
    {
      g_autofree char *stem = stem_of (names[i], declined);
      g_autofree char *escaped = g_regex_escape_string (stem, -1);
      if (*stem != '\0')
        g_string_append_printf (pattern, "%s%s%s", i > 0 ? "|" : "", escaped,
                                strcmp (stem, names[i]) != 0 ? "\\p{L}" : "");
    }
}

/* ---- Patterns ---- */

#define DAY "(?<d>[0-9٠-٩]{1,2})(?:st|nd|rd|th|er|º|\\.)?"
#define YEAR "(?<y>[0-9٠-٩]{4})"
#define DAY_FIRST DAY "\\s+(?:of\\s+|de\\s+)?(?<m>%s)(?:,?\\s+(?:de\\s+|del\\s+)?" YEAR ")?"
#define MONTH_FIRST "(?<m>%s)\\s+" DAY "(?:,?\\s+" YEAR ")?"
#define CHINESE                                                                                                      \
  "(?:" YEAR "\\s*年\\s*)?(?<m>[0-9]{1,2})\\s*月\\s*(?<d>[0-9]{1,2})\\s*日(?:\\s*[（(]?(?:星期|周|週)(?<w>[" \
  "一二三四五六日天]))?"

static GRegex *
pattern_of (char **months, char **days, gboolean declined)
{
  g_autoptr (GString) month = g_string_new (NULL), day = g_string_new (NULL);
  append_names (month, months, declined);
  append_names (day, days, declined);
  g_autofree char *first = g_strdup_printf (DAY_FIRST, month->str);
  g_autofree char *second = g_strdup_printf (MONTH_FIRST, month->str);
  g_autofree char *whole = g_strdup_printf ("(?<![\\p{L}\\p{N}])(?:(?<w>%s)[,،]?\\s+(?:the\\s+|le\\s+|el\\s+|día\\s+|"
                                            "dia\\s+)?)?(?:%s|%s)(?![\\p{L}\\p{N}])",
                                            day->str, first, second);
  return g_regex_new (whole, G_REGEX_CASELESS | G_REGEX_DUPNAMES | G_REGEX_OPTIMIZE, 0, NULL);
}

/* ---- What was found ---- */

static int
number_of (const char *digits)
{
  int number = 0;

  for (; digits != NULL && *digits != '\0'; digits = g_utf8_next_char (digits))
    number = number * 10 + MAX (0, g_unichar_digit_value (g_utf8_get_char (digits)));
  return number;
}

static gboolean
is_date (int year, int month, int day, CivilDate *date)
{
  g_autofree char *text = g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  return year > 0 && year <= 9999 && month > 0 && month <= 12 && day > 0 && day <= 31
         && civil_date_parse (text, date);
}

static gboolean
nearest (int month, int day, CivilDate near, CivilDate *date)
{
  gint64 least = G_MAXINT64;

  for (int year = near.year - 1; year <= near.year + 1; year++)
    {
      CivilDate candidate;
      gint64 away = is_date (year, month, day, &candidate)
                        ? llabs (civil_date_number (candidate) - civil_date_number (near))
                        : G_MAXINT64;
      if (away < least)
        {
          least = away;
          *date = candidate;
        }
    }
  return least < G_MAXINT64;
}

static void
named_date_free (gpointer data)
{
  NamedDate *named = data;

  g_free (named->text);
  g_free (named);
}

typedef struct
{
  char **months, **days;
  gboolean chinese, declined, capital; /* CAPITAL: a month’s name has one; else it is a word (“may 3”) */
  CivilDate near;
} Reading;

static int
weekday_of (const Reading *reading, const char *word)
{
  static const char *const chinese[] = { "一", "二", "三", "四", "五", "六", "日" };

  if (word == NULL || *word == '\0')
    return 0;
  for (int i = 0; reading->chinese && i < 7; i++)
    if (strcmp (word, chinese[i]) == 0)
      return i + 1;
  return reading->chinese ? 7 : index_of (reading->days, word, reading->declined);
}

static void
take (GPtrArray *found, const GMatchInfo *match, const Reading *reading)
{
  g_autofree char *year = g_match_info_fetch_named (match, "y"), *month = g_match_info_fetch_named (match, "m");
  g_autofree char *day = g_match_info_fetch_named (match, "d"), *weekday = g_match_info_fetch_named (match, "w");
  int m = reading->chinese ? number_of (month) : index_of (reading->months, month, reading->declined);
  CivilDate date;

  if (reading->capital && !g_ascii_isupper (*month))
    return;
  if (year != NULL && *year != '\0' ? !is_date (number_of (year), m, number_of (day), &date)
                                    : !nearest (m, number_of (day), reading->near, &date))
    return;
  NamedDate *named = g_new0 (NamedDate, 1);
  named->date = date;
  named->weekday = weekday_of (reading, weekday);
  named->text = g_match_info_fetch (match, 0);
  g_ptr_array_add (found, named);
}

static void
find_all (GPtrArray *found, const GRegex *regex, const char *text, const Reading *reading)
{
  g_autoptr (GMatchInfo) match = NULL;

  for (gboolean more = g_regex_match (regex, text, 0, &match); more && found->len < MOST_FOUND;
       more = g_match_info_next (match, NULL))
    take (found, match, reading);
}

/* A weekday of CLDR begins on Sunday. */
static void
begin_on_monday (char **days)
{
  char *sunday = days[0];

  memmove (days, days + 1, 6 * sizeof *days);
  days[6] = sunday;
}

static void
find_in_words (GPtrArray *found, const char *text, const char *language, CivilDate near)
{
  UDateFormat *format = open_format (language);
  if (format == NULL)
    return;
  g_auto (GStrv) months = names_of (format, UDAT_MONTHS, 0, 12), days = names_of (format, UDAT_WEEKDAYS, 1, 7);
  udat_close (format);
  begin_on_monday (days);
  const Reading reading = { .months = months,
                            .days = days,
                            .declined = g_str_has_prefix (language, "ru"),
                            .capital = g_str_has_prefix (language, "en"),
                            .near = near };
  g_autoptr (GRegex) regex = pattern_of (months, days, reading.declined);
  if (regex != NULL)
    find_all (found, regex, text, &reading);
}

GPtrArray *
dates_find (const char *text, const char *language, CivilDate near)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (named_date_free);
  g_autofree char *valid = g_utf8_make_valid (text, (gssize)strnlen (text, MOST_READ));

  if (g_str_has_prefix (language, "zh"))
    {
      const Reading reading = { .chinese = TRUE, .near = near };
      g_autoptr (GRegex) regex = g_regex_new (CHINESE, G_REGEX_OPTIMIZE, 0, NULL);
      find_all (found, regex, valid, &reading);
    }
  else
    find_in_words (found, valid, language, near);
  return found;
}

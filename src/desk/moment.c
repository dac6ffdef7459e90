#include "desk/moment.h"

#include "text/locale.h"

#include <string.h>

G_DEFINE_QUARK (moment_error, moment_error)

static gboolean
read_time (const char *text, int *hour, int *minute)
{
  return strlen (text) == 5 && text[2] == ':' && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1])
         && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4])
         && (*hour = (text[0] - '0') * 10 + text[1] - '0') < 24
         && (*minute = (text[3] - '0') * 10 + text[4] - '0') < 60;
}

static gboolean
shows (Instant instant, GTimeZone *zone, int hour, int minute)
{
  CivilTime time = civil_time_at (instant, zone);
  return time.hour == hour && time.minute == minute;
}

/* Clocks are changed by an hour, or by half of one. */
static MomentKind
kind_of (Instant instant, GTimeZone *zone, int hour, int minute)
{
  if (!shows (instant, zone, hour, minute))
    return MOMENT_SKIPPED;
  return shows (instant + 60 * INSTANT_MINUTE, zone, hour, minute)
                 || shows (instant + 30 * INSTANT_MINUTE, zone, hour, minute)
             ? MOMENT_TWICE
             : MOMENT_PLAIN;
}

gboolean
moment_parse (const char *text, Instant *instant, MomentKind *kind, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 3);
  g_autoptr (GTimeZone) zone = NULL;
  CivilDate date;
  int hour, minute;

  if (parts[0] == NULL || !civil_date_parse (parts[0], &date))
    g_set_error (error, MOMENT_ERROR, MOMENT_ERROR_DATE, "“%s” is no date", parts[0] != NULL ? parts[0] : "");
  else if (parts[1] == NULL || !read_time (parts[1], &hour, &minute))
    g_set_error (error, MOMENT_ERROR, MOMENT_ERROR_TIME, "“%s” is no time of day", parts[1] != NULL ? parts[1] : "");
  else if (parts[2] == NULL || (zone = zone_find (parts[2])) == NULL)
    g_set_error (error, MOMENT_ERROR, MOMENT_ERROR_ZONE, "“%s” is no time zone", parts[2] != NULL ? parts[2] : "");
  else
    {
      *instant = civil_instant (date, hour, minute, 0, zone);
      *kind = kind_of (*instant, zone, hour, minute);
      return TRUE;
    }
  return FALSE;
}

char *
moment_place (const Profile *profile, const char *zone, const char *language)
{
  for (guint i = 0; i < profile->clocks->len; i++)
    {
      const Clock *clock = profile->clocks->pdata[i];
      if (strcmp (clock->zone_name, zone) == 0)
        return g_strdup (local_text (clock->label, language, profile->languages[0]));
    }
  const char *last = strrchr (zone, '/');
  return g_strdelimit (g_strdup (last != NULL ? last + 1 : zone), "_", ' ');
}

static char *
words_at (const Exchange *exchange, const Profile *profile, Instant instant, const char *zone_name, GTimeZone *zone,
          const char *key)
{
  CivilTime time = civil_time_at (instant, zone);
  const char *language = exchange->language;
  g_autofree char *date_text = locale_date (language, &time, DATE_FULL, NULL);
  g_autofree char *clock_text = locale_date (language, &time, DATE_TIME, NULL);
  g_autofree char *place_text = moment_place (profile, zone_name, language);
  json_auto_t *date = json_string (date_text), *clock = json_string (clock_text), *place = json_string (place_text);

  return messages_format (exchange->desk->words, language, key, "date", date, "time", clock, "place", place, NULL);
}

static char *
both (const Exchange *exchange, const char *at_host, const char *at_home)
{
  json_auto_t *host = json_string (at_host), *home = json_string (at_home);

  return messages_format (exchange->desk->words, exchange->language, "moment_both", "host", host, "home", home, NULL);
}

/* The day is said twice only where it differs. */
char *
moment_words (const Exchange *exchange, const Profile *profile, Instant instant)
{
  g_autofree char *host =
      words_at (exchange, profile, instant, profile->host_zone_name, profile->host_zone, "moment_full");
  if (strcmp (profile->host_zone_name, profile->home_zone_name) == 0)
    return g_steal_pointer (&host);

  CivilTime here = civil_time_at (instant, profile->host_zone), there = civil_time_at (instant, profile->home_zone);
  gboolean same = civil_date_compare (here.date, there.date) == 0;
  g_autofree char *home = words_at (exchange, profile, instant, profile->home_zone_name, profile->home_zone,
                                    same ? "moment_time" : "moment_full");
  return both (exchange, host, home);
}

char *
moment_times (const Exchange *exchange, const Profile *profile, Instant instant)
{
  g_autofree char *host =
      words_at (exchange, profile, instant, profile->host_zone_name, profile->host_zone, "moment_time");
  if (strcmp (profile->host_zone_name, profile->home_zone_name) == 0)
    return g_steal_pointer (&host);
  g_autofree char *home =
      words_at (exchange, profile, instant, profile->home_zone_name, profile->home_zone, "moment_time");
  return both (exchange, host, home);
}

char *
moment_countdown (const Exchange *exchange)
{
  json_auto_t *time = json_string ("{time}");
  return messages_format (exchange->desk->words, exchange->language, "countdown", "time", time, NULL);
}

const char *
moment_problem (const Exchange *exchange, const GError *error)
{
  static const char *const texts[] = {
    [MOMENT_ERROR_DATE] = "when_no_date", [MOMENT_ERROR_TIME] = "when_no_time", [MOMENT_ERROR_ZONE] = "when_no_zone"
  };
  return desk_word (exchange, texts[error->code]);
}

const char *
moment_oddity (const Exchange *exchange, MomentKind kind)
{
  return kind == MOMENT_SKIPPED ? desk_word (exchange, "moment_skipped")
         : kind == MOMENT_TWICE ? desk_word (exchange, "moment_twice")
                                : NULL;
}

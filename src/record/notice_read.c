/* The parts of a profile that come and go: counters and notices. */
#include "record/profile_read.h"

#include <string.h>

/* ---- Counters ---- */

/* Whether every "{" is closed; an apostrophe before a brace quotes up to the next one. */
static gboolean
braces_close (const char *sentence)
{
  int depth = 0;

  for (const char *at = sentence; *at != '\0' && depth >= 0; at++)
    if (*at == '\'' && (at[1] == '{' || at[1] == '}'))
      {
        const char *end = strchr (at + 1, '\'');
        at = end != NULL ? end : at + strlen (at) - 1;
      }
    else if (*at == '{')
      depth++;
    else if (*at == '}')
      depth--;
  return depth == 0;
}

static gboolean
sentence_take (YamlNode *map, char **languages, LocalText **sentence, GError **error)
{
  GHashTableIter iter;
  gpointer language, text;

  if (!local_text_require (map, "sentence", languages, sentence, error))
    return FALSE;
  g_hash_table_iter_init (&iter, *sentence);
  while (g_hash_table_iter_next (&iter, &language, &text))
    if (!braces_close (text))
      return yaml_fail (
          yaml_map_take (map, "sentence"), error,
          "the braces of the text in “%s” do not match; write for instance “{days, plural, one {# day} other "
          "{# days}} have passed”",
          (const char *)language);
  return TRUE;
}

static gboolean
date_take (YamlNode *map, const char *key, CivilDate *date, gboolean *given, GError **error)
{
  g_autofree char *text = NULL;

  if (!yaml_map_take_text (map, key, &text, error))
    return FALSE;
  *given = text != NULL;
  return text == NULL || civil_date_parse (text, date)
         || yaml_fail (yaml_map_take (map, key), error, "“%s” is no date of the calendar; write it as 2018-03-04",
                       text);
}

static gboolean
counter_fill (Counter *counter, YamlNode *map, char **languages, GError **error)
{
  gboolean since, until;

  if (!yaml_expect (map, YAML_MAP, error) || !date_take (map, "since", &counter->date, &since, error)
      || !date_take (map, "until", &counter->date, &until, error)
      || !sentence_take (map, languages, &counter->sentence, error)
      || !local_text_take (map, "note", languages, &counter->note, error) || !yaml_map_refuse_rest (map, error))
    return FALSE;
  counter->until = until;
  return since != until
         || yaml_fail (map, error, "a counter counts from “since” or to “until” a date: give one of them, not %s",
                       since ? "both" : "none");
}

static gpointer
counter_read (Profile *profile, YamlNode *node, GError **error)
{
  Counter *counter = g_new0 (Counter, 1);

  if (counter_fill (counter, node, profile->languages, error))
    return counter;
  counter_free (counter);
  return NULL;
}

gboolean
counters_read (Profile *profile, YamlNode *top, GError **error)
{
  return items_read (profile, top, "counters", counter_read, profile->counters, error);
}

/* ---- Notices ---- */

static gboolean
severity_take (YamlNode *map, Severity *severity, GError **error)
{
  static const char *const names[] = { "information", "warning", "emergency", "info" };
  g_autofree char *text = NULL;

  if (!yaml_map_take_text (map, "severity", &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      {
        *severity = (Severity)(i % 3);
        return TRUE;
      }
  return yaml_fail (yaml_map_take (map, "severity"), error,
                    "“%s” is no severity; it is one of information, warning, emergency", text);
}

/* An instant, or a civil date of the host zone: its first instant, and with WHOLE_DAY that of the day after. */
static gboolean
moment_take (YamlNode *map, const char *key, gboolean whole_day, GTimeZone *zone, Instant *moment, GError **error)
{
  g_autofree char *text = NULL;
  CivilDate date;

  if (!yaml_map_take_text (map, key, &text, error))
    return FALSE;
  if (text == NULL || instant_parse (text, moment, NULL))
    return TRUE;
  if (!civil_date_parse (text, &date))
    return yaml_fail (yaml_map_take (map, key), error,
                      "“%s” is neither an instant (“2026-11-23T10:00:00+01:00”) nor a date (“2026-11-23”)", text);
  *moment = civil_day_start (civil_date_from_number (civil_date_number (date) + (whole_day ? 1 : 0)), zone);
  return TRUE;
}

static gboolean
notice_fill (Notice *notice, YamlNode *map, const Profile *profile, GError **error)
{
  if (!local_text_require (map, "text", profile->languages, &notice->text, error)
      || !severity_take (map, &notice->severity, error)
      || !local_text_take (map, "href", profile->languages, &notice->href, error)
      || !addresses_check (yaml_map_take (map, "href"), notice->href, error)
      || !moment_take (map, "from", FALSE, profile->host_zone, &notice->from, error)
      || !moment_take (map, "until", TRUE, profile->host_zone, &notice->until, error)
      || !yaml_map_refuse_rest (map, error))
    return FALSE;
  return notice->from < notice->until
         || yaml_fail (map, error, "the notice ends (“until”) before it begins (“from”)");
}

static gpointer
notice_read (Profile *profile, YamlNode *node, GError **error)
{
  Notice *notice = g_new0 (Notice, 1);
  gboolean fine;

  notice->from = INSTANT_MIN;
  notice->until = INSTANT_MAX;
  if (yaml_type (node) == YAML_MAP)
    fine = notice_fill (notice, node, profile, error);
  else
    fine = (notice->text = local_text_read (node, profile->languages, error)) != NULL;
  if (fine)
    return notice;
  notice_free (notice);
  return NULL;
}

gboolean
notices_read (Profile *profile, YamlNode *top, GError **error)
{
  return items_read (profile, top, "notices", notice_read, profile->notices, error);
}

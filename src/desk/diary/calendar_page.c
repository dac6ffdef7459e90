/* What has become public, and what will, day by day: a week, or a month in whole weeks. Days are those of the
 * office's host zone. It is read from the record, so it has what was scheduled elsewhere than at the desk as well. */
#include "desk/pages.h"

#include "cabinet/review.h"
#include "desk/moment.h"
#include "text/locale.h"

#include <string.h>

#define MOST_READ 2000
#define MOST_A_DAY 8
#define MOST_WEEKS 6

typedef struct
{
  gboolean month;
  CivilDate date;     /* that is shown */
  gint64 first, last; /* days, by number: whole weeks */
  const char *office;
  Profile *profile;
  GPtrArray *places; /* of StorePlace, of all these days */
} Calendar;

static void
calendar_clear (Calendar *calendar)
{
  g_clear_pointer (&calendar->profile, profile_free);
  g_clear_pointer (&calendar->places, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calendar, calendar_clear)

/* ---- Which days ---- */

static gint64
week_of (const Exchange *exchange, gint64 day)
{
  int first = locale_first_weekday (exchange->language);
  int weekday = civil_weekday (civil_date_from_number (day));
  return day - (weekday - first + 7) % 7;
}

static gint64
month_of (gint64 day)
{
  return day - civil_date_from_number (day).day + 1;
}

/* The first of the month that begins COUNT months after the one of DAY; COUNT is 1 or -1. */
static gint64
month_beside (gint64 day, int count)
{
  gint64 first = month_of (day);
  return month_of (count > 0 ? first + 31 : first - 1);
}

static void
choose_days (const Exchange *exchange, Calendar *calendar)
{
  gint64 day = civil_date_number (calendar->date);

  calendar->first = week_of (exchange, calendar->month ? month_of (day) : day);
  calendar->last = calendar->month ? week_of (exchange, month_beside (day, 1) - 1) + 6 : calendar->first + 6;
}

/* ---- One text ---- */

/* Its draft, or its public page, or NULL. Transfer full. */
static char *
address_of (const Exchange *exchange, const Calendar *calendar, const StorePlace *place)
{
  const Edition *edition = place->edition;
  g_autofree char *source =
      store_source_of (exchange->desk->record, edition->office, edition->document, edition->language, NULL);

  if (source != NULL && g_str_has_prefix (source, DRAFT_SOURCE) && place->visible_from > exchange->now)
    return g_strconcat ("/drafts/", source + strlen (DRAFT_SOURCE), NULL);
  return place->visible_from <= exchange->now && calendar->profile->address != NULL ? g_strdup_printf (
             "%s/%s/%s/editions/%u", calendar->profile->address, edition->language, edition->path, edition->number)
                                                                                    : NULL;
}

static json_t *
entry_view (const Exchange *exchange, const Calendar *calendar, const StorePlace *place)
{
  const Edition *edition = place->edition;
  gboolean coming = place->visible_from > exchange->now, withdrawn = edition->state == STATE_WITHDRAWN;
  g_autofree char *times = moment_times (exchange, calendar->profile, place->visible_from);
  g_autofree char *language = locale_language_name (edition->language);
  g_autofree char *href = address_of (exchange, calendar, place);
  json_t *view = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "times", times, "tag", edition->language,
                            "language_name", language, "text", edition->title, "state",
                            coming      ? "scheduled"
                            : withdrawn ? "rejected"
                                        : "published",
                            "state_text",
                            desk_word (exchange, coming      ? "state_scheduled"
                                                 : withdrawn ? "withdrawn"
                                                             : "state_published"));

  desk_put (view, "href", href);
  return view;
}

/* ---- A day ---- */

static json_t *
entries_of (const Exchange *exchange, const Calendar *calendar, Instant from, Instant until, guint *count)
{
  json_t *view = json_array ();

  *count = 0;
  for (guint i = 0; i < calendar->places->len; i++)
    {
      const StorePlace *place = calendar->places->pdata[i];
      if (place->visible_from < from || place->visible_from >= until
          || exchange_may_office (exchange, calendar->office, place->edition->language, ACTION_READ)
                 != PERMISSION_YES)
        continue;
      if (++*count <= MOST_A_DAY || !calendar->month)
        json_array_append_new (view, entry_view (exchange, calendar, place));
    }
  return view;
}

static char *
more_text (const Exchange *exchange, guint more)
{
  json_auto_t *count = json_integer (more);
  return messages_format (exchange->desk->words, exchange->language, "calendar_more", "count", count, NULL);
}

static json_t *
day_view (const Exchange *exchange, const Calendar *calendar, gint64 number)
{
  CivilDate date = civil_date_from_number (number);
  CivilTime time = { .date = date, .weekday = civil_weekday (date) };
  GTimeZone *zone = calendar->profile->host_zone;
  guint count;
  json_t *entries = entries_of (exchange, calendar, civil_day_start (date, zone),
                                civil_day_start (civil_date_from_number (number + 1), zone), &count);
  guint shown = (guint)json_array_size (entries);
  g_autofree char *iso = civil_date_format (date), *digits = locale_number (exchange->language, date.day);
  g_autofree char *text = locale_date (exchange->language, &time, DATE_FULL, NULL);
  g_autofree char *more = count > shown ? more_text (exchange, count - shown) : NULL;
  json_t *view = json_pack ("{s:s, s:s, s:s, s:b, s:b, s:b, s:o}", "date", iso, "number", digits, "text", text,
                            "outside", calendar->month && date.month != calendar->date.month, "is_today",
                            civil_date_compare (date, civil_time_at (exchange->now, zone).date) == 0, "has_entries",
                            shown > 0, "entries", entries);

  desk_put (view, "more", more);
  return view;
}

static json_t *
weeks_view (const Exchange *exchange, const Calendar *calendar)
{
  json_t *weeks = json_array ();

  for (gint64 week = calendar->first; week <= calendar->last; week += 7)
    {
      json_t *days = json_array ();
      for (gint64 day = week; day < week + 7; day++)
        json_array_append_new (days, day_view (exchange, calendar, day));
      json_array_append_new (weeks, json_pack ("{s:o}", "days", days));
    }
  return weeks;
}

static json_t *
weekdays_view (const Exchange *exchange, const Calendar *calendar)
{
  json_t *view = json_array ();

  for (gint64 day = calendar->first; day < calendar->first + 7; day++)
    {
      CivilDate date = civil_date_from_number (day);
      CivilTime time = { .date = date, .weekday = civil_weekday (date) };
      g_autofree char *name = locale_date (exchange->language, &time, DATE_WEEKDAY, NULL);
      g_autofree char *brief = locale_date (exchange->language, &time, DATE_WEEKDAY_SHORT, NULL);
      json_array_append_new (view, json_pack ("{s:s, s:s}", "long", name, "short", brief));
    }
  return view;
}

/* ---- The page ---- */

/* Transfer full. */
static json_t *
link_to (const Calendar *calendar, gint64 day, gboolean month)
{
  g_autofree char *date = civil_date_format (civil_date_from_number (day));
  g_autofree char *office = g_uri_escape_string (calendar->office, NULL, TRUE);
  return json_sprintf ("/calendar?view=%s&date=%s&office=%s", month ? "month" : "week", date, office);
}

static json_t *
title_of (const Exchange *exchange, const Calendar *calendar)
{
  CivilDate date = calendar->month ? calendar->date : civil_date_from_number (calendar->first);
  CivilTime time = { .date = date, .weekday = civil_weekday (date) };
  g_autofree char *text = locale_date (exchange->language, &time, calendar->month ? DATE_MONTH : DATE_LONG, NULL);
  json_auto_t *from = json_string (text);
  g_autofree char *title = messages_format (exchange->desk->words, exchange->language,
                                            calendar->month ? "calendar_month" : "calendar_week", "from", from, NULL);
  return json_string (title);
}

static void
put_links (const Exchange *exchange, json_t *view, const Calendar *calendar)
{
  gint64 day = civil_date_number (calendar->date);
  gint64 today = civil_date_number (civil_time_at (exchange->now, calendar->profile->host_zone).date);
  gboolean month = calendar->month;

  json_object_set_new (view, "before", link_to (calendar, month ? month_beside (day, -1) : day - 7, month));
  json_object_set_new (view, "after", link_to (calendar, month ? month_beside (day, 1) : day + 7, month));
  json_object_set_new (view, "today", link_to (calendar, today, month));
  json_object_set_new (view, "other", link_to (calendar, day, !month));
  json_object_set_new (view, "other_text",
                       json_string (desk_word (exchange, month ? "calendar_by_week" : "calendar_by_month")));
}

static void
put_offices (const Exchange *exchange, json_t *view, const Calendar *calendar, char **offices)
{
  json_t *list = json_array ();

  for (char **office = offices; *office != NULL; office++)
    {
      Calendar other = { .office = *office };
      g_autoptr (Profile) profile = desk_profile (exchange->desk, *office, exchange->now, NULL);
      if (profile != NULL)
        json_array_append_new (list, json_pack ("{s:o, s:s, s:b}", "href",
                                                link_to (&other, civil_date_number (calendar->date), calendar->month),
                                                "name",
                                                local_text (profile->name, exchange->language, profile->languages[0]),
                                                "chosen", strcmp (*office, calendar->office) == 0));
    }
  json_object_set_new (view, "several_offices", json_boolean (json_array_size (list) > 1));
  json_object_set_new (view, "offices", list);
}

static void
show (Exchange *exchange, const Calendar *calendar, char **offices)
{
  g_autofree char *place = moment_place (calendar->profile, calendar->profile->host_zone_name, exchange->language);
  json_auto_t *name = json_string (place);
  g_autofree char *zone =
      messages_format (exchange->desk->words, exchange->language, "calendar_zone", "place", name, NULL);
  json_t *view = json_pack ("{s:o, s:s, s:b, s:s, s:b, s:o, s:o}", "title", title_of (exchange, calendar), "view",
                            calendar->month ? "month" : "week", "is_month", calendar->month, "zone_text", zone,
                            "too_many", calendar->places->len == MOST_READ, "weekdays",
                            weekdays_view (exchange, calendar), "weeks", weeks_view (exchange, calendar));

  put_links (exchange, view, calendar);
  put_offices (exchange, view, calendar, offices);
  desk_show (exchange, 200, "calendar", view);
}

/* Those of which the person may read drafts in some language. Transfer full. */
static char **
readable_offices (const Exchange *exchange, GError **error)
{
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, error);
  g_autoptr (GStrvBuilder) readable = g_strv_builder_new ();

  for (char **office = offices; office != NULL && *office != NULL; office++)
    {
      gboolean may = FALSE;
      g_autoptr (Profile) profile = desk_profile (exchange->desk, *office, exchange->now, NULL);
      for (char **language = profile != NULL ? profile->languages : NULL; language != NULL && *language != NULL;
           language++)
        may = may || exchange_may_office (exchange, *office, *language, ACTION_READ) == PERMISSION_YES;
      if (may)
        g_strv_builder_add (readable, *office);
    }
  return g_strv_builder_end (readable);
}

static gboolean
read_calendar (const Exchange *exchange, Calendar *calendar, GError **error)
{
  const char *date = form_text (exchange->query, "date");

  calendar->profile = desk_profile (exchange->desk, calendar->office, exchange->now, error);
  if (calendar->profile == NULL)
    return FALSE;
  GTimeZone *zone = calendar->profile->host_zone;
  if (!civil_date_parse (date, &calendar->date) || calendar->date.year < 1900 || calendar->date.year > 2900)
    calendar->date = civil_time_at (exchange->now, zone).date;
  choose_days (exchange, calendar);
  calendar->places = store_between (
      exchange->desk->record, calendar->office, civil_day_start (civil_date_from_number (calendar->first), zone),
      civil_day_start (civil_date_from_number (calendar->last + 1), zone), MOST_READ, error);
  return calendar->places != NULL;
}

void
page_calendar (Exchange *exchange)
{
  const char *asked = form_text (exchange->query, "office");
  g_auto (Calendar) calendar = { .month = strcmp (form_text (exchange->query, "view"), "week") != 0 };
  GError *error = NULL;
  g_auto (GStrv) offices = readable_offices (exchange, &error);

  if (offices != NULL && *offices != NULL)
    calendar.office = g_strv_contains ((const char *const *)offices, asked) ? asked : *offices;
  if (error == NULL && calendar.office == NULL)
    desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
  else if (error != NULL || !read_calendar (exchange, &calendar, &error))
    desk_fail (exchange, error);
  else
    show (exchange, &calendar, offices);
}

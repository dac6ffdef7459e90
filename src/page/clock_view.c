/* What the frame computes from the instant: clocks, opening hours, counters, notices. */
#include "page/page.h"

#include "record/counter.h"
#include "record/hours.h"
#include "text/locale.h"

#include <string.h>

static const char *
text_of (const Page *page, const LocalText *text)
{
  return text != NULL ? local_text (text, page->language, page->profile->languages[0]) : NULL;
}

/* ---- Clocks ---- */

/* The offset now and the next one, so that a script that goes on from here stays right across a clock change. */
static json_t *
offsets_view (const Page *page, GTimeZone *zone)
{
  gint64 now = page_minute (page) / INSTANT_SECOND;
  gint interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, now);
  json_t *offsets = json_pack ("[{s:I, s:i}]", "from", (json_int_t)now, "minutes",
                               (int)(g_time_zone_get_offset (zone, interval) / 60));

  for (gint64 hour = 1; hour <= 24 * 8; hour++)
    {
      gint64 later = now - now % 3600 + hour * 3600;
      gint next = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, later);
      if (next != interval)
        {
          json_array_append_new (offsets, json_pack ("{s:I, s:i}", "from", (json_int_t)later, "minutes",
                                                     (int)(g_time_zone_get_offset (zone, next) / 60)));
          break;
        }
    }
  return offsets;
}

static char *
clock_datetime (const CivilTime *time)
{
  int offset = ABS (time->offset_minutes);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d%c%02d:%02d", time->date.year, time->date.month, time->date.day,
                          time->hour, time->minute, time->offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

static json_t *
clock_view (const Page *page, const Clock *clock)
{
  CivilTime time = civil_time_at (page->at, clock->zone);
  CivilTime office = civil_time_at (page->at, page->profile->host_zone);
  json_t *view = json_object ();

  view_text (view, "label", text_of (page, clock->label));
  view_take (view, "time", g_strdup_printf ("%02d:%02d", time.hour, time.minute));
  view_take (view, "datetime", clock_datetime (&time));
  view_text (view, "zone", clock->zone_name);
  if (civil_date_compare (time.date, office.date) != 0)
    view_take (view, "day", locale_date (page->language, &time, DATE_WEEKDAY, NULL));
  view_put (view, "offsets", offsets_view (page, clock->zone));
  return view;
}

json_t *
clocks_view (Page *page)
{
  json_t *clocks = json_array ();

  for (guint i = 0; i < page->profile->clocks->len; i++)
    json_array_append_new (clocks, clock_view (page, page->profile->clocks->pdata[i]));
  page->ticks |= page->profile->clocks->len > 0;
  return clocks;
}

/* ---- Contacts and hours ---- */

static char *
intervals_text (const Page *page, const GArray *intervals)
{
  if (intervals == NULL || intervals->len == 0)
    return g_strdup (page_message (page, "closed"));
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < intervals->len; i++)
    {
      const Interval *interval = &g_array_index (intervals, Interval, i);
      g_string_append_printf (text, "%s%02d:%02d–%02d:%02d", i > 0 ? ", " : "", interval->from / 60,
                              interval->from % 60, interval->to / 60, interval->to % 60);
    }
  return g_string_free (text, FALSE);
}

static char *
weekday_text (const Page *page, int weekday)
{
  CivilTime time = { .date = { 2024, 1, weekday }, .weekday = weekday }; /* 1 January 2024 was a Monday */
  return locale_date (page->language, &time, DATE_WEEKDAY, NULL);
}

static json_t *
week_view (const Page *page, const Hours *hours)
{
  int today = civil_time_at (page->at, page->profile->host_zone).weekday;
  json_t *week = json_array ();

  for (int day = 1; day <= 7; day++)
    {
      json_t *view = json_object ();
      const GArray *intervals = hours->weekly[day];
      view_take (view, "day", weekday_text (page, day));
      view_take (view, "text", intervals_text (page, intervals));
      view_flag (view, "closed", intervals == NULL || intervals->len == 0);
      view_flag (view, "today", day == today);
      json_array_append_new (week, view);
    }
  return week;
}

static char *
civil_date_text (const Page *page, CivilDate date)
{
  CivilTime time = { .date = date, .weekday = civil_weekday (date) };
  const char *pattern = profile_date_pattern (page->profile, "long", page->language);
  return locale_date (page->language, &time, DATE_LONG, pattern);
}

static json_t *
exception_view (const Page *page, const HoursException *exception)
{
  json_t *view = json_object ();
  g_autofree char *from = civil_date_text (page, exception->from);

  if (civil_date_compare (exception->from, exception->to) == 0)
    view_text (view, "date", from);
  else
    {
      g_autofree char *to = civil_date_text (page, exception->to);
      view_take (view, "date", g_strconcat (from, " – ", to, NULL));
    }
  view_take (view, "text", intervals_text (page, exception->intervals));
  view_text (view, "note", text_of (page, exception->note));
  view_flag (view, "closed", exception->intervals->len == 0);
  return view;
}

/* Those of the coming sixty days. */
static json_t *
exceptions_view (const Page *page, const Hours *hours)
{
  gint64 today = civil_date_number (civil_time_at (page->at, page->profile->host_zone).date);
  json_t *exceptions = json_array ();

  for (guint i = 0; i < hours->exceptions->len; i++)
    {
      const HoursException *exception = hours->exceptions->pdata[i];
      if (civil_date_number (exception->to) >= today && civil_date_number (exception->from) <= today + 60)
        json_array_append_new (exceptions, exception_view (page, exception));
    }
  return exceptions;
}

/* "17:00", with its weekday if that is not today, with its date if that is not this week. */
static char *
change_text (const Page *page, Instant change)
{
  CivilTime now = civil_time_at (page->at, page->profile->host_zone);
  CivilTime then = civil_time_at (change, page->profile->host_zone);
  gint64 days = civil_date_number (then.date) - civil_date_number (now.date);
  g_autofree char *time = g_strdup_printf ("%02d:%02d", then.hour, then.minute);

  if (days == 0)
    return g_steal_pointer (&time);
  g_autofree char *day = days < 7 ? weekday_text (page, then.weekday) : civil_date_text (page, then.date);
  return g_strconcat (day, " ", time, NULL);
}

static char *
state_text (const Page *page, const OpenState *state)
{
  if (!state->known)
    return g_strdup (page_message (page, state->open ? "open_now" : "closed_now"));
  g_autofree char *change = change_text (page, state->changes);
  const char *key = state->open ? "open_now_until" : "closed_now_opens";
  json_auto_t *text = json_string (change);
  return messages_format (page->messages, page->language, key, state->open ? "time" : "when", text, NULL);
}

static void
hours_put (Page *page, json_t *view, const Hours *hours)
{
  OpenState state = hours_state (hours, page->at, page->profile->host_zone);

  json_object_set_new (view, "open", json_boolean (state.open));
  view_flag (view, "closed", !state.open);
  view_take (view, "state", state_text (page, &state));
  view_list (view, "hours", week_view (page, hours));
  view_list (view, "exceptions", exceptions_view (page, hours));
  if (state.known)
    page_expires_by (page, state.changes);
}

static json_t *
lines_view (const char *text)
{
  json_t *lines = json_array ();
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      json_array_append_new (lines, json_string (parts[i]));
  return lines;
}

static json_t *
contact_view (Page *page, const Contact *contact)
{
  json_t *view = json_object ();

  view_text (view, "label", text_of (page, contact->label));
  view_put (view, "phone", link_phone (contact->phone));
  view_put (view, "email", link_email (contact->email));
  view_list (view, "address", lines_view (text_of (page, contact->address)));
  if (contact->hours != NULL)
    hours_put (page, view, contact->hours);
  return view;
}

json_t *
contacts_view (Page *page)
{
  json_t *contacts = json_array ();

  for (guint i = 0; i < page->profile->contacts->len; i++)
    json_array_append_new (contacts, contact_view (page, page->profile->contacts->pdata[i]));
  return contacts;
}

/* ---- Counters ---- */

/* Where the page's language has no sentence, the one of the first language is shown, with that language's numbers. */
static const char *
language_of_text (const Page *page, const LocalText *text)
{
  return g_hash_table_contains ((GHashTable *)text, page->language) ? page->language : page->profile->languages[0];
}

/* The sentence with its number set in <strong>. */
static char *
sentence_html (const char *sentence, const char *language, gint64 days)
{
  g_autofree char *number = locale_number (language, days);
  const char *at = strstr (sentence, number);
  if (at == NULL)
    return html_escape (sentence);

  g_autofree char *head = g_markup_escape_text (sentence, at - sentence);
  g_autofree char *tail = html_escape (at + strlen (number));
  return g_strconcat (head, "<strong>", number, "</strong>", tail, NULL);
}

static json_t *
counter_view (const Page *page, const Counter *counter)
{
  gint64 days = counter->until ? counter_days_until (counter->date, page->at, page->profile->host_zone)
                               : counter_days_since (counter->date, page->at, page->profile->host_zone);
  const char *language = language_of_text (page, counter->sentence);
  json_auto_t *arguments = json_pack ("{s:I}", "days", (json_int_t)days);
  g_autofree char *sentence = message_format (language, text_of (page, counter->sentence), arguments, NULL);
  if (days < 0 || sentence == NULL)
    return NULL; /* not begun yet, or over */

  json_t *view = json_object ();
  json_object_set_new (view, "days", json_integer (days));
  view_text (view, "sentence", sentence);
  view_take (view, "sentence_html", sentence_html (sentence, language, days));
  view_text (view, "note", text_of (page, counter->note));
  view_take (view, "date", civil_date_format (counter->date));
  return view;
}

json_t *
counters_view (Page *page)
{
  json_t *counters = json_array ();

  for (guint i = 0; i < page->profile->counters->len; i++)
    {
      json_t *view = counter_view (page, page->profile->counters->pdata[i]);
      if (view != NULL)
        json_array_append_new (counters, view);
    }
  return counters;
}

/* ---- Notices ---- */

static const char *const severities[] = { "information", "warning", "emergency" };

static json_t *
notice_view (const Page *page, const Notice *notice)
{
  json_t *view = json_object ();
  g_autofree char *key = g_strconcat ("notice_", severities[notice->severity], NULL);
  g_autofree char *flag = g_strconcat ("is_", severities[notice->severity], NULL);

  view_text (view, "severity", severities[notice->severity]);
  view_flag (view, flag, TRUE);
  view_text (view, "severity_text", page_message (page, key));
  view_text (view, "text", text_of (page, notice->text));
  view_take (view, "href", link_written (page, notice->href));
  return view;
}

/* Those in force, the gravest first. */
json_t *
notices_view (Page *page)
{
  json_t *notices = json_array ();

  for (int severity = SEVERITY_EMERGENCY; severity >= SEVERITY_INFORMATION; severity--)
    for (guint i = 0; i < page->profile->notices->len; i++)
      {
        const Notice *notice = page->profile->notices->pdata[i];
        if ((int)notice->severity == severity && notice->from <= page->at && page->at < notice->until)
          json_array_append_new (notices, notice_view (page, notice));
      }
  return notices;
}

/* Months are tables of weeks, which begin on the day on which they begin where the language is spoken. */
#include "page/months.h"

#include "page/memento_address.h"
#include "text/locale.h"

#define WEEK 7

GArray *
months_days (const Page *page, const GArray *instants)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (DayChanges));
  Instant end = INSTANT_MIN;

  for (guint i = 0; i < instants->len; i++)
    {
      Instant instant = g_array_index (instants, Instant, i);
      if (instant >= end)
        {
          CivilDate date = civil_time_at (instant, page->profile->host_zone).date;
          CivilDate next = civil_date_from_number (civil_date_number (date) + 1);
          DayChanges day = { .date = date };
          g_array_append_val (days, day);
          end = civil_day_start (next, page->profile->host_zone);
        }
      DayChanges *day = &g_array_index (days, DayChanges, days->len - 1);
      day->count++;
      day->last = instant;
    }
  return days;
}

static char *
name_of (const Page *page, CivilDate date, DateStyle style)
{
  CivilTime time = { .date = date, .weekday = civil_weekday (date) };
  return locale_date (page->language, &time, style, NULL);
}

json_t *
months_weekdays (const Page *page)
{
  CivilDate monday = { 2024, 1, 1 };
  gint64 first = civil_date_number (monday) + locale_first_weekday (page->language) - 1;
  json_t *view = json_array ();

  for (int i = 0; i < WEEK; i++)
    {
      CivilDate date = civil_date_from_number (first + i);
      json_t *day = json_object ();
      view_take (day, "short", name_of (page, date, DATE_WEEKDAY_SHORT));
      view_take (day, "name", name_of (page, date, DATE_WEEKDAY));
      json_array_append_new (view, day);
    }
  return view;
}

/* ---- A day ---- */

static const DayChanges *
changes_of (const Months *months, CivilDate date, guint *next)
{
  while (*next < months->days->len)
    {
      const DayChanges *day = &g_array_index (months->days, DayChanges, *next);
      int order = civil_date_compare (day->date, date);
      if (order > 0)
        return NULL;
      ++*next;
      if (order == 0)
        return day;
    }
  return NULL;
}

static void
put_changes (const Page *page, json_t *view, const Months *months, const DayChanges *day)
{
  g_autofree char *prefix = memento_prefix (day->last);
  g_autofree char *iso = civil_date_format (day->date);
  g_autofree char *long_date = name_of (page, day->date, DATE_LONG);
  json_auto_t *date = json_string (long_date), *count = json_integer (day->count);

  view_take (view, "href", g_strconcat (prefix, months->memento, NULL));
  view_take (view, "text",
             messages_format (page->messages, page->language, "calendar_day", "date", date, "count", count, NULL));
  json_object_set (view, "count", count);
  view_take (view, "count_text", locale_number (page->language, day->count));
  if (!months->lists)
    return;
  g_autofree char *period = g_strdelimit (g_strdup (iso), "-", '/');
  view_take (view, "list", link_calendar (page->language, period));
}

static json_t *
day_view (const Page *page, const Months *months, CivilDate date, guint *next)
{
  const DayChanges *changes = changes_of (months, date, next);
  json_t *view = json_object ();

  view_take (view, "day", locale_number (page->language, date.day));
  view_take (view, "date", civil_date_format (date));
  view_flag (view, "changed", changes != NULL);
  if (changes != NULL)
    put_changes (page, view, months, changes);
  return view;
}

/* ---- A month ---- */

static void
add_blanks (json_t *week, gint64 count)
{
  for (; count > 0; count--)
    json_array_append_new (week, json_pack ("{s:b}", "blank", TRUE));
}

static json_t *
weeks_view (const Page *page, const Months *months, int year, int month, guint *next)
{
  gint64 first = civil_date_number ((CivilDate){ year, month, 1 });
  gint64 end = civil_date_number (month == 12 ? (CivilDate){ year + 1, 1, 1 } : (CivilDate){ year, month + 1, 1 });
  int begins = locale_first_weekday (page->language);
  json_t *weeks = json_array (), *week = json_array ();

  add_blanks (week, (civil_weekday ((CivilDate){ year, month, 1 }) - begins + WEEK) % WEEK);
  for (gint64 day = first; day < end; day++)
    {
      json_array_append_new (week, day_view (page, months, civil_date_from_number (day), next));
      if (json_array_size (week) < WEEK)
        continue;
      json_array_append_new (weeks, json_pack ("{s:o}", "days", week));
      week = json_array ();
    }
  if (json_array_size (week) > 0)
    {
      add_blanks (week, WEEK - (gint64)json_array_size (week));
      json_array_append_new (weeks, json_pack ("{s:o}", "days", week));
    }
  else
    json_decref (week);
  return weeks;
}

static gboolean
has_change (const Months *months, int month)
{
  for (guint i = 0; i < months->days->len; i++)
    if (g_array_index (months->days, DayChanges, i).date.month == month)
      return TRUE;
  return FALSE;
}

json_t *
months_view (const Page *page, const Months *months)
{
  json_t *view = json_array ();
  guint next = 0;

  for (int month = months->from.month; month <= months->until.month; month++)
    {
      if (months->changed_only && !has_change (months, month))
        continue;
      json_t *entry = json_object ();
      view_take (entry, "name", name_of (page, (CivilDate){ months->from.year, month, 1 }, DATE_MONTH));
      view_put (entry, "weeks", weeks_view (page, months, months->from.year, month, &next));
      json_array_append_new (view, entry);
    }
  return view;
}

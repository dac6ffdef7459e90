/* Calendars of what became visible, and so of the mementos that there are.
 *
 * A day is the office's own. What is to come is not in them, for it is not visible; a calendar of the past ends at
 * its instant. */
#include "page/calendar.h"

#include "page/answer.h"
#include "page/document_answer.h"
#include "page/memento_address.h"
#include "page/months.h"
#include "page/page_answer.h"
#include "text/locale.h"

#include <stdlib.h>
#include <string.h>

#define MOST_IN_LIST 200
#define MOST_YEARS 300

typedef struct
{
  Page *page;
  const Edition *document; /* that it is of, as it is at the page's instant, or NULL: the site */
  CivilDate today, from, until;
  gboolean one_day;
} Calendar;

static StorePeriod
period_of (const Calendar *calendar, CivilDate from, CivilDate until)
{
  const Page *page = calendar->page;
  CivilDate after = civil_date_from_number (civil_date_number (until) + 1);

  return (StorePeriod){ .office = page->office,
                        .language = page->language,
                        .document = calendar->document != NULL ? calendar->document->document : NULL,
                        .from = civil_day_start (from, page->profile->host_zone),
                        .until = civil_day_start (after, page->profile->host_zone) };
}

/* The page of now that a change is to be seen on. */
static char *
changed_page (const Calendar *calendar, const Edition *edition)
{
  if (edition != NULL && edition->kind != KIND_PROFILE)
    return link_document (edition);
  return calendar->document != NULL ? link_document (calendar->document) : link_home (calendar->page->language);
}

static char *
link_to (const Calendar *calendar, const char *language, const char *period)
{
  return calendar->document != NULL ? link_document_calendar (calendar->document, period)
                                    : link_calendar (language, period);
}

/* ---- Lists ---- */

static char *
time_of (const Page *page, Instant instant, DateStyle style)
{
  CivilTime time = civil_time_at (instant, page->profile->host_zone);
  return locale_date (page->language, &time, style, NULL);
}

static json_t *
change_view (const Calendar *calendar, const StoreChanged *changed)
{
  const Page *page = calendar->page;
  const Edition *edition = changed->edition;
  gboolean profile = edition->kind == KIND_PROFILE, erased = edition->state == STATE_ERASED;
  json_auto_t *number = json_integer ((json_int_t)edition->number);
  g_autofree char *prefix = memento_prefix (changed->instant);
  g_autofree char *address = changed_page (calendar, edition);
  json_t *view = json_object ();

  view_take (view, "instant", view_second (changed->instant));
  view_take (view, "time", time_of (page, changed->instant, calendar->one_day ? DATE_TIME : DATE_LONG_TIME));
  view_text (view, "title",
             profile  ? page_message (page, "calendar_profile")
             : erased ? page_message (page, "erased_title")
                      : edition->title);
  view_text (view, "language", profile || erased ? page->language : edition->language);
  view_take (view, "href", g_strconcat (prefix, address, NULL));
  view_text (view, "note", edition->number > 1 && !erased ? edition->change_note : NULL);
  if (!profile)
    view_take (view, "edition",
               messages_format (page->messages, page->language, "edition_number", "number", number, NULL));
  view_flag (view, "withdrawn", edition->state == STATE_WITHDRAWN);
  return view;
}

static gboolean
put_list (const Calendar *calendar, json_t *view, const StorePeriod *period, GError **error)
{
  g_autoptr (GPtrArray) changed = store_changed (calendar->page->store, period, MOST_IN_LIST, error);
  if (changed == NULL)
    return FALSE;

  json_t *list = json_array ();
  for (guint i = 0; i < changed->len; i++)
    json_array_append_new (list, change_view (calendar, changed->pdata[i]));
  view_list (view, "changes", list);
  return TRUE;
}

/* ---- Years ---- */

static gboolean
put_years (const Calendar *calendar, json_t *view, GError **error)
{
  const Page *page = calendar->page;
  GError *failure = NULL;
  const Edition *document = calendar->document;
  Instant first =
      store_change (page->store, page->office, document != NULL ? document->document : NULL,
                    document != NULL ? document->language : NULL, STORE_CHANGE_NEXT, INSTANT_MIN, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  CivilDate began = first < page->at ? civil_time_at (first, page->profile->host_zone).date : calendar->today;
  json_t *years = json_array ();
  for (int year = calendar->today.year; year >= began.year && calendar->today.year - year < MOST_YEARS; year--)
    {
      json_t *entry = json_object ();
      char text[8];
      g_snprintf (text, sizeof text, "%04d", year);
      view_text (entry, "text", text);
      view_take (entry, "href", link_to (calendar, page->language, text));
      view_flag (entry, "current", year == calendar->from.year && !calendar->one_day);
      json_array_append_new (years, entry);
    }
  view_list (view, "years", years);
  return TRUE;
}

static char *
count_text (const Page *page, guint count)
{
  json_auto_t *number = json_integer (count);
  return messages_format (page->messages, page->language, "calendar_changes", "count", number, NULL);
}

static gboolean
put_months (const Calendar *calendar, json_t *view, const StorePeriod *period, GError **error)
{
  const Page *page = calendar->page;
  g_autoptr (GArray) instants = store_instants (page->store, period, error);
  if (instants == NULL)
    return FALSE;

  g_autoptr (GArray) days = months_days (page, instants);
  g_autofree char *memento = changed_page (calendar, NULL);
  Months months = { .from = calendar->from,
                    .until =
                        civil_date_compare (calendar->until, calendar->today) > 0 ? calendar->today : calendar->until,
                    .days = days,
                    .changed_only = calendar->document != NULL,
                    .memento = memento,
                    .lists = calendar->document == NULL };
  view_take (view, "count_text", count_text (page, instants->len));
  json_object_set_new (view, "count", json_integer (instants->len));
  view_put (view, "weekdays", months_weekdays (page));
  view_list (view, "months", months_view (page, &months));
  return TRUE;
}

static gboolean
put_day (const Calendar *calendar, json_t *view, const StorePeriod *period, GError **error)
{
  g_autoptr (GArray) instants = store_instants (calendar->page->store, period, error);
  if (instants == NULL || !put_list (calendar, view, period, error))
    return FALSE;
  view_take (view, "count_text", count_text (calendar->page, instants->len));
  json_object_set_new (view, "count", json_integer (instants->len));
  if (instants->len <= MOST_IN_LIST)
    return TRUE;
  g_autofree char *month = g_strdup_printf ("%04d/%02d", calendar->from.year, calendar->from.month);
  ArchiveLink rest = { .language = calendar->page->language, .period = month };
  view_take (view, "more", link_archive (&rest));
  return TRUE;
}

/* ---- The whole ---- */

static char *
heading_of (const Calendar *calendar)
{
  const Page *page = calendar->page;
  CivilTime day = { .date = calendar->from, .weekday = civil_weekday (calendar->from) };
  g_autofree char *when = calendar->one_day ? locale_date (page->language, &day, DATE_FULL, NULL)
                                            : g_strdup_printf ("%04d", calendar->from.year);
  json_auto_t *text = json_string (when);
  return messages_format (page->messages, page->language, "calendar_of", "when", text, NULL);
}

static json_t *
calendar_view (const Calendar *calendar, const char *title, GError **error)
{
  StorePeriod period = period_of (calendar, calendar->from, calendar->until);
  json_t *view = json_object ();

  view_text (view, "title", title);
  if (calendar->document != NULL)
    {
      json_t *document = json_object ();
      gboolean erased = calendar->document->state == STATE_ERASED;
      view_text (document, "title",
                 erased ? page_message (calendar->page, "erased_title") : calendar->document->title);
      view_take (document, "href", link_document (calendar->document));
      view_put (view, "of", document);
    }
  gboolean done =
      put_years (calendar, view, error)
      && (calendar->one_day ? put_day (calendar, view, &period, error) : put_months (calendar, view, &period, error));
  if (done && (calendar->document == NULL || put_list (calendar, view, &period, error)))
    return view;
  json_decref (view);
  return NULL;
}

static json_t *
addresses_of (const Calendar *calendar)
{
  const Page *page = calendar->page;
  json_t *addresses = json_object ();

  for (guint i = 0; page->profile->languages[i] != NULL; i++)
    if (calendar->document == NULL || strcmp (page->profile->languages[i], page->language) == 0)
      view_take (addresses, page->profile->languages[i],
                 link_to (calendar, page->profile->languages[i], page->route->period));
  return addresses;
}

static json_t *
build (const Calendar *calendar, GError **error)
{
  g_autofree char *title = heading_of (calendar);
  g_autofree char *address = link_to (calendar, calendar->page->language, calendar->page->route->period);
  json_auto_t *addresses = addresses_of (calendar);
  json_t *own = calendar_view (calendar, title, error);
  FrameInput input = { .kind = "calendar",
                       .title = title,
                       .address = address,
                       .robots = "noindex",
                       .sheet = "record.css",
                       .translations = addresses };
  json_t *view = own != NULL ? frame_build (calendar->page, &input, error) : NULL;

  if (view == NULL)
    {
      json_decref (own);
      return NULL;
    }
  json_object_set_new (view, "calendar", own);
  return view;
}

/* The period of the address; this year where there is none. FALSE: no day of the past or of now is in it. */
static gboolean
choose_period (Calendar *calendar)
{
  Page *page = calendar->page;
  const char *period = page->route->period;
  calendar->today = civil_time_at (page->at, page->profile->host_zone).date;
  int year = period != NULL ? atoi (period) : calendar->today.year;

  if (period == NULL)
    page_expires_by (page, civil_day_start ((CivilDate){ year + 1, 1, 1 }, page->profile->host_zone));
  calendar->from = (CivilDate){ year, 1, 1 };
  calendar->until = (CivilDate){ year, 12, 31 };
  calendar->one_day = period != NULL && strlen (period) > 4;
  if (calendar->one_day)
    {
      g_autofree char *iso = g_strdelimit (g_strdup (period), "/", '-');
      if (!civil_date_parse (iso, &calendar->from))
        return FALSE;
      calendar->until = calendar->from;
    }
  return year >= 1 && civil_date_compare (calendar->from, calendar->today) <= 0;
}

static Answer *
answer_of (Calendar *calendar, const Request *request, GError **error)
{
  if (!choose_period (calendar))
    return answer_error (calendar->page, request, 404, error);
  return answer_page (calendar->page, request, "calendar", build (calendar, error), error);
}

/* The document at the route's path; else what there is to say in its place. */
static Answer *
answer_of_document (Page *page, const Request *request, GError **error)
{
  GError *failure = NULL;
  g_autoptr (Edition) found =
      store_edition_at (page->store, page->office, page->language, page->route->path, &failure);
  g_autoptr (Edition) current =
      found != NULL ? store_edition_current (page->store, page->office, found->document, found->language, &failure)
                    : NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (current == NULL)
    return answer_old_address (page, request, error);
  if (strcmp (current->path, page->route->path) != 0)
    {
      g_autofree char *address = link_document_calendar (current, page->route->period);
      return answer_redirect (301, address, page->at + INSTANT_MINUTE);
    }
  Calendar calendar = { .page = page, .document = current };
  return answer_of (&calendar, request, error);
}

Answer *
answer_calendar (Page *page, const Request *request, GError **error)
{
  Calendar calendar = { .page = page };
  return page->route->path != NULL ? answer_of_document (page, request, error)
                                   : answer_of (&calendar, request, error);
}

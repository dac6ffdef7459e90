/* What the office says about itself: its parts, and what stands in each. */
#include "desk/pages.h"

#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/profile/profile_form.h"
#include "desk/profile/profile_view.h"
#include "text/locale.h"

#include <string.h>

static const char *const sections[] = { "notices", "contacts", "counters", "clocks", "name", "main", "footer" };

/* ---- Which office ---- */

void
page_profiles (Exchange *exchange)
{
  GError *error = NULL;
  g_auto (GStrv) offices = store_offices (exchange->desk->visible, &error);
  json_t *list = json_array ();
  const char *only = NULL;

  for (char **office = offices; office != NULL && *office != NULL; office++)
    if (exchange_may_office (exchange, *office, NULL, ACTION_PROFILE) == PERMISSION_YES)
      {
        json_array_append_new (list, json_pack ("{s:s}", "office", *office));
        only = *office;
      }
  if (error != NULL)
    desk_fail (exchange, error);
  else if (json_array_size (list) == 0)
    desk_say (exchange, 403, "refused_title", "not_allowed_text", NULL);
  else if (json_array_size (list) == 1)
    desk_go (exchange, "/profile/%s", only);
  else
    desk_show (exchange, 200, "profiles",
               json_pack ("{s:s, s:O}", "title", desk_word (exchange, "profile_title"), "offices", list));
  json_decref (list);
}

/* NULL: it has been answered. */
static ProfileWork *
open_work (Exchange *exchange)
{
  GError *error = NULL;
  ProfileWork *work = profile_work_open (exchange, exchange->office, &error);
  if (work == NULL)
    desk_fail (exchange, error);
  return work;
}

/* ---- The whole ---- */

static gboolean
is_changed (const Exchange *exchange, const ProfileWork *work, json_t *last, const char *section)
{
  if (profile_section_is_list (section))
    return json_equal (profile_list (work->tree, section), profile_list (last, section)) == 0
           && (profile_list (work->tree, section) != NULL || profile_list (last, section) != NULL);
  g_autofree char *before = profile_section_text (exchange, work->profile, section, last);
  g_autofree char *after = profile_section_text (exchange, work->profile, section, work->tree);
  return strcmp (before, after) != 0;
}

static json_t *
section_view (const Exchange *exchange, const ProfileWork *work, json_t *last, const char *section)
{
  gboolean list = profile_section_is_list (section);
  json_auto_t *number = json_integer ((json_int_t)json_array_size (profile_list (work->tree, section)));
  g_autofree char *count =
      list ? messages_format (exchange->desk->words, exchange->language, "profile_count", "count", number, NULL)
           : g_strdup (work->base->title);
  g_autofree char *address =
      g_strdup_printf (list ? "/profile/%s/section?of=%s" : "/profile/%s/entry?of=%s&n=0", work->office, section);
  return json_pack ("{s:s, s:s, s:s, s:s, s:b}", "href", address, "name", profile_word (exchange, "section", section),
                    "hint", profile_word (exchange, "about", section), "count", count, "changed",
                    is_changed (exchange, work, last, section));
}

static void
put_draft (Exchange *exchange, json_t *view, const ProfileWork *work)
{
  if (work->draft != NULL)
    json_object_set_new (view, "the_draft", draft_view (exchange, work->draft));
  json_object_set_new (view, "is_submitted",
                       json_boolean (work->draft != NULL && work->draft->state == DRAFT_SUBMITTED));
  json_object_set_new (view, "has_scheduled", json_boolean (work->scheduled != NULL));
  if (work->scheduled != NULL)
    json_object_set_new (view, "scheduled", draft_view (exchange, work->scheduled));
}

void
page_profile (Exchange *exchange)
{
  g_autoptr (ProfileWork) work = open_work (exchange);
  if (work == NULL)
    return;
  json_auto_t *last = profile_tree_read (work->base->body, NULL);
  json_t *list = json_array ();
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    json_array_append_new (list, section_view (exchange, work, last, sections[i]));
  json_t *view = json_pack ("{s:s, s:o}", "title", desk_word (exchange, "profile_title"), "sections", list);
  profile_put_read (view, work);
  put_draft (exchange, view, work);
  desk_show (exchange, 200, "profile", view);
}

/* ---- A list ---- */

/* A day that was given as one is not an instant of it. Transfer full. */
static char *
moment_text (const Exchange *exchange, const Profile *profile, const json_t *entry, const char *key, Instant instant)
{
  const char *text = json_string_value (json_object_get (entry, key));
  CivilTime time = { 0 };

  if (text == NULL || !civil_date_parse (text, &time.date))
    return moment_words (exchange, profile, instant);
  time.weekday = civil_weekday (time.date);
  return locale_date (exchange->language, &time, DATE_FULL, NULL);
}

/* From when until when, in the time of both capitals. Transfer full. */
static char *
notice_span (const Exchange *exchange, const Profile *profile, const Notice *notice, const json_t *entry)
{
  static const char *const keys[] = { "from", "until" };
  g_autoptr (GString) text =
      g_string_new (notice->until <= exchange->now ? desk_word (exchange, "profile_over") : "");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (json_is_object (entry) && json_object_get (entry, keys[i]) != NULL)
      {
        g_autofree char *at = moment_text (exchange, profile, entry, keys[i], i == 0 ? notice->from : notice->until);
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "",
                                profile_word (exchange, "field", keys[i]), at);
      }
  return g_strdup (text->str);
}

static json_t *
clock_details (const Clock *clock, Instant now)
{
  CivilTime time = civil_time_at (now, clock->zone);
  g_autofree char *text = g_strdup_printf ("%02d:%02d · %s", time.hour, time.minute, clock->zone_name);
  return json_string (text);
}

/* What stands below an entry's title; of an entry that can be read. PARSED may be NULL. */
static json_t *
details_of (const Exchange *exchange, const Profile *parsed, const char *section, guint index, const json_t *entry)
{
  g_autofree char *text = NULL;

  if (parsed != NULL && strcmp (section, "counters") == 0)
    text = profile_counter_today (exchange, parsed, index);
  else if (parsed != NULL && strcmp (section, "notices") == 0)
    text = notice_span (exchange, parsed, parsed->notices->pdata[index], entry);
  else if (parsed != NULL && strcmp (section, "clocks") == 0)
    return clock_details (parsed->clocks->pdata[index], exchange->now);
  else if (strcmp (section, "contacts") == 0)
    {
      const char *phone = json_string_value (json_object_get (entry, "phone"));
      const char *email = json_string_value (json_object_get (entry, "email"));
      text = g_strjoin ("\n", phone != NULL ? phone : "", email != NULL ? email : "", NULL);
    }
  else if (json_is_string (json_object_get (entry, "href")))
    text = g_strdup (json_string_value (json_object_get (entry, "href")));
  return json_string (text != NULL ? g_strstrip (text) : "");
}

/* A counter is called by what it says today, and by its date beneath. */
static const char *
title_of (const Exchange *exchange, const ProfileWork *work, const char *section, const json_t *entry,
          const json_t *details)
{
  const char *title = profile_entry_title (entry, exchange->language, work->profile);
  if (strcmp (section, "counters") == 0 && *json_string_value (details) != '\0')
    title = json_string_value (details);
  return *title != '\0' ? title : desk_word (exchange, "untitled");
}

static const char *
counter_date (const json_t *entry)
{
  const char *since = json_string_value (json_object_get (entry, "since"));
  const char *until = json_string_value (json_object_get (entry, "until"));
  return since != NULL ? since : until != NULL ? until : "";
}

static json_t *
entries_view (const Exchange *exchange, const ProfileWork *work, const char *section, const GPtrArray *problems)
{
  g_autoptr (Profile) parsed = profile_parse (work->source->body, strlen (work->source->body), "profile", NULL);
  json_t *list = profile_list (work->tree, section), *view = json_array (), *entry;
  size_t index, size = json_array_size (list);

  json_array_foreach (list, index, entry)
    {
      json_t *details = details_of (exchange, parsed, section, (guint)index, entry);
      gboolean contact = strcmp (section, "contacts") == 0;
      gboolean wrong = profile_problem (problems, section, (guint)index, NULL) != NULL
                       || (contact && profile_problem (problems, "hours", (guint)index, NULL) != NULL);
      gboolean counter = strcmp (section, "counters") == 0;
      json_array_append_new (view,
                             json_pack ("{s:i, s:s, s:s, s:b, s:b, s:b, s:b, s:b, s:o}", "n", (int)index, "name",
                                        title_of (exchange, work, section, entry, details), "details",
                                        counter ? counter_date (entry) : json_string_value (details), "has_details",
                                        *json_string_value (details) != '\0', "wrong", wrong, "can_up", index > 0,
                                        "can_down", index + 1 < size, "has_hours", contact, "said", details));
    }
  return view;
}

void
page_profile_section (Exchange *exchange)
{
  const char *section = form_text (exchange->query, "of");
  if (!profile_section_is_list (section))
    {
      desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      return;
    }
  g_autoptr (ProfileWork) work = open_work (exchange);
  if (work == NULL)
    return;
  g_autoptr (GPtrArray) problems = profile_check (exchange, work->tree, work->profile);
  json_t *entries = entries_view (exchange, work, section, problems);
  gboolean saved = form_get (exchange->query, "saved") != NULL;
  json_t *view = json_pack ("{s:s, s:s, s:s, s:b, s:b, s:o}", "title", profile_word (exchange, "section", section),
                            "hint", profile_word (exchange, "about", section), "section", section, "has_said", saved,
                            "has_entries", json_array_size (entries) > 0, "entries", entries);
  profile_put_read (view, work);
  put_draft (exchange, view, work);
  desk_show (exchange, 200, "profile_section", view);
}

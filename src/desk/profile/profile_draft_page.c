/* The draft of a profile: what it changes, the very pages that will show it, and its way to the public. */
#include "desk/pages.h"

#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/profile/profile_form.h"
#include "desk/profile/profile_release.h"
#include "desk/profile/profile_view.h"
#include "text/locale.h"

#include <string.h>

/* NULL: it has been answered. */
static ProfileWork *
open_work (Exchange *exchange)
{
  GError *error = NULL;
  ProfileWork *work = profile_work_of_draft (exchange, exchange->draft, &error);
  if (work == NULL)
    desk_fail (exchange, error);
  return work;
}

/* ---- The pages that will show it ---- */

/* Which page, in which language, at which instant: by the query, else what is likeliest to be of interest. */
typedef struct
{
  gboolean office;
  const char *language;
  char *date, *time, *zone;
  Instant at;
  gboolean wrong; /* what was asked for is no instant, or past */
} View;

static void
view_clear (View *view)
{
  g_free (view->date);
  g_free (view->time);
  g_free (view->zone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

static View
view_of (const Exchange *exchange, const ProfileWork *work)
{
  const Form *query = exchange->query;
  const char *language = form_text (query, "language"), *zone = form_text (query, "zone");
  View view = { .office = strcmp (form_text (query, "page"), "office") == 0,
                .language = profile_has_language (work->profile, language) ? language : work->profile->languages[0],
                .date = g_strdup (form_text (query, "date")),
                .time = g_strdup (form_text (query, "time")),
                .zone = g_strdup (*zone != '\0' ? zone : work->profile->host_zone_name),
                .at = profile_release_instant (exchange, work) };
  g_autofree char *typed =
      g_strdup_printf ("%s %s %s", view.date, *view.time != '\0' ? view.time : "00:00", view.zone);
  MomentKind kind;
  Instant at;

  if (*view.date == '\0' && *view.time == '\0')
    return view;
  view.wrong = !moment_parse (typed, &at, &kind, NULL) || at < exchange->now;
  if (!view.wrong)
    view.at = at;
  return view;
}

/* NULL with ERROR set. Transfer full. */
static Answer *
render (Exchange *exchange, const ProfileWork *work, const View *view, GError **error)
{
  g_autoptr (Profile) profile = profile_parse (work->source->body, strlen (work->source->body), "profile", error);
  return profile != NULL && publish_profile_sound (profile, "profile", error)
             ? site_preview_profile (exchange->desk->site, work->office, profile,
                                     view->office ? SITE_PAGE_OFFICE : SITE_PAGE_HOME, view->language, view->at,
                                     error)
             : NULL;
}

void
page_profile_preview (Exchange *exchange)
{
  g_autoptr (ProfileWork) work = open_work (exchange);
  g_autoptr (GError) error = NULL;
  if (work == NULL)
    return;
  g_auto (View) view = view_of (exchange, work);
  g_autoptr (Answer) answer = render (exchange, work, &view, &error);
  exchange->framed = TRUE;
  if (answer == NULL)
    {
      desk_say (exchange, 200, "no_preview_title", "no_preview_text", NULL);
      return;
    }
  exchange->status = 200;
  exchange->type_sent = "text/html; charset=utf-8";
  exchange->body = g_bytes_ref (answer->body);
}

static void
add_option (json_t *options, const char *value, const char *text, gboolean chosen)
{
  json_array_append_new (options, json_pack ("{s:s, s:s, s:b}", "value", value, "text", text, "chosen", chosen));
}

static json_t *
zone_options (const Exchange *exchange, const Profile *profile, const char *chosen)
{
  const char *const zones[] = { profile->host_zone_name, profile->home_zone_name, "UTC" };
  json_t *options = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *place = moment_place (profile, zones[i], exchange->language);
      if (i != 1 || strcmp (zones[0], zones[1]) != 0)
        add_option (options, zones[i], place, strcmp (zones[i], chosen) == 0);
    }
  return options;
}

static json_t *
language_options (const Profile *profile, const char *chosen)
{
  json_t *options = json_array ();

  for (char **tag = profile->languages; *tag != NULL; tag++)
    {
      g_autofree char *name = locale_language_name (*tag);
      add_option (options, *tag, name, strcmp (*tag, chosen) == 0);
    }
  return options;
}

static void
put_preview (Exchange *exchange, json_t *page, const ProfileWork *work)
{
  g_auto (View) view = view_of (exchange, work);
  g_autofree char *words = moment_words (exchange, work->profile, view.at);
  g_autofree char *zone = g_uri_escape_string (view.zone, NULL, FALSE);
  g_autofree char *date = g_uri_escape_string (view.wrong ? "" : view.date, NULL, FALSE);
  g_autofree char *time = g_uri_escape_string (view.wrong ? "" : view.time, NULL, FALSE);
  const char *which = view.office ? "office" : "home";
  g_autofree char *address = g_strdup_printf ("/drafts/%s/preview?page=%s&language=%s&date=%s&time=%s&zone=%s",
                                              work->draft->id, which, view.language, date, time, zone);
  json_t *pages = json_array ();

  add_option (pages, "home", desk_word (exchange, "profile_page_home"), !view.office);
  add_option (pages, "office", desk_word (exchange, "profile_page_office"), view.office);
  json_object_set_new (page, "preview",
                       json_pack ("{s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o}", "address", address, "at", words, "date",
                                  view.date, "time", view.time, "wrong", view.wrong, "pages", pages, "languages",
                                  language_options (work->profile, view.language), "zones",
                                  zone_options (exchange, work->profile, view.zone)));
}

/* ---- The page ---- */

static const char *
problem_with (const GPtrArray *problems, const char *field)
{
  const ProfileProblem *problem = profile_problem (problems, NULL, 0, field);
  return problem != NULL ? problem->text : NULL;
}

static void
put_problem (json_t *view, const char *key, const GPtrArray *problems, const char *field)
{
  const char *text = problem_with (problems, field);
  json_object_set_new (view, key, text != NULL ? json_pack ("{s:s}", "text", text) : json_false ());
}

static void
put_note (const Exchange *exchange, json_t *view, const ProfileWork *work, const GPtrArray *problems)
{
  g_auto (GStrv) when = g_strsplit (source_get (work->source, "when"), " ", 3);
  gboolean set = g_strv_length (when) == 3;
  gboolean noted = *source_get (work->source, "change_note") != '\0';

  json_object_set_new (view, "change_note", json_string (source_get (work->source, "change_note")));
  json_object_set_new (view, "when_date", json_string (set ? when[0] : ""));
  json_object_set_new (view, "when_time", json_string (set ? when[1] : ""));
  json_object_set_new (view, "when_zones",
                       zone_options (exchange, work->profile, set ? when[2] : work->profile->host_zone_name));
  put_problem (view, "note_problem", problems, noted ? "change_note" : "none"); /* not before it was written */
  put_problem (view, "when_problem", problems, "when");
}

/* What is said beside its own field is not said above as well. */
static json_t *
others (const Exchange *exchange, const ProfileWork *work, const GPtrArray *problems)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  for (guint i = 0; i < problems->len; i++)
    {
      const ProfileProblem *problem = problems->pdata[i];
      if (problem->section != NULL || problem->field == NULL)
        g_ptr_array_add (rest, problems->pdata[i]);
    }
  return profile_problems_view (exchange, work, rest);
}

/* Only the words to readers, and when, are missing: these are typed here. */
static gboolean
is_sound_but_for_note (const GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const ProfileProblem *problem = problems->pdata[i];
      if (problem->section != NULL || problem->field == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
show (Exchange *exchange, unsigned status, ProfileWork *work, const char *refusal)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) problems = profile_release_check (exchange, work, &error);
  json_t *remarks = problems != NULL ? draft_remarks_view (exchange, &error) : NULL;
  if (problems == NULL || remarks == NULL)
    {
      json_decref (remarks);
      desk_fail (exchange, error);
      return;
    }
  gboolean open = profile_work_is_open (work), sound = is_sound_but_for_note (problems);
  json_t *view = draft_view (exchange, exchange->draft), *listed = others (exchange, work, problems);
  json_auto_t *base = profile_tree_read (work->base->body, NULL);
  json_t *differences = profile_differences (exchange, work->profile, base, work->tree);

  json_object_set_new (view, "is_open", json_boolean (open));
  json_object_set_new (view, "has_problems", json_boolean (open && json_array_size (listed) > 0));
  json_object_set_new (view, "problems", listed);
  json_object_set_new (view, "has_differences", json_boolean (json_array_size (differences) > 0));
  json_object_set_new (view, "differences", differences);
  json_object_set_new (view, "has_remarks", json_boolean (json_array_size (remarks) > 0));
  json_object_set_new (view, "remarks", remarks);
  json_object_set_new (view, "has_refusal", json_boolean (refusal != NULL));
  json_object_set_new (view, "refusal", json_string (refusal != NULL ? refusal : ""));
  json_object_set_new (view, "forced", json_boolean (exchange->draft->forced && !exchange->draft->reviewed));
  json_object_set_new (view, "stale", json_boolean (work->base->number != work->last->number));
  put_note (exchange, view, work, problems);
  put_preview (exchange, view, work);
  draft_put_may (exchange, view, sound);
  exchange->frames = TRUE;
  desk_show (exchange, status, "profile_draft", view);
}

void
page_profile_draft (Exchange *exchange)
{
  g_autoptr (ProfileWork) work = open_work (exchange);
  if (work != NULL)
    show (exchange, 200, work, NULL);
}

/* ---- The words to readers, and when ---- */

static void
take_note (ProfileWork *work, const Form *form)
{
  g_autofree char *date = g_strstrip (g_strdup (form_text (form, "when_date")));
  g_autofree char *time = g_strstrip (g_strdup (form_text (form, "when_time")));
  g_autofree char *note = g_strstrip (g_strdup (form_text (form, "change_note")));
  g_autofree char *when = g_strdup_printf ("%s %s %s", date, time, form_text (form, "when_zone"));

  source_set (work->source, "change_note", note);
  source_set (work->source, "when", *date != '\0' || *time != '\0' ? when : "");
}

/* Save it, bring it up to date, and read it again. FALSE with ERROR set, or with *CONFLICT (transfer full). */
static gboolean
save_note (Exchange *exchange, ProfileWork *work, char **conflict, GError **error)
{
  *conflict = NULL;
  json_auto_t *tree = json_incref (work->tree);
  if (!profile_work_save (exchange, work, tree, error) || !profile_release_rebase (exchange, work, conflict, error))
    return FALSE;
  g_clear_pointer (&exchange->draft, cabinet_draft_free);
  exchange->draft = cabinet_draft (exchange->desk->cabinet, work->draft->id, exchange->now, error);
  return exchange->draft != NULL && *conflict == NULL;
}

static void
go_on (Exchange *exchange, const ProfileWork *work)
{
  const char *then = form_text (exchange->form, "then"), *id = exchange->draft->id;
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (strcmp (then, "submit") == 0
      && !cabinet_submit_draft (exchange->desk->cabinet, &actor, id, exchange->draft->version, NULL, &error))
    desk_fail (exchange, error);
  else if (strcmp (then, "publish") == 0)
    desk_go (exchange, "/drafts/%s/publish?version=%" G_GINT64_FORMAT, id, work->draft->version);
  else
    desk_go (exchange, "/drafts/%s", id);
}

void
page_profile_note (Exchange *exchange)
{
  GError *error = NULL;
  g_autofree char *conflict = NULL;
  g_autoptr (ProfileWork) work = open_work (exchange);
  gint64 version = g_ascii_strtoll (form_text (exchange->form, "version"), NULL, 10);
  if (work == NULL)
    return;
  if (!profile_work_is_open (work) || version != work->draft->version)
    {
      take_note (work, exchange->form); /* what was typed stands on the page again */
      if (profile_work_is_open (work))
        show (exchange, 409, work, desk_word (exchange, "profile_changed_meanwhile"));
      else
        desk_say (exchange, 409, "refused_title", "state_text", NULL);
      return;
    }
  take_note (work, exchange->form);
  gboolean saved = save_note (exchange, work, &conflict, &error);
  g_autoptr (GPtrArray) problems = error == NULL ? profile_release_check (exchange, work, &error) : NULL;
  if (error != NULL)
    desk_fail (exchange, error);
  else if (!saved)
    show (exchange, 409, work, desk_word (exchange, "profile_both_changed"));
  else if (problems->len > 0 && strcmp (form_text (exchange->form, "then"), "save") != 0)
    {
      const ProfileProblem *first = problems->pdata[0];
      show (exchange, 422, work, first->text);
    }
  else
    go_on (exchange, work);
}

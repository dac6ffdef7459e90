/* The last page before the public: it says once more what will be published, in which language, and when, in the time
 * of both capitals. */
#include "desk/pages.h"

#include "desk/door/again.h"
#include "desk/text/fields.h"
#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/public/release.h"
#include "publish/publish.h"
#include "text/locale.h"

#include <string.h>

typedef struct
{
  unsigned status;
  const char *problem; /* of the password, or NULL */
  const char *reason_problem;
  const char *past_problem;
  const char *refusal; /* why the record did not take it, or NULL */
} PublishPage;

/* When it is to be public, as it was typed; *PAST: that was before now. */
static Instant
moment_of (const Exchange *exchange, MomentKind *kind, gboolean *past)
{
  g_autoptr (Source) source = source_read (exchange->draft->text);
  const char *typed = source_get (source, "when");
  Instant when = exchange->now;

  *kind = MOMENT_PLAIN;
  *past = *typed != '\0' && moment_parse (typed, &when, kind, NULL) && when < exchange->now;
  if (!*past || !draft_is_profile (exchange->draft))
    return when;
  *past = FALSE; /* it has no date of its own: it holds from now on */
  return exchange->now;
}

static void
put_moment (Exchange *exchange, json_t *view, const Profile *profile)
{
  MomentKind kind;
  gboolean past;
  Instant when = moment_of (exchange, &kind, &past);
  g_autofree char *text = moment_words (exchange, profile, when);

  json_object_set_new (view, "later", json_boolean (when > exchange->now));
  json_object_set_new (view, "past", json_boolean (past));
  json_object_set_new (view, "when", json_string (text));
  desk_put (view, "oddity", moment_oddity (exchange, kind));
}

/* What stands in each language of the office: this text, another one, or nothing. */
static json_t *
languages_view (Exchange *exchange, const Profile *profile, GError **error)
{
  const CabinetDraft *draft = exchange->draft;
  const DraftFilter filter = { .office = draft->office, .document = draft->document, .state = DRAFT_ANY };
  g_autoptr (GPtrArray) drafts = cabinet_drafts (exchange->desk->cabinet, &filter, exchange->now, 0, 100, error);
  json_t *view = json_array ();

  for (char **language = profile->languages; drafts != NULL && *language != NULL; language++)
    {
      const CabinetDraft *other = NULL;
      for (guint i = 0; i < drafts->len && other == NULL; i++)
        if (strcmp (((const CabinetDraft *)drafts->pdata[i])->language, *language) == 0)
          other = drafts->pdata[i];
      gboolean own = strcmp (*language, draft->language) == 0;
      g_autofree char *name = locale_language_name (*language);
      g_autofree char *key = other != NULL ? g_strconcat ("state_", draft_state_name (other->state), NULL) : NULL;
      json_array_append_new (view, json_pack ("{s:s, s:b, s:s}", "name", name, "own", own, "state",
                                              desk_word (exchange, key != NULL ? key : "language_nothing")));
    }
  return view;
}

/* The version that the person had read when they came here, or sent the form: what was saved since they have not
 * seen. */
static gint64
version_read (const Exchange *exchange)
{
  const char *text = form_get (exchange->form != NULL ? exchange->form : exchange->query, "version");
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : exchange->draft->version;
}

/* Neither what was saved after the draft was read, nor after a form that is shown again for a wrong password. */
static gboolean
has_read_the_last (Exchange *exchange)
{
  if (version_read (exchange) == exchange->draft->version)
    return TRUE;
  desk_say (exchange, 409, "refused_title", "state_text", NULL);
  return FALSE;
}

static void
show (Exchange *exchange, const PublishPage *page)
{
  GError *error = NULL;
  const CabinetDraft *draft = exchange->draft;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, draft->office, exchange->now, &error);
  const char *hindrance = profile != NULL ? release_hindrance (exchange->desk, draft->office, &error) : NULL;
  json_t *languages = error == NULL ? languages_view (exchange, profile, &error) : NULL;
  if (error != NULL)
    {
      json_decref (languages);
      desk_fail (exchange, error);
      return;
    }
  json_t *view = draft_view (exchange, draft);
  gboolean two =
      draft->state == DRAFT_SUBMITTED && exchange_may_draft (exchange, draft, ACTION_PUBLISH) == PERMISSION_YES;
  put_moment (exchange, view, profile);
  desk_put (view, "hindrance", hindrance != NULL ? desk_word (exchange, hindrance) : NULL);
  desk_put (view, "problem", page->problem);
  desk_put (view, "reason_problem", page->reason_problem);
  desk_put (view, "past_problem", page->past_problem);
  desk_put (view, "refusal", page->refusal);
  desk_put_recipients (exchange, view);
  json_object_set_new (view, "languages", languages);
  json_object_set_new (view, "office_name",
                       json_string (local_text (profile->name, exchange->language, profile->languages[0])));
  json_object_set_new (view, "asks_again", json_boolean (again_is_asked (exchange)));
  json_object_set_new (view, "forced", json_boolean (!two));
  json_object_set_new (view, "reason",
                       json_string (exchange->form != NULL ? form_text (exchange->form, "reason") : ""));
  desk_show (exchange, page->status, "publish", view);
}

void
page_publish (Exchange *exchange)
{
  const PublishPage page = { .status = 200 };
  if (has_read_the_last (exchange))
    show (exchange, &page);
}

/* What the record says against it is for whoever wrote it. */
static gboolean
is_about_the_text (const GError *error)
{
  return error->domain == PUBLISH_ERROR || error->domain == FRONT_MATTER_ERROR || error->domain == MOMENT_ERROR
         || error->domain == SEAL_ERROR;
}

static void
publish (Exchange *exchange, const char *reason)
{
  gint64 version = g_ascii_strtoll (form_text (exchange->form, "version"), NULL, 10);
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  PublishPage page = { .status = 422 };

  if (again_given (exchange, &problem, &error) && release_draft (exchange, version, reason, &error))
    {
      desk_go (exchange, "/drafts/%s", exchange->draft->id);
      return;
    }
  page.problem = problem;
  page.refusal = error != NULL && is_about_the_text (error) ? error->message : NULL;
  if (error != NULL && page.refusal == NULL)
    desk_fail (exchange, g_steal_pointer (&error));
  else
    show (exchange, &page);
}

/* A date that has passed is borne by a text that says so on purpose, and by no other. FALSE: it has been answered. */
static gboolean
means_its_date (Exchange *exchange)
{
  const PublishPage page = { .status = 422, .past_problem = desk_word (exchange, "past_needed") };
  MomentKind kind;
  gboolean past;

  moment_of (exchange, &kind, &past);
  if (!past || *form_text (exchange->form, "past") != '\0')
    return TRUE;
  show (exchange, &page);
  return FALSE;
}

void
page_publish_post (Exchange *exchange)
{
  if (has_read_the_last (exchange) && means_its_date (exchange))
    publish (exchange, NULL);
}

void
page_force_post (Exchange *exchange)
{
  g_autofree char *reason = g_strstrip (g_strdup (form_text (exchange->form, "reason")));
  const PublishPage page = { .status = 422, .reason_problem = desk_word (exchange, "reason_needed") };

  if (!has_read_the_last (exchange))
    return;
  if (*reason == '\0')
    show (exchange, &page);
  else if (means_its_date (exchange))
    publish (exchange, reason);
}

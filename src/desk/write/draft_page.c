/* A draft as its reviewers see it: what stands against it, what was said about it, what changed, and what may be done
 * with it. The page that it would become is in a frame (preview.c). */
#include "desk/pages.h"

#include "desk/text/checks.h"
#include "desk/text/comparison.h"
#include "desk/text/fields.h"
#include "desk/text/files.h"
#include "desk/listing.h"
#include "desk/moment.h"
#include "desk/text/preview.h"

#include <string.h>

/* ---- What changed ---- */

/* Field by field; NULL: it follows nothing. What is said of the change and when it is to be public stands elsewhere.
 */
static json_t *
difference (const Exchange *exchange, const Profile *profile, const Source *source)
{
  const CabinetDraft *draft = exchange->draft;
  if (draft->based_on == 0)
    return NULL;
  g_autoptr (GError) error = NULL;
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (Edition) edition = store_edition_number (exchange->desk->visible, draft->office, draft->document,
                                                      draft->language, draft->based_on, &error);
  if (edition == NULL)
    return NULL;
  g_autoptr (Source) before = source_of_edition (edition);
  source_set (before, "change_note", source_get (source, "change_note"));
  source_set (before, "when", source_get (source, "when"));
  return comparison_view (exchange, profile, before, source, draft->language);
}

/* ---- What was said ---- */

json_t *
draft_remarks_view (Exchange *exchange, GError **error)
{
  g_autoptr (GPtrArray) remarks = cabinet_remarks (exchange->desk->cabinet, exchange->draft->id, error);
  json_t *view = json_array ();

  for (guint i = 0; remarks != NULL && i < remarks->len; i++)
    {
      const Remark *remark = remarks->pdata[i];
      g_autofree char *key = g_strconcat ("remark_", remark_type_name (remark->type), NULL);
      g_autofree char *at = when_text (exchange, exchange->draft->office, remark->at);
      json_array_append_new (view, json_pack ("{s:s, s:s, s:s, s:s, s:b}", "what", desk_word (exchange, key), "who",
                                              remark->name != NULL ? remark->name : "", "at", at, "text",
                                              remark->text, "has_text", *remark->text != '\0'));
    }
  return view;
}

/* ---- What may be done ---- */

void
draft_put_may (Exchange *exchange, json_t *view, gboolean sound)
{
  const CabinetDraft *draft = exchange->draft;
  DraftState state = draft->state;
  gboolean open = !draft->publishing && (state == DRAFT_DRAFT || state == DRAFT_REJECTED);
  gboolean submitted = !draft->publishing && state == DRAFT_SUBMITTED;
  Permission publish = exchange_may_draft (exchange, draft, ACTION_PUBLISH);
  gboolean force = exchange_may_draft (exchange, draft, ACTION_FORCE) == PERMISSION_YES;

#define MAY(action) (exchange_may_draft (exchange, draft, action) == PERMISSION_YES)
  json_object_set_new (view, "may_save", json_boolean ((open || submitted) && MAY (ACTION_SAVE)));
  json_object_set_new (view, "may_submit", json_boolean (open && sound && MAY (ACTION_SUBMIT)));
  json_object_set_new (view, "may_recall", json_boolean (submitted && MAY (ACTION_RECALL)));
  json_object_set_new (view, "may_reject", json_boolean (submitted && MAY (ACTION_REJECT)));
  json_object_set_new (view, "may_discard", json_boolean (open && MAY (ACTION_DISCARD)));
  json_object_set_new (view, "may_review", json_boolean (draft->forced && !draft->reviewed && MAY (ACTION_REVIEW)));
  json_object_set_new (view, "may_comment", json_boolean (MAY (ACTION_COMMENT)));
  json_object_set_new (
      view, "may_share",
      json_boolean (exchange->desk->options->press_socket >= 0 && state != DRAFT_PUBLISHED && MAY (ACTION_SHARE)));
#undef MAY
  json_object_set_new (view, "may_publish", json_boolean (submitted && sound && publish == PERMISSION_YES));
  json_object_set_new (
      view, "may_force",
      json_boolean ((open || submitted) && sound && force && !(submitted && publish == PERMISSION_YES)));
  json_object_set_new (view, "may_unschedule",
                       json_boolean (state == DRAFT_SCHEDULED
                                     && exchange_may_draft (exchange, draft, ACTION_UNSCHEDULE) == PERMISSION_YES));
  json_object_set_new (view, "waits_for_other", json_boolean (submitted && publish == PERMISSION_OTHER));
  json_object_set_new (view, "waits_for_publisher", json_boolean (submitted && publish == PERMISSION_NO));
}

static void
put_when (Exchange *exchange, json_t *view, const Source *source, const Profile *profile)
{
  Instant when;
  MomentKind kind = MOMENT_PLAIN;
  gboolean now_instead = TRUE;
  gboolean known = source_instant (source, exchange->now, &when, &now_instead, NULL) && !now_instead;
  gboolean decided = exchange->draft->state == DRAFT_SCHEDULED || exchange->draft->state == DRAFT_PUBLISHED;
  g_autofree char *text = decided ? moment_words (exchange, profile, exchange->draft->visible_from)
                          : known ? moment_words (exchange, profile, when)
                                  : g_strdup (desk_word (exchange, "when_published"));

  if (known)
    moment_parse (source_get (source, "when"), &when, &kind, NULL);
  json_object_set_new (view, "when", json_string (text));
  json_object_set_new (view, "past", json_boolean (known && when < exchange->now));
  desk_put (view, "oddity", moment_oddity (exchange, kind));
}

/* Where readers find it, once they do. */
static void
put_public_address (const Exchange *exchange, json_t *view, const Profile *profile)
{
  const CabinetDraft *draft = exchange->draft;
  if (draft->state != DRAFT_PUBLISHED || profile->address == NULL)
    return;
  store_set_instant (exchange->desk->visible, exchange->now);
  g_autoptr (Edition) edition = store_edition_number (exchange->desk->visible, draft->office, draft->document,
                                                      draft->language, draft->number, NULL);
  g_autofree char *address =
      edition != NULL ? g_strdup_printf ("%s/%s/%s", profile->address, edition->language, edition->path) : NULL;
  desk_put (view, "public_address", address);
}

static void
put_difference (Exchange *exchange, json_t *view, const Source *source, const Profile *profile)
{
  json_t *fields = difference (exchange, profile, source);

  json_object_set_new (view, "has_difference", json_boolean (fields != NULL));
  json_object_set_new (view, "is_same", json_boolean (json_array_size (fields) == 0));
  json_object_set_new (view, "difference", fields != NULL ? fields : json_array ());
  json_object_set_new (view, "change_note", json_string (source_get (source, "change_note")));
}

void
page_draft (Exchange *exchange)
{
  if (draft_is_profile (exchange->draft))
    {
      page_profile_draft (exchange);
      return;
    }
  GError *error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, exchange->draft->office, exchange->now, &error);
  json_t *remarks = profile != NULL ? draft_remarks_view (exchange, &error) : NULL;
  if (profile == NULL || error != NULL)
    {
      json_decref (remarks);
      desk_fail (exchange, error);
      return;
    }
  g_autoptr (Source) source = source_read (exchange->draft->text);
  g_autoptr (GPtrArray) problems = fields_check (exchange, source, profile, exchange->draft->based_on > 0);
  g_autofree char *edit = g_strdup_printf ("/drafts/%s/edit", exchange->draft->id);
  json_t *view = draft_view (exchange, exchange->draft);

  json_object_set_new (view, "has_problems", json_boolean (problems->len > 0));
  json_object_set_new (view, "problems", problems_view (exchange, problems));
  json_object_set_new (view, "has_remarks", json_boolean (json_array_size (remarks) > 0));
  json_object_set_new (view, "remarks", remarks);
  json_object_set_new (view, "edit_address", json_string (edit));
  json_object_set_new (view, "document", json_string (exchange->draft->document));
  json_object_set_new (view, "forced", json_boolean (exchange->draft->forced && !exchange->draft->reviewed));
  desk_put_recipients (exchange, view);
  put_when (exchange, view, source, profile);
  if (exchange->draft->state != DRAFT_SCHEDULED && exchange->draft->state != DRAFT_PUBLISHED)
    checks_put (exchange, view, source, profile);
  put_difference (exchange, view, source, profile);
  put_public_address (exchange, view, profile);
  draft_put_may (exchange, view, problems->len == 0);
  exchange->frames = TRUE;
  desk_show (exchange, 200, "draft", view);
}

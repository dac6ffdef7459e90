#include "desk/listing.h"

#include "cabinet/press.h"
#include "desk/moment.h"
#include "text/locale.h"

#define PAGE 100
#define MOST_READ 2000 /* of drafts that are not for who asks */

char *
when_text (const Exchange *exchange, const char *office, Instant instant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Profile) profile = desk_profile (exchange->desk, office, exchange->now, &error);
  if (profile == NULL || instant == INSTANT_MIN)
    return g_strdup ("");
  CivilTime time = civil_time_at (instant, profile->host_zone);
  return locale_date (exchange->language, &time, DATE_LONG_TIME, NULL);
}

json_t *
draft_view (const Exchange *exchange, const CabinetDraft *draft)
{
  g_autofree char *kind_key = g_strconcat ("kind_", kind_name (draft->kind), NULL);
  g_autofree char *state_key = g_strconcat ("state_", draft_state_name (draft->state), NULL);
  g_autofree char *language = locale_language_name (draft->language);
  g_autofree char *saved = when_text (exchange, draft->office, draft->saved);
  gboolean public = draft->state == DRAFT_SCHEDULED || draft->state == DRAFT_PUBLISHED;
  g_autofree char *visible = when_text (exchange, draft->office, public ? draft->visible_from : INSTANT_MIN);
  gboolean titled = draft->title != NULL && *draft->title != '\0';

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:b, s:b}", "id",
                    draft->id, "title", titled ? draft->title : desk_word (exchange, "untitled"), "kind_text",
                    desk_word (exchange, kind_key), "state", draft_state_name (draft->state), "state_text",
                    desk_word (exchange, state_key), "office", draft->office, "tag", draft->language,
                    "text_direction", locale_direction (draft->language), "language_name", language, "saved_by",
                    draft->saved_name != NULL ? draft->saved_name : "", "saved_at", saved, "submitted_by",
                    draft->submitted_name != NULL ? draft->submitted_name : "", "visible_at", visible, "version",
                    (json_int_t)draft->version, "is_public", public, "is_submitted", draft->state == DRAFT_SUBMITTED);
}

json_t *
published_view (const Exchange *exchange, const Edition *edition)
{
  g_autofree char *kind_key = g_strconcat ("kind_", kind_name (edition->kind), NULL);
  g_autofree char *at = when_text (exchange, edition->office, edition->dated);
  g_autofree char *name = locale_language_name (edition->language);
  g_autofree char *address = g_strdup_printf ("/%s/%s", edition->language, edition->path);
  gboolean withdrawn = edition->state == STATE_WITHDRAWN;

#define MAY(action) (exchange_may_office (exchange, edition->office, edition->language, action) == PERMISSION_YES)
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:b, s:b, s:b, s:b, s:b}", "title",
                    edition->title, "kind_text", desk_word (exchange, kind_key), "tag", edition->language,
                    "text_direction", locale_direction (edition->language), "language_name", name, "office",
                    edition->office, "document", edition->document, "at", at, "address", address, "number",
                    (int)edition->number, "withdrawn", withdrawn, "may_correct", MAY (ACTION_BEGIN), "may_withdraw",
                    !withdrawn && MAY (ACTION_WITHDRAW), "may_restore", withdrawn && MAY (ACTION_RESTORE),
                    "may_erase", MAY (ACTION_ERASE));
#undef MAY
}

json_t *
drafts_view (const Exchange *exchange, const DraftFilter *filter, Action action, guint most, GError **error)
{
  json_t *view = json_array ();

  for (guint offset = 0; offset < MOST_READ; offset += PAGE)
    {
      g_autoptr (GPtrArray) drafts =
          cabinet_drafts (exchange->desk->cabinet, filter, exchange->now, offset, PAGE, error);
      for (guint i = 0; drafts != NULL && i < drafts->len && json_array_size (view) < most; i++)
        if (exchange_may_draft (exchange, drafts->pdata[i], action) == PERMISSION_YES)
          json_array_append_new (view, draft_view (exchange, drafts->pdata[i]));
      if (drafts == NULL || drafts->len < PAGE || json_array_size (view) >= most)
        break;
    }
  return view;
}

void
desk_put_recipients (const Exchange *exchange, json_t *view)
{
  g_auto (GStrv) names = cabinet_press_recipients (exchange->desk->cabinet, exchange->draft->id, exchange->now, NULL);
  g_autofree char *all = names != NULL && *names != NULL ? g_strjoinv (" · ", names) : NULL;

  desk_put (view, "recipients", all);
}

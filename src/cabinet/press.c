#include "cabinet/press.h"

#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

#include <string.h>

#define RECIPIENT_MOST 200
#define AGENT_MOST 200

static const char *const purposes[] = { [PRESS_PREVIEW] = "preview", [PRESS_EMBARGO] = "press" };

void
press_link_free (PressLink *link)
{
  g_free (link->draft);
  g_free (link->recipient);
  g_free (link->made_name);
  g_free (link);
}

void
press_visit_free (PressVisit *visit)
{
  g_free (visit->place);
  g_free (visit->agent);
  g_free (visit->file);
  g_free (visit);
}

/* ---- Making and ending ---- */

static gboolean
accept (const char *recipient, Instant expires, Instant now, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (recipient));

  if (*bare == '\0' || strlen (recipient) > RECIPIENT_MOST || !g_utf8_validate (recipient, -1, NULL))
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID, "say who the link is for, in a few words");
  else if (expires <= now)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID, "a link ends at an instant that is to come");
  else
    return TRUE;
  return FALSE;
}

static gboolean
may_be_read (const CabinetDraft *draft, PressPurpose purpose, GError **error)
{
  if (purpose == PRESS_EMBARGO)
    return draft->state == DRAFT_SCHEDULED
           || draft_wrong_state (draft, "the press is given what is scheduled", error);
  return draft->state != DRAFT_PUBLISHED || draft_wrong_state (draft, "everybody can read it", error);
}

static gboolean
note (Cabinet *cabinet, const Actor *actor, const char *action, const CabinetDraft *draft, const char *recipient,
      const char *purpose, Instant expires, GError **error)
{
  g_autofree char *until = instant_format (expires);
  return cabinet_note (cabinet, actor, action, draft->office, draft->document, NULL,
                       json_pack ("{s:s, s:s, s:s, s:s}", "draft", draft->id, "recipient", recipient, "purpose",
                                  purpose, "expires", until),
                       error);
}

char *
cabinet_make_press_link (Cabinet *cabinet, const Actor *actor, const char *id, PressPurpose purpose,
                         const char *recipient, Instant expires, GError **error)
{
  if (!accept (recipient, expires, actor->now, error))
    return NULL;
  g_autofree char *token = token_new ();
  g_autoptr (GBytes) hash = token_hash ("press", token);
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && may_be_read (draft, purpose, error)
                  && cabinet_do (cabinet, error, "add_press_link", "ssbsiii", id, purposes[purpose], hash, recipient,
                                 actor->person, actor->now, expires)
                  && note (cabinet, actor, "press.made", draft, recipient, purposes[purpose], expires, error);
  return change_end (cabinet, fine, error) ? g_steal_pointer (&token) : NULL;
}

/* ---- Reading ---- */

static gpointer
link_read (Cursor *cursor)
{
  PressLink *link = g_new0 (PressLink, 1);
  link->id = cursor_integer (cursor, 0);
  link->draft = g_strdup (cursor_text (cursor, 1));
  link->purpose = strcmp (cursor_text (cursor, 2), purposes[PRESS_EMBARGO]) == 0 ? PRESS_EMBARGO : PRESS_PREVIEW;
  link->recipient = g_strdup (cursor_text (cursor, 3));
  link->made_name = g_strdup (cursor_text (cursor, 4));
  link->made = cursor_integer (cursor, 5);
  link->expires = cursor_integer (cursor, 6);
  link->ended = cursor_text (cursor, 7) != NULL ? cursor_integer (cursor, 7) : INSTANT_MIN;
  link->visits = (guint)cursor_integer (cursor, 8);
  link->last = cursor_text (cursor, 9) != NULL ? cursor_integer (cursor, 9) : INSTANT_MIN;
  return link;
}

GPtrArray *
cabinet_press_links (Cabinet *cabinet, const char *draft, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "press_links", "s", draft), link_read,
                       (GDestroyNotify)press_link_free, error);
}

PressLink *
cabinet_press_link (Cabinet *cabinet, const char *token, Instant now, GError **error)
{
  g_autoptr (GBytes) hash = token_hash ("press", token);
  return cabinet_row (cabinet, sql_open (&cabinet->sql, error, "press_link", "bi", hash, now), link_read, error);
}

static gpointer
visit_read (Cursor *cursor)
{
  PressVisit *visit = g_new0 (PressVisit, 1);
  visit->at = cursor_integer (cursor, 0);
  visit->place = g_strdup (cursor_text (cursor, 1));
  visit->agent = g_strdup (cursor_text (cursor, 2));
  visit->file = g_strdup (cursor_text (cursor, 3));
  return visit;
}

GPtrArray *
cabinet_press_visits (Cabinet *cabinet, gint64 id, unsigned limit, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "press_visits", "ii", id, (gint64)limit), visit_read,
                       (GDestroyNotify)press_visit_free, error);
}

char **
cabinet_press_recipients (Cabinet *cabinet, const char *draft, Instant now, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (Cursor) cursor = sql_open (&cabinet->sql, &failure, "press_recipients", "si", draft, now);

  while (cursor != NULL && sql_next (&cabinet->sql, cursor, &failure))
    g_strv_builder_add (names, cursor_text (cursor, 0));
  if (failure == NULL)
    return g_strv_builder_end (names);
  g_propagate_error (error, failure);
  return NULL;
}

/* ---- Ending and visiting ---- */

gboolean
cabinet_end_press_link (Cabinet *cabinet, const Actor *actor, const char *draft_id, gint64 id, GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, draft_id, actor->now, error) : NULL;
  g_autoptr (PressLink) link =
      draft != NULL
          ? cabinet_row (cabinet, sql_open (&cabinet->sql, error, "end_press_link", "sii", draft_id, id, actor->now),
                         link_read, error)
          : NULL;
  if (draft != NULL && link == NULL && (error == NULL || *error == NULL))
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_MISSING, "there is no such link that is still good");
  gboolean fine =
      link != NULL
      && note (cabinet, actor, "press.ended", draft, link->recipient, purposes[link->purpose], link->expires, error);
  return change_end (cabinet, fine, error);
}

static char *
cut (const char *text, glong most)
{
  if (text == NULL)
    return NULL;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), most));
}

gboolean
cabinet_press_visited (Cabinet *cabinet, gint64 id, Instant now, const char *place, const char *agent,
                       const char *file, GError **error)
{
  g_autofree char *short_agent = cut (agent, AGENT_MOST);
  return cabinet_do (cabinet, error, "add_press_visit", "iisss", id, now, place, short_agent, file);
}

/* Drafts as they are read: one, or a list. */
#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

#include <string.h>

static const char *const states[] = { [DRAFT_DRAFT] = "draft",
                                      [DRAFT_SUBMITTED] = "submitted",
                                      [DRAFT_REJECTED] = "rejected",
                                      [DRAFT_SCHEDULED] = "scheduled",
                                      [DRAFT_PUBLISHED] = "published" };

const char *
draft_state_name (DraftState state)
{
  g_assert ((gsize)state < G_N_ELEMENTS (states));
  return states[state];
}

gboolean
draft_state_parse (const char *name, DraftState *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i], name) == 0)
      {
        *state = (DraftState)i;
        return TRUE;
      }
  return FALSE;
}

void
cabinet_draft_free (CabinetDraft *draft)
{
  char *owned[] = { draft->id,           draft->office,         draft->language,       draft->document,
                    draft->title,        draft->text,           draft->begun_name,     draft->saved_name,
                    draft->force_reason, draft->submitted_name, draft->published_name, draft->held_name,
                    draft->taking_back,  draft->moving_to };
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
  g_free (draft);
}

gboolean
draft_is_profile (const CabinetDraft *draft)
{
  return *draft->language == '\0';
}

Matter
cabinet_draft_matter (const CabinetDraft *draft, gint64 person, gboolean two_person)
{
  gint64 first = draft->forced && draft->number > 0 ? draft->published_by : draft->submitted_by;
  return (Matter){ .office = draft->office,
                   .language = draft_is_profile (draft) ? NULL : draft->language,
                   .profile = draft_is_profile (draft),
                   .own = draft->begun_by == person,
                   .submitted = first == person,
                   .two_person = two_person };
}

/* ---- A row ---- */

static char *
text_at (Cursor *cursor, int column)
{
  return g_strdup (cursor_text (cursor, column));
}

static Instant
instant_at (Cursor *cursor, int column)
{
  return cursor_text (cursor, column) != NULL ? cursor_integer (cursor, column) : INSTANT_MIN;
}

/* In the order of the part "draft" of queries.sql. */
static void
read_text (CabinetDraft *draft, Cursor *cursor)
{
  gboolean state = draft_state_parse (cursor_text (cursor, 7), &draft->state);
  gboolean kind = kind_parse (cursor_text (cursor, 5), &draft->kind);
  g_assert (state && kind); /* nothing else is written */
  draft->id = text_at (cursor, 0);
  draft->office = text_at (cursor, 1);
  draft->language = text_at (cursor, 2);
  draft->document = text_at (cursor, 3);
  draft->based_on = (unsigned)cursor_integer (cursor, 4);
  draft->title = text_at (cursor, 6);
  draft->version = cursor_integer (cursor, 8);
  draft->text = text_at (cursor, 30);
}

static void
read_people (CabinetDraft *draft, Cursor *cursor)
{
  draft->begun_by = cursor_integer (cursor, 9);
  draft->begun = cursor_integer (cursor, 10);
  draft->begun_name = text_at (cursor, 11);
  draft->saved_by = cursor_integer (cursor, 12);
  draft->saved = cursor_integer (cursor, 13);
  draft->saved_name = text_at (cursor, 14);
  draft->submitted_by = cursor_integer (cursor, 15);
  draft->submitted = instant_at (cursor, 16);
  draft->submitted_name = text_at (cursor, 17);
}

static void
read_publication (CabinetDraft *draft, Cursor *cursor)
{
  draft->publishing = cursor_integer (cursor, 18) != 0;
  draft->published_by = cursor_integer (cursor, 19);
  draft->published_name = text_at (cursor, 20);
  draft->force_reason = text_at (cursor, 21);
  draft->forced = draft->force_reason != NULL;
  draft->reviewed = cursor_integer (cursor, 22) != 0;
  draft->number = (unsigned)cursor_integer (cursor, 23);
  draft->visible_from = cursor_integer (cursor, 24);
  draft->held_name = text_at (cursor, 26);
  draft->held_by = draft->held_name != NULL ? cursor_integer (cursor, 25) : 0;
  draft->held = draft->held_name != NULL ? cursor_integer (cursor, 27) : INSTANT_MIN;
  draft->taking_back = text_at (cursor, 28);
  draft->moving_to = text_at (cursor, 29);
}

gpointer
draft_read (Cursor *cursor)
{
  CabinetDraft *draft = g_new0 (CabinetDraft, 1);
  read_text (draft, cursor);
  read_people (draft, cursor);
  read_publication (draft, cursor);
  return draft;
}

/* ---- One ---- */

CabinetDraft *
cabinet_draft (Cabinet *cabinet, const char *id, Instant now, GError **error)
{
  return cabinet_row (cabinet, sql_open (&cabinet->sql, error, "draft", "iis", now, now - DRAFT_HELD, id), draft_read,
                      error);
}

CabinetDraft *
cabinet_draft_of (Cabinet *cabinet, const char *office, const char *document, const char *language, Instant now,
                  GError **error)
{
  return cabinet_row (
      cabinet,
      sql_open (&cabinet->sql, error, "draft_of", "iisss", now, now - DRAFT_HELD, office, document, language),
      draft_read, error);
}

CabinetDraft *
draft_need (Cabinet *cabinet, const char *id, Instant now, GError **error)
{
  GError *failure = NULL;
  CabinetDraft *draft = cabinet_draft (cabinet, id, now, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (draft == NULL)
    g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_MISSING,
                         "there is no such draft; it may have been discarded");
  return draft;
}

CabinetDraft *
draft_need_version (Cabinet *cabinet, const char *id, gint64 version, Instant now, GError **error)
{
  g_autoptr (CabinetDraft) draft = draft_need (cabinet, id, now, error);
  if (draft == NULL || draft->version == version)
    return g_steal_pointer (&draft);
  g_set_error (error, CABINET_ERROR, CABINET_ERROR_CONFLICT,
               "%s saved this text since you read it; look at it again first",
               draft->saved_name != NULL ? draft->saved_name : "somebody");
  return NULL;
}

gboolean
draft_wrong_state (const CabinetDraft *draft, const char *words, GError **error)
{
  g_set_error (error, CABINET_ERROR, CABINET_ERROR_STATE, "“%s” %s: %s", draft->title,
               draft->publishing                 ? "is just being published"
               : draft->state == DRAFT_DRAFT     ? "is a draft"
               : draft->state == DRAFT_SUBMITTED ? "is submitted"
               : draft->state == DRAFT_REJECTED  ? "was sent back"
               : draft->state == DRAFT_SCHEDULED ? "is scheduled"
                                                 : "is published",
               words);
  return FALSE;
}

gboolean
draft_is_open (const CabinetDraft *draft, GError **error)
{
  return (!draft->publishing && draft->number == 0)
         || draft_wrong_state (draft, "it cannot be changed as it is; begin its next edition, or unschedule it",
                               error);
}

gboolean
draft_note (Cabinet *cabinet, const Actor *actor, const char *action, const CabinetDraft *draft, const char *after,
            const char *reason, GError **error)
{
  json_t *before = json_pack ("{s:s, s:I, s:s}", "draft", draft->id, "version", (json_int_t)draft->version, "state",
                              draft_state_name (draft->state));
  json_t *then = json_pack ("{s:s, s:s, s:s, s:s?}", "title", draft->title, "language", draft->language, "state",
                            after, "reason", reason);
  return cabinet_note (cabinet, actor, action, draft->office, draft->document, before, then, error);
}

/* ---- Lists ---- */

typedef enum
{
  WAY_COMING,
  WAY_OF_DOCUMENT,
  WAY_OF_PERSON,
  WAY_TO_REVIEW,
  WAY_ALL
} Way;

/* Which index leads to what FILTER asks for. */
static Way
way_of (const DraftFilter *filter)
{
  if (filter->to_review)
    return WAY_TO_REVIEW;
  if (filter->unpublished || (filter->state != DRAFT_ANY && filter->state != DRAFT_PUBLISHED))
    return WAY_COMING;
  return filter->document != NULL ? WAY_OF_DOCUMENT : filter->begun_by != 0 ? WAY_OF_PERSON : WAY_ALL;
}

static Cursor *
open_list (Cabinet *cabinet, const char *const *names, const DraftFilter *filter, Instant now, guint64 offset,
           unsigned limit, GError **error)
{
  const char *state = filter->state != DRAFT_ANY ? draft_state_name ((DraftState)filter->state) : NULL;
  return sql_open (&cabinet->sql, error, names[way_of (filter)], "iissssiii", now, now - DRAFT_HELD, filter->office,
                   filter->language, filter->document, state, filter->begun_by, (gint64)limit, (gint64)offset);
}

GPtrArray *
cabinet_drafts (Cabinet *cabinet, const DraftFilter *filter, Instant now, guint64 offset, unsigned limit,
                GError **error)
{
  static const char *const names[] = { [WAY_COMING] = "drafts_coming",
                                       [WAY_OF_DOCUMENT] = "drafts_of_document",
                                       [WAY_OF_PERSON] = "drafts_of_person",
                                       [WAY_TO_REVIEW] = "drafts_to_review",
                                       [WAY_ALL] = "drafts_all" };
  return cabinet_rows (cabinet, open_list (cabinet, names, filter, now, offset, limit, error), draft_read,
                       (GDestroyNotify)cabinet_draft_free, error);
}

GPtrArray *
cabinet_scheduled (Cabinet *cabinet, Instant now, guint64 offset, unsigned limit, GError **error)
{
  return cabinet_rows (cabinet,
                       sql_open (&cabinet->sql, error, "drafts_scheduled", "iiii", now, now - DRAFT_HELD,
                                 (gint64)limit, (gint64)offset),
                       draft_read, (GDestroyNotify)cabinet_draft_free, error);
}

GPtrArray *
cabinet_overdue (Cabinet *cabinet, Instant than, Instant now, unsigned limit, GError **error)
{
  return cabinet_rows (
      cabinet, sql_open (&cabinet->sql, error, "drafts_overdue", "iiii", now, now - DRAFT_HELD, than, (gint64)limit),
      draft_read, (GDestroyNotify)cabinet_draft_free, error);
}

gint64
cabinet_count_drafts (Cabinet *cabinet, const DraftFilter *filter, Instant now, GError **error)
{
  static const char *const names[] = { [WAY_COMING] = "count_drafts_coming",
                                       [WAY_OF_DOCUMENT] = "count_drafts_of_document",
                                       [WAY_OF_PERSON] = "count_drafts_of_person",
                                       [WAY_TO_REVIEW] = "count_drafts_to_review",
                                       [WAY_ALL] = "count_drafts_all" };
  gint64 count = -1;
  cabinet_find (cabinet, open_list (cabinet, names, filter, now, 0, 0, error), &count, error);
  return count;
}

GPtrArray *
cabinet_drafts_publishing (Cabinet *cabinet, Instant now, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "drafts_publishing", "ii", now, now - DRAFT_HELD),
                       draft_read, (GDestroyNotify)cabinet_draft_free, error);
}

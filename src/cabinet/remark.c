/* What was said about a draft: comments, and each step on its way with its reason. */
#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

#include <string.h>

#define TEXT_MOST 20000

static const char *const types[] = {
  [REMARK_COMMENT] = "comment",   [REMARK_SUBMITTED] = "submitted",     [REMARK_RECALLED] = "recalled",
  [REMARK_REJECTED] = "rejected", [REMARK_PUBLISHED] = "published",     [REMARK_FORCED] = "forced",
  [REMARK_REFUSED] = "refused",   [REMARK_UNSCHEDULED] = "unscheduled", [REMARK_REVIEWED] = "reviewed",
  [REMARK_MOVED] = "moved",
};

const char *
remark_type_name (RemarkType type)
{
  g_assert ((gsize)type < G_N_ELEMENTS (types));
  return types[type];
}

static RemarkType
type_parse (const char *name)
{
  RemarkType type = REMARK_COMMENT;
  while (strcmp (types[type], name) != 0)
    {
      type++;
      g_assert ((gsize)type < G_N_ELEMENTS (types)); /* nothing else is written */
    }
  return type;
}

void
remark_free (Remark *remark)
{
  g_free (remark->name);
  g_free (remark->text);
  g_free (remark);
}

static gpointer
remark_read (Cursor *cursor)
{
  Remark *remark = g_new0 (Remark, 1);
  remark->id = cursor_integer (cursor, 0);
  remark->type = type_parse (cursor_text (cursor, 1));
  remark->version = cursor_integer (cursor, 2);
  remark->person = cursor_integer (cursor, 3);
  remark->name = g_strdup (cursor_text (cursor, 4));
  remark->at = cursor_integer (cursor, 5);
  remark->text = g_strdup (cursor_text (cursor, 6));
  return remark;
}

GPtrArray *
cabinet_remarks (Cabinet *cabinet, const char *id, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "remarks", "s", id), remark_read,
                       (GDestroyNotify)remark_free, error);
}

static gboolean
accept (const char *text, GError **error)
{
  if (strlen (text) <= TEXT_MOST && g_utf8_validate (text, -1, NULL))
    return TRUE;
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID, "that is too long: at most 20,000 bytes");
  return FALSE;
}

gboolean
remark_add (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, RemarkType type, const char *text,
            GError **error)
{
  const char *said = text != NULL ? text : "";
  return accept (said, error)
         && cabinet_do (cabinet, error, "add_remark", "ssiiis", draft->id, types[type], draft->version, actor->person,
                        actor->now, said);
}

static gboolean
says_something (const char *text, GError **error)
{
  g_autofree char *bare = g_strdup (text);
  if (*g_strstrip (bare) != '\0')
    return TRUE;
  g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_INVALID, "the comment is empty");
  return FALSE;
}

gboolean
cabinet_comment (Cabinet *cabinet, const Actor *actor, const char *id, const char *text, GError **error)
{
  if (!says_something (text, error))
    return FALSE;
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine =
      draft != NULL && remark_add (cabinet, actor, draft, REMARK_COMMENT, text, error)
      && draft_note (cabinet, actor, "draft.commented", draft, draft_state_name (draft->state), NULL, error);
  return change_end (cabinet, fine, error);
}

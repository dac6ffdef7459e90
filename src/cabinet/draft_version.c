/* Every version of a draft that was saved: who, when, and what it said. */
#include "cabinet/draft_file.h"

void
draft_version_free (DraftVersion *version)
{
  g_free (version->name);
  g_free (version->title);
  g_free (version->text);
  g_free (version);
}

static gpointer
version_read (Cursor *cursor)
{
  DraftVersion *version = g_new0 (DraftVersion, 1);
  gboolean known = kind_parse (cursor_text (cursor, 5), &version->kind);
  g_assert (known); /* nothing else is written */
  version->version = cursor_integer (cursor, 0);
  version->person = cursor_integer (cursor, 1);
  version->name = g_strdup (cursor_text (cursor, 2));
  version->saved = cursor_integer (cursor, 3);
  version->autosave = cursor_integer (cursor, 4) != 0;
  version->title = g_strdup (cursor_text (cursor, 6));
  version->text = g_strdup (cursor_text (cursor, 7));
  return version;
}

GPtrArray *
cabinet_draft_versions (Cabinet *cabinet, const char *id, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "versions", "s", id), version_read,
                       (GDestroyNotify)draft_version_free, error);
}

DraftVersion *
cabinet_draft_version (Cabinet *cabinet, const char *id, gint64 version, GError **error)
{
  return cabinet_row (cabinet, sql_open (&cabinet->sql, error, "version", "si", id, version), version_read, error);
}

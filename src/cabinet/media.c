#include "cabinet/media.h"

#include "base/sha256.h"
#include "cabinet/draft_file.h"
#include "cabinet/trail.h"

void
cabinet_file_free (CabinetFile *file)
{
  g_free (file->name);
  g_free (file->of);
  g_free (file->digest);
  g_free (file->type);
  g_free (file);
}

/* ---- Adding ---- */

static gboolean
note_file (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, const NewFile *file, const char *digest,
           GError **error)
{
  return cabinet_note (cabinet, actor, "file.added", draft->office, draft->document, NULL,
                       json_pack ("{s:s, s:s, s:s, s:I, s:s}", "draft", draft->id, "name", file->name, "type",
                                  file->type, "size", (json_int_t)g_bytes_get_size (file->content), "sha256", digest),
                       error);
}

static gboolean
add_file (Cabinet *cabinet, const Actor *actor, const CabinetDraft *draft, const NewFile *file, GError **error)
{
  g_autofree char *digest = sha256_hex (g_bytes_get_data (file->content, NULL), g_bytes_get_size (file->content));

  return cabinet_do (cabinet, error, "add_file", "ssb", digest, file->type, file->content)
         && cabinet_do (cabinet, error, "add_file_use", "ssssii", draft->id, file->name, digest, file->of,
                        (gint64)file->width, (gint64)file->height)
         && (file->of != NULL || note_file (cabinet, actor, draft, file, digest, error));
}

gboolean
cabinet_add_files (Cabinet *cabinet, const Actor *actor, const char *id, const NewFile *files, guint count,
                   GError **error)
{
  gboolean begun = change_begin (cabinet, error);
  g_autoptr (CabinetDraft) draft = begun ? draft_need (cabinet, id, actor->now, error) : NULL;
  gboolean fine = draft != NULL && draft_is_open (draft, error);

  for (guint i = 0; fine && i < count; i++)
    fine = add_file (cabinet, actor, draft, &files[i], error);
  return change_end (cabinet, fine, error);
}

/* ---- Forgetting ---- */

gboolean
files_forget (Cabinet *cabinet, const char *draft, Instant now, GError **error)
{
  return (draft == NULL || cabinet_do (cabinet, error, "discard_file_uses", "s", draft))
         && cabinet_do (cabinet, error, "forget_public_file_uses", "i", now)
         && cabinet_do (cabinet, error, "forget_files", "");
}

/* ---- Reading ---- */

static gpointer
read_file (Cursor *cursor)
{
  CabinetFile *file = g_new0 (CabinetFile, 1);

  file->name = g_strdup (cursor_text (cursor, 0));
  file->of = g_strdup (cursor_text (cursor, 1));
  file->digest = g_strdup (cursor_text (cursor, 2));
  file->type = g_strdup (cursor_text (cursor, 3));
  file->size = (guint64)cursor_integer (cursor, 4);
  file->width = (unsigned)cursor_integer (cursor, 5);
  file->height = (unsigned)cursor_integer (cursor, 6);
  return file;
}

GPtrArray *
cabinet_files (Cabinet *cabinet, const char *draft, GError **error)
{
  return cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "files", "s", draft), read_file,
                       (GDestroyNotify)cabinet_file_free, error);
}

GBytes *
cabinet_file_content (Cabinet *cabinet, const char *digest, char **type, GError **error)
{
  g_autoptr (Cursor) cursor = sql_open (&cabinet->sql, error, "file", "s", digest);
  if (cursor == NULL || !sql_next (&cabinet->sql, cursor, error))
    return NULL;
  *type = g_strdup (cursor_text (cursor, 0));
  const void *bytes = sqlite3_column_blob (cursor, 1);
  return g_bytes_new (bytes, (gsize)sqlite3_column_bytes (cursor, 1));
}

static gpointer
read_id (Cursor *cursor)
{
  return g_strdup (cursor_text (cursor, 0));
}

char **
cabinet_file_drafts (Cabinet *cabinet, const char *digest, GError **error)
{
  GPtrArray *ids = cabinet_rows (cabinet, sql_open (&cabinet->sql, error, "drafts_with_file", "s", digest), read_id,
                                 g_free, error);
  if (ids == NULL)
    return NULL;
  g_ptr_array_set_free_func (ids, NULL);
  g_ptr_array_add (ids, NULL);
  return (char **)g_ptr_array_free (ids, FALSE);
}

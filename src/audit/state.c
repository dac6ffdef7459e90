#include "audit/state.h"

#include "audit/known_keys.h"
#include "seal/canonical.h"
#include "seal/members.h"
#include "seal/note.h"

#include <string.h>

#define FORMAT "chancery-audit/1"

void
audit_state_free (AuditState *state)
{
  g_clear_pointer (&state->head, checkpoint_free);
  g_free (state->checkpoint);
  g_clear_pointer (&state->keys, g_ptr_array_unref);
  g_free (state);
}

/* ---- Writing ---- */

static json_t *
texts_of (const GPtrArray *keys)
{
  json_t *array = json_array ();

  for (guint i = 0; i < keys->len; i++)
    {
      g_autofree char *text = verifier_write (keys->pdata[i]);
      json_array_append_new (array, json_string (text));
    }
  return array;
}

char *
audit_state_write (const char *checkpoint, const Checkpoint *head, const GPtrArray *keys, Instant audited)
{
  g_autofree char *root = hash_hex (&head->root), *when = instant_format (audited);
  json_auto_t *object = json_pack ("{s:s, s:s, s:I, s:s, s:o, s:s, s:s}", "format", FORMAT, "origin", head->origin,
                                   "size", (json_int_t)head->size, "root", root, "keys", texts_of (keys),
                                   "checkpoint", checkpoint, "audited", when);
  g_autofree char *text = canonical_write (object, NULL, NULL);
  return g_strconcat (text, "\n", NULL);
}

/* ---- Reading ---- */

static void
take_head (AuditState *state, Members *members)
{
  g_autofree char *origin = members_text (members, "origin", TRUE);
  guint64 size = members_number (members, "size");
  Hash root = members_digest (members, "root");

  state->checkpoint = members_text (members, "checkpoint", TRUE);
  if (state->checkpoint == NULL || members->problem != NULL)
    return;
  gsize length = note_text_length (state->checkpoint, strlen (state->checkpoint));
  g_autofree char *text = g_strndup (state->checkpoint, length);
  state->head = checkpoint_parse (text, NULL);
  if (state->head == NULL || strcmp (state->head->origin, origin) != 0 || state->head->size != size
      || !hash_equal (&state->head->root, &root))
    members_refuse (members, "“checkpoint” is not the head that the other members name");
}

static void
take_keys (AuditState *state, Members *members)
{
  g_auto (GStrv) texts = members_texts (members, "keys");
  g_autoptr (GError) error = NULL;

  state->keys = known_keys_read ((const char *const *)texts, &error);
  if (state->keys == NULL)
    members_refuse (members, "%s", error->message);
  else if (state->keys->len == 0)
    members_refuse (members, "it names no keys");
}

AuditState *
audit_state_parse (const char *bytes, gsize length, GError **error)
{
  Members members;
  if (!members_begin (&members, bytes, length, error))
    return NULL;

  g_autoptr (AuditState) state = g_new0 (AuditState, 1);
  g_autofree char *format = members_text (&members, "format", TRUE);
  if (g_strcmp0 (format, FORMAT) != 0)
    members_refuse (&members, "it is no state of an audit (its “format” is not “" FORMAT "”)");
  take_head (state, &members);
  take_keys (state, &members);
  state->audited = members_instant (&members, "audited");
  return members_end (&members, error) ? g_steal_pointer (&state) : NULL;
}

AuditState *
audit_state_load (const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize length;
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !g_file_get_contents (path, &bytes, &length, error))
    return NULL;
  AuditState *state = audit_state_parse (bytes, length, error);
  if (state == NULL)
    g_prefix_error (error, "%s: ", path);
  return state;
}

gboolean
audit_state_save (const char *path, const char *text, GError **error)
{
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                   error);
}

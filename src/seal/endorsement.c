#include "seal/endorsement.h"

#include "seal/leaf.h"
#include "seal/note.h"

#include <jansson.h>
#include <string.h>

static gboolean
add_keys (const Leaf *leaf, const Verifier *root, GPtrArray *keys, GError **error)
{
  for (char **key = leaf->keys; *key != NULL; key++)
    {
      g_autoptr (Verifier) verifier = verifier_parse (*key, error);
      if (verifier == NULL)
        return FALSE;
      if (!verifier_equal (verifier, root))
        g_ptr_array_add (keys, g_steal_pointer (&verifier));
    }
  return TRUE;
}

/* FALSE without ERROR set: the root did not sign it. */
static gboolean
read_one (const char *text, Verifier *root, GPtrArray *keys, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (Note) note = note_open (text, strlen (text), &root, 1, &failure);
  if (note == NULL)
    {
      if (!g_error_matches (failure, SEAL_ERROR, SEAL_ERROR_MISMATCH) || strstr (failure->message, "none of") == NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_autoptr (Leaf) leaf = leaf_read (note->text, strlen (note->text), error);
  if (leaf == NULL)
    return FALSE;
  if (leaf->kind == LEAF_KEYS)
    return add_keys (leaf, root, keys, error);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "what the root signed names no keys");
  return FALSE;
}

static gboolean
read_all (const json_t *list, Verifier *root, GPtrArray *keys, GError **error)
{
  GError *failure = NULL;
  guint endorsed = 0;
  size_t index;
  json_t *entry;

  json_array_foreach (list, index, entry)
    {
      endorsed += json_is_string (entry) && read_one (json_string_value (entry), root, keys, &failure);
      if (failure != NULL)
        {
          g_propagate_prefixed_error (error, failure, "endorsement %zu: ", index + 1);
          return FALSE;
        }
    }
  if (endorsed > 0)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, "the root key vouches for none of these keys");
  return FALSE;
}

gboolean
endorsements_read (const char *json, gsize length, Verifier *root, GPtrArray *keys, GError **error)
{
  json_auto_t *whole = json_loadb (json, length, JSON_REJECT_DUPLICATES, NULL);
  const json_t *list = json_object_get (whole, "endorsements");

  if (json_is_array (list))
    return read_all (list, root, keys, error);
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED,
               "this is no list of endorsements (an office has it at /.well-known/chancery.json)");
  return FALSE;
}

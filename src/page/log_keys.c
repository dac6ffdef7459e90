/* The log names the keys that sign it, in leaves of their own: the first of them vouches for itself, each later one
 * is signed with a key from before it, or with the root. What was signed before a rotation is checked with the key of
 * then.
 */
#include "page/log_keys.h"

#include "page/log_text.h"
#include "seal/note.h"

#include <string.h>

static void
add_verifiers (GPtrArray *verifiers, const Leaf *leaf)
{
  for (char **key = leaf->keys; *key != NULL; key++)
    {
      Verifier *verifier = verifier_parse (*key, NULL);
      if (verifier != NULL)
        g_ptr_array_add (verifiers, verifier);
    }
}

/* Who of KNOWN signed ENTRY, each by name and id. */
static json_t *
signers_of (const char *entry, const GPtrArray *known)
{
  g_autoptr (Note) note = note_open (entry, strlen (entry), (Verifier *const *)known->pdata, known->len, NULL);
  json_t *view = json_array ();

  for (guint i = 0; note != NULL && i < note->signed_by->len; i++)
    {
      const Verifier *verifier = g_array_index (note->signed_by, NoteSignature, i).verifier;
      json_array_append_new (view, json_sprintf ("%s+%08x", verifier->name, verifier->id));
    }
  return view;
}

/* When the keys changed, and who vouched for the new ones; KNOWN, and what the office's keys were, grow on the way.
 */
static json_t *
changes_of (const Page *page, char **entries, json_t *office_keys)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
  json_t *changes = json_array ();

  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_autoptr (Leaf) leaf = log_leaf (entries[i]);
      if (leaf == NULL || leaf->kind != LEAF_KEYS)
        continue;
      if (i == 0)
        add_verifiers (known, leaf);
      json_t *change = json_object ();
      view_take (change, "text", log_utc_text (page, leaf->recorded, DATE_LONG_TIME));
      view_take (change, "instant", view_second (leaf->recorded));
      view_list (change, "by", signers_of (entries[i], known));
      json_array_append_new (changes, change);
      if (i > 0)
        add_verifiers (known, leaf);
    }
  for (guint i = 0; i < known->len; i++)
    if (verifier_role (known->pdata[i]) == KEY_OF_OFFICE)
      {
        g_autofree char *key = verifier_write (known->pdata[i]);
        json_array_append_new (office_keys, json_string (key));
      }
  return changes;
}

void
log_put_keys (const Page *page, json_t *view, const StoreLog *log, GError **error)
{
  g_auto (GStrv) entries = store_keys_leaves (page->store, page->office, error);
  json_auto_t *office_keys = json_array ();
  json_auto_t *changes = entries != NULL ? changes_of (page, entries, office_keys) : json_array ();

  view_text (view, "log_key", log->log_key);
  view_text (view, "old_log_key", log->old_log_key);
  view_text (view, "office_key", log->office_key);
  view_text (view, "root_key", log->root_key);
  if (json_array_size (changes) < 2)
    return;
  view_list (view, "key_changes", json_incref (changes));
  json_object_set (view, "office_keys", office_keys);
}

/* ---- For a check ---- */

static const char *
text_at (const json_t *view, const char *key)
{
  return json_string_value (json_object_get (view, key));
}

/* Of the keys that the office had, the one that signed ENTRY. */
static char *
office_key_of (const json_t *view, const char *entry)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
  size_t index;
  json_t *key;

  json_array_foreach (json_object_get (view, "office_keys"), index, key)
    {
      Verifier *verifier = verifier_parse (json_string_value (key), NULL);
      if (verifier != NULL)
        g_ptr_array_add (known, verifier);
    }
  g_autoptr (Note) note =
      known->len > 0 ? note_open (entry, strlen (entry), (Verifier *const *)known->pdata, known->len, NULL) : NULL;
  return note != NULL ? verifier_write (g_array_index (note->signed_by, NoteSignature, 0).verifier)
                      : g_strdup (text_at (view, "office_key"));
}

char *
log_keys_for (const json_t *view, const char *entry)
{
  g_autofree char *office = office_key_of (view, entry);
  GString *keys = g_string_new (text_at (view, "log_key"));
  size_t index;
  json_t *witness;

  g_string_append_printf (keys, "\n%s", office);
  json_array_foreach (json_object_get (view, "witnesses"), index, witness)
    g_string_append_printf (keys, "\n%s", text_at (witness, "key"));
  return g_string_free (keys, FALSE);
}

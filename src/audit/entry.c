#include "audit/entry.h"

#include <string.h>

#define UUID_LENGTH 36

/* ---- UUIDs ---- */

static gboolean
is_dash (gsize place)
{
  return place == 8 || place == 13 || place == 18 || place == 23;
}

gboolean
uuid_read (const char *text, guint8 uuid[UUID_BYTES])
{
  guint digits = 0;
  if (strlen (text) != UUID_LENGTH)
    return FALSE;

  for (gsize i = 0; i < UUID_LENGTH; i++)
    {
      if (is_dash (i) != (text[i] == '-') || (text[i] != '-' && strchr ("0123456789abcdef", text[i]) == NULL))
        return FALSE;
      if (text[i] == '-')
        continue;
      guint high = digits % 2 == 0 ? 0 : (guint)uuid[digits / 2] << 4;
      uuid[digits / 2] = (guint8)(high | (guint)g_ascii_xdigit_value (text[i]));
      digits++;
    }
  return TRUE;
}

char *
uuid_write (const guint8 uuid[UUID_BYTES])
{
  GString *text = g_string_sized_new (UUID_LENGTH);

  for (guint i = 0; i < UUID_BYTES; i++)
    g_string_append_printf (text, "%s%02x", is_dash (text->len) ? "-" : "", uuid[i]);
  return g_string_free (text, FALSE);
}

/* ---- Keys ---- */

static GPtrArray *
keys_of_roles (GPtrArray *keys, guint roles)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < keys->len; i++)
    if ((verifier_role (keys->pdata[i]) & roles) != 0)
      g_ptr_array_add (some, keys->pdata[i]);
  return some;
}

GPtrArray *
keys_of_office (GPtrArray *keys)
{
  return keys_of_roles (keys, KEY_OF_OFFICE);
}

GPtrArray *
keys_of_log (GPtrArray *keys)
{
  return keys_of_roles (keys, KEY_OF_LOG);
}

GPtrArray *
keys_that_vouch (GPtrArray *keys)
{
  return keys_of_roles (keys, KEY_OF_OFFICE | KEY_OF_ROOT);
}

static GPtrArray *
keys_read (char **texts, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);

  for (; texts != NULL && *texts != NULL; texts++)
    {
      Verifier *verifier = verifier_parse (*texts, error);
      if (verifier == NULL)
        return NULL;
      g_ptr_array_add (keys, verifier);
    }
  return g_steal_pointer (&keys);
}

/* ---- The entry ---- */

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "%s", what);
  return FALSE;
}

static gboolean
take_keys (Entry *entry, const Leaf *leaf, GError **error)
{
  entry->keys = keys_read (leaf->keys, error);
  if (entry->keys == NULL)
    return FALSE;
  g_autoptr (GPtrArray) office = keys_of_office (entry->keys), log = keys_of_log (entry->keys);
  return (office->len > 0 && log->len > 0)
         || refuse (error, "it is about keys, and does not name both an office's and a log's");
}

static gboolean
is_language (const char *text)
{
  gsize length = strlen (text);
  return length >= 2 && length <= LANGUAGE_MOST
         && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == length;
}

static gboolean
take_edition (Entry *entry, const Leaf *leaf, GError **error)
{
  if (!uuid_read (leaf->document, entry->uuid))
    return refuse (error, "its “document” is no UUID");
  if (leaf->kind == LEAF_PROFILE ? *leaf->language != '\0' : !is_language (leaf->language))
    return refuse (error, "its “language” is no language");
  g_strlcpy (entry->language, leaf->language, sizeof entry->language);
  entry->document = leaf->document_digest;
  entry->number = leaf->number;
  entry->previous = leaf->previous;
  entry->published = leaf->published;
  return TRUE;
}

static gboolean
take_leaf (Entry *entry, const Leaf *leaf, GError **error)
{
  entry->kind = leaf->kind;
  entry->recorded = leaf->recorded;
  return leaf->kind == LEAF_KEYS ? take_keys (entry, leaf, error) : take_edition (entry, leaf, error);
}

/* One of these must have signed it. Transfer container; NULL: the first entry names none. */
static GPtrArray *
signers_of (const Entry *entry, GPtrArray *named, GError **error)
{
  if (named == NULL && entry->keys == NULL)
    {
      refuse (error, "the first leaf of a log names its keys, and this one does not");
      return NULL;
    }
  if (entry->keys != NULL)
    return keys_that_vouch (named != NULL ? named : entry->keys);
  return keys_of_office (named);
}

static gboolean
open_entry (Entry *entry, const char *bytes, gsize length, GPtrArray *named, GError **error)
{
  gsize text = note_text_length (bytes, length);
  if (text == 0)
    return refuse (error, "it is no signed note");
  g_autoptr (Leaf) leaf = leaf_read (bytes, text, error);
  if (leaf == NULL || !take_leaf (entry, leaf, error))
    return FALSE;
  g_autoptr (GPtrArray) signers = signers_of (entry, named, error);
  g_autoptr (Note) note =
      signers != NULL ? note_open (bytes, length, (Verifier *const *)signers->pdata, signers->len, error) : NULL;
  return note != NULL;
}

void
entry_open (Entry *entry, const char *bytes, gsize length, GPtrArray *named)
{
  g_autoptr (GError) error = NULL;

  *entry = (Entry){ .hash = hash_leaf (bytes, length) };
  if (!open_entry (entry, bytes, length, named, &error))
    entry->problem = g_strdup (error->message);
}

void
entry_clear (Entry *entry)
{
  g_clear_pointer (&entry->keys, g_ptr_array_unref);
  g_clear_pointer (&entry->problem, g_free);
}

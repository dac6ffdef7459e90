#include "seal/leaf.h"

#include "seal/canonical.h"
#include "seal/members.h"

#include <string.h>

#define ASSERTED "asserted, not witnessed"

static const char *const kinds[] = {
  [LEAF_EDITION] = "edition",   [LEAF_CORRECTION] = "correction", [LEAF_WITHDRAWAL] = "withdrawal",
  [LEAF_RESTORED] = "restored", [LEAF_ERASURE] = "erasure",       [LEAF_PROFILE] = "profile",
  [LEAF_KEYS] = "keys",         [LEAF_IMPORT] = "import",
};

const char *
leaf_kind_name (LeafKind kind)
{
  return kinds[kind];
}

static gboolean
kind_of (const char *name, LeafKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], name) == 0)
      {
        *kind = (LeafKind)i;
        return TRUE;
      }
  return FALSE;
}

void
leaf_free (Leaf *leaf)
{
  g_free (leaf->document);
  g_free (leaf->language);
  g_strfreev (leaf->keys);
  g_free (leaf);
}

/* ---- Writing ---- */

static void
put_instant (json_t *object, const char *name, Instant instant)
{
  g_autofree char *text = instant_format (instant);
  json_object_set_new (object, name, json_string (text));
}

static void
put_keys (json_t *object, char **keys)
{
  json_t *array = json_array ();
  for (; keys != NULL && *keys != NULL; keys++)
    json_array_append_new (array, json_string (*keys));
  json_object_set_new (object, "keys", array);
}

static void
put_edition (json_t *object, const Leaf *leaf)
{
  g_autofree char *digest = hash_hex (&leaf->document_digest);

  json_object_set_new (object, "doc", json_string (digest));
  json_object_set_new (object, "document", json_string (leaf->document));
  json_object_set_new (object, "language", json_string (leaf->language));
  json_object_set_new (object, "edition", json_integer (leaf->number));
  if (leaf->previous != LEAF_NONE)
    json_object_set_new (object, "prev", json_integer ((json_int_t)leaf->previous));
  put_instant (object, "published", leaf->published);
  if (leaf->kind == LEAF_IMPORT)
    json_object_set_new (object, "date", json_string (ASSERTED));
}

char *
leaf_write (const Leaf *leaf)
{
  json_auto_t *object = json_object ();

  json_object_set_new (object, "kind", json_string (kinds[leaf->kind]));
  put_instant (object, "recorded", leaf->recorded);
  if (leaf->kind == LEAF_KEYS)
    put_keys (object, leaf->keys);
  else
    put_edition (object, leaf);
  g_autofree char *text = canonical_write (object, NULL, NULL);
  return g_strconcat (text, "\n", NULL);
}

/* ---- Reading ---- */

static void
read_edition (Leaf *leaf, Members *members)
{
  leaf->document_digest = members_digest (members, "doc");
  leaf->document = members_text (members, "document", TRUE);
  leaf->language = members_text (members, "language", TRUE);
  leaf->number = (unsigned)members_number (members, "edition");
  leaf->previous = members_has (members, "prev") ? members_number (members, "prev") : LEAF_NONE;
  leaf->published = members_instant (members, "published");
  if (leaf->kind != LEAF_IMPORT)
    return;
  g_autofree char *date = members_text (members, "date", TRUE);
  if (g_strcmp0 (date, ASSERTED) != 0)
    members_refuse (members, "“date” must read “" ASSERTED "” for what was public elsewhere before");
}

Leaf *
leaf_read (const char *text, gsize length, GError **error)
{
  Members members;
  if (length == 0 || memchr (text, '\n', length) != text + length - 1)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "a leaf is one line");
      return NULL;
    }
  if (!members_begin (&members, text, length, error))
    return NULL;

  g_autoptr (Leaf) leaf = g_new0 (Leaf, 1);
  g_autofree char *kind = members_text (&members, "kind", TRUE);
  leaf->previous = LEAF_NONE;
  leaf->recorded = members_instant (&members, "recorded");
  if (!kind_of (kind, &leaf->kind))
    members_refuse (&members, "“kind” is none that is known here");
  else if (leaf->kind == LEAF_KEYS)
    leaf->keys = members_texts (&members, "keys");
  else
    read_edition (leaf, &members);
  return members_end (&members, error) ? g_steal_pointer (&leaf) : NULL;
}

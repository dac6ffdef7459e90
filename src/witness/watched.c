/* The origin of a log is the name of its keys. */
#include "witness/watched.h"

struct _Watched
{
  GPtrArray *origins; /* of char, owned by KEYS */
  GHashTable *keys;   /* origin -> array of Verifier */
};

void
watched_free (Watched *watched)
{
  g_ptr_array_unref (watched->origins);
  g_hash_table_unref (watched->keys);
  g_free (watched);
}

static GPtrArray *
keys_of (Watched *watched, const char *origin)
{
  GPtrArray *keys = g_hash_table_lookup (watched->keys, origin);
  if (keys != NULL)
    return keys;

  char *name = g_strdup (origin);
  keys = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
  g_hash_table_insert (watched->keys, name, keys);
  g_ptr_array_add (watched->origins, name);
  return keys;
}

static gboolean
take_key (Watched *watched, const char *text, GError **error)
{
  g_autoptr (Verifier) key = verifier_parse (text, error);
  if (key == NULL)
    {
      g_prefix_error (error, "“%s”: ", text);
      return FALSE;
    }
  if (key->algorithm != KEY_ED25519)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "“%s” is a witness's key; a log's is needed", text);
      return FALSE;
    }
  GPtrArray *keys = keys_of (watched, key->name);
  if (!g_ptr_array_find_with_equal_func (keys, key, (GEqualFunc)verifier_equal, NULL))
    g_ptr_array_add (keys, g_steal_pointer (&key));
  return TRUE;
}

Watched *
watched_new (const char *const *keys, GError **error)
{
  g_autoptr (Watched) watched = g_new (Watched, 1);

  watched->origins = g_ptr_array_new ();
  watched->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (; *keys != NULL; keys++)
    if (!take_key (watched, *keys, error))
      return NULL;
  return g_steal_pointer (&watched);
}

gboolean
watched_find (const Watched *watched, const char *origin, WitnessLog *log)
{
  gpointer name;
  gpointer keys;
  if (!g_hash_table_lookup_extended (watched->keys, origin, &name, &keys))
    return FALSE;

  const GPtrArray *array = keys;
  *log = (WitnessLog){ name, (Verifier *const *)array->pdata, array->len };
  return TRUE;
}

const GPtrArray *
watched_origins (const Watched *watched)
{
  return watched->origins;
}

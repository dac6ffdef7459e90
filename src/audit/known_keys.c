#include "audit/known_keys.h"

#include <jansson.h>

void
known_keys_free (KnownKeys *known)
{
  g_free (known->origin);
  g_clear_pointer (&known->keys, g_ptr_array_unref);
  g_clear_pointer (&known->witnesses, g_ptr_array_unref);
  g_free (known);
}

static gboolean
add_key (GPtrArray *keys, const char *text, GError **error)
{
  g_autoptr (Verifier) verifier = verifier_parse (text, error);
  if (verifier == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (verifier_equal (keys->pdata[i], verifier))
      return TRUE;
  g_ptr_array_add (keys, g_steal_pointer (&verifier));
  return TRUE;
}

static GPtrArray *
keys_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
}

GPtrArray *
known_keys_read (const char *const *texts, GError **error)
{
  g_autoptr (GPtrArray) keys = keys_new ();

  for (; texts != NULL && *texts != NULL; texts++)
    if (!add_key (keys, *texts, error))
      return NULL;
  return g_steal_pointer (&keys);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "%s", what);
  return FALSE;
}

/* An array of keys, or nothing. */
static gboolean
add_array (GPtrArray *keys, const json_t *array, GError **error)
{
  json_t *text;
  size_t index;

  if (array != NULL && !json_is_array (array))
    return refuse (error, "what should be an array of keys is something else");
  json_array_foreach (array, index, text)
    if (!json_is_string (text))
      return refuse (error, "among the keys is something that is no text");
    else if (!add_key (keys, json_string_value (text), error))
      return FALSE;
  return TRUE;
}

static gboolean
add_member (GPtrArray *keys, const json_t *object, const char *name, GError **error)
{
  const char *text = json_string_value (json_object_get (object, name));
  return text == NULL || add_key (keys, text, error);
}

static gboolean
take (KnownKeys *known, const json_t *object, GError **error)
{
  known->keys = keys_new ();
  known->witnesses = keys_new ();
  known->origin = g_strdup (json_string_value (json_object_get (object, "log")));
  return (known->origin != NULL || refuse (error, "it names no log"))
         && add_member (known->keys, object, "log_key", error)
         && add_member (known->keys, object, "office_key", error)
         && add_array (known->keys, json_object_get (object, "keys"), error)
         && add_array (known->witnesses, json_object_get (object, "witnesses"), error)
         && (known->keys->len > 0 || refuse (error, "it names no keys"));
}

KnownKeys *
known_keys_parse (const char *bytes, gsize length, GError **error)
{
  json_error_t problem;
  json_auto_t *object = json_loadb (bytes, length, JSON_REJECT_DUPLICATES, &problem);
  g_autoptr (KnownKeys) known = g_new0 (KnownKeys, 1);

  if (!json_is_object (object))
    refuse (error, "it is no JSON object");
  else if (take (known, object, error))
    return g_steal_pointer (&known);
  return NULL;
}

#include "seal/members.h"

#include "base/plain.h"

#include <string.h>

void
members_refuse (Members *members, const char *format, ...)
{
  if (members->problem != NULL)
    return;
  va_list values;
  va_start (values, format);
  g_autofree char *what = g_strdup_vprintf (format, values);
  va_end (values);
  g_autofree char *shown = plain_line (what); /* a name may hold anything */
  members->problem = g_error_new_literal (SEAL_ERROR, SEAL_ERROR_MALFORMED, shown);
}

gboolean
members_begin (Members *members, const char *bytes, gsize length, GError **error)
{
  json_error_t problem;
  const char *name;
  json_t *value;

  *members = (Members){ .object = json_loadb (bytes, length, JSON_REJECT_DUPLICATES, &problem) };
  if (!json_is_object (members->object))
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "this is no JSON object: %s",
                   members->object == NULL ? problem.text : "something else stands there");
      json_decref (members->object);
      return FALSE;
    }
  members->left = g_hash_table_new (g_str_hash, g_str_equal);
  json_object_foreach (members->object, name, value)
    g_hash_table_add (members->left, (gpointer)name);
  return TRUE;
}

gboolean
members_has (Members *members, const char *name)
{
  return json_object_get (members->object, name) != NULL;
}

json_t *
members_value (Members *members, const char *name, json_type type)
{
  json_t *value = json_object_get (members->object, name);

  g_hash_table_remove (members->left, name);
  if (value == NULL)
    members_refuse (members, "“%s” is missing", name);
  else if (json_typeof (value) != type)
    members_refuse (members, "“%s” is of another type", name);
  return value;
}

char *
members_text (Members *members, const char *name, gboolean required)
{
  if (!required && (!members_has (members, name) || json_is_null (json_object_get (members->object, name))))
    {
      g_hash_table_remove (members->left, name);
      return NULL;
    }
  return g_strdup (json_string_value (members_value (members, name, JSON_STRING)));
}

guint64
members_number (Members *members, const char *name)
{
  json_int_t number = json_integer_value (members_value (members, name, JSON_INTEGER));

  if (number < 0)
    members_refuse (members, "“%s” is less than nothing", name);
  return (guint64)MAX (number, 0);
}

gboolean
members_flag (Members *members, const char *name)
{
  json_t *value = json_object_get (members->object, name);

  g_hash_table_remove (members->left, name);
  if (!json_is_boolean (value))
    members_refuse (members, "“%s” is neither true nor false", name);
  return json_is_true (value);
}

/* In the one form that instant_format() has. */
Instant
members_instant (Members *members, const char *name)
{
  g_autofree char *text = members_text (members, name, TRUE);
  Instant instant = 0;
  g_autofree char *again = text != NULL && instant_parse (text, &instant, NULL) ? instant_format (instant) : NULL;

  if (text != NULL && g_strcmp0 (text, again) != 0)
    members_refuse (members, "“%s” is no instant in UTC", name);
  return instant;
}

Hash
members_digest (Members *members, const char *name)
{
  g_autofree char *text = members_text (members, name, TRUE);
  Hash hash = { { 0 } };

  if (text != NULL && !hash_read_hex (text, &hash))
    members_refuse (members, "“%s” is no SHA-256 in lower case hexadecimal digits", name);
  return hash;
}

char **
members_texts (Members *members, const char *name)
{
  json_t *array = members_value (members, name, JSON_ARRAY), *text;
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  size_t index;

  json_array_foreach (array, index, text)
    if (json_is_string (text))
      g_strv_builder_add (texts, json_string_value (text));
    else
      members_refuse (members, "“%s” has something in it that is no text", name);
  return g_strv_builder_end (texts);
}

gboolean
members_end (Members *members, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, members->left);
  if (g_hash_table_iter_next (&iter, &name, NULL))
    members_refuse (members, "“%s” has no business here", (const char *)name);
  g_hash_table_unref (members->left);
  json_decref (members->object);
  if (members->problem == NULL)
    return TRUE;
  g_propagate_error (error, members->problem);
  return FALSE;
}

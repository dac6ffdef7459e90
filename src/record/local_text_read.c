/* Texts in several languages, and the lists and zones that all parts of a profile have in common. */
#include "record/language.h"
#include "record/profile_read.h"

static gboolean
refuse_language (const YamlNode *node, char **languages, GError **error)
{
  g_autofree char *allowed = g_strjoinv (", ", languages);
  return yaml_fail (node, error, "“%s” is no language of this office (those are %s)", yaml_key (node), allowed);
}

static gboolean
take_language (LocalText *text, YamlNode *node, char **languages, GError **error)
{
  g_autofree char *tag = language_tag (yaml_key (node));

  if (tag == NULL || (!g_strv_contains ((const char *const *)languages, tag) && !language_known (tag)))
    return refuse_language (node, languages, error);
  if (!yaml_expect (node, YAML_TEXT, error))
    return FALSE;
  g_autofree char *value = g_strstrip (g_strdup (yaml_text (node)));
  if (*value == '\0')
    return yaml_fail (node, error, "the text is empty");
  g_hash_table_insert (text, g_steal_pointer (&tag), g_steal_pointer (&value));
  return TRUE;
}

static gboolean
take_bare (LocalText *text, const YamlNode *node, const char *language, GError **error)
{
  g_autofree char *value = g_strstrip (g_strdup (yaml_text (node)));

  if (*value == '\0')
    return yaml_fail (node, error, "the text is empty");
  g_hash_table_insert (text, g_strdup (language), g_steal_pointer (&value));
  return TRUE;
}

LocalText *
local_text_read (YamlNode *node, char **languages, GError **error)
{
  g_autoptr (GHashTable) text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (yaml_type (node) == YAML_TEXT)
    return take_bare (text, node, languages[0], error) ? g_steal_pointer (&text) : NULL;
  if (yaml_type (node) == YAML_LIST || yaml_count (node) == 0)
    {
      yaml_fail (node, error, "here must stand a text, or one for each language: {%s: …}", languages[0]);
      return NULL;
    }
  for (unsigned i = 0; i < yaml_count (node); i++)
    if (!take_language (text, yaml_child (node, i), languages, error))
      return NULL;
  return g_steal_pointer (&text);
}

gboolean
local_text_take (YamlNode *map, const char *key, char **languages, LocalText **text, GError **error)
{
  YamlNode *node = yaml_map_take (map, key);

  if (node == NULL)
    return TRUE;
  *text = local_text_read (node, languages, error);
  return *text != NULL;
}

gboolean
local_text_require (YamlNode *map, const char *key, char **languages, LocalText **text, GError **error)
{
  return yaml_map_require (map, key, error) != NULL && local_text_take (map, key, languages, text, error);
}

static gboolean
refuse_zone (const YamlNode *node, const char *name, GError **error)
{
  g_autofree char *nearest = zone_suggest (name);

  if (nearest != NULL)
    return yaml_fail (node, error, "“%s” is no IANA time zone (did you mean “%s”?)", name, nearest);
  return yaml_fail (node, error, "“%s” is no IANA time zone; write one such as “Europe/Lisbon” or “Asia/Tbilisi”",
                    name);
}

gboolean
zone_require (YamlNode *map, const char *key, char **name, GTimeZone **zone, GError **error)
{
  const YamlNode *node = yaml_map_require (map, key, error);

  if (node == NULL || !yaml_map_take_text (map, key, name, error))
    return FALSE;
  *zone = zone_find (*name);
  return *zone != NULL || refuse_zone (node, *name, error);
}

gboolean
items_read (Profile *profile, YamlNode *map, const char *key, ItemReader read, GPtrArray *items, GError **error)
{
  YamlNode *list = yaml_map_take (map, key);

  if (list == NULL)
    return TRUE;
  if (!yaml_expect (list, YAML_LIST, error))
    return FALSE;
  for (unsigned i = 0; i < yaml_count (list); i++)
    {
      gpointer item = read (profile, yaml_child (list, i), error);
      if (item == NULL)
        return FALSE;
      g_ptr_array_add (items, item);
    }
  return TRUE;
}

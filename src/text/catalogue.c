/* A catalogue: a flat YAML map from key to pattern, checked as it is read, so that a slip names its line. */
#include "text/catalogue.h"

#include "base/yaml.h"
#include "text/message_pattern.h"
#include "text/messages.h"

#include <string.h>

static gboolean
pattern_fail (const YamlNode *node, GError *reason, GError **error)
{
  yaml_fail (node, error, "%s", reason->message);
  g_error_free (reason);
  return FALSE;
}

/* Messages that take no argument are texts; an apostrophe may still quote something in them. */
static gboolean
add_text (Catalogue *catalogue, const YamlNode *node, GError **error)
{
  GError *reason = NULL;
  g_autofree char *text = message_format (catalogue->language, yaml_text (node), NULL, &reason);

  if (text == NULL)
    return pattern_fail (node, reason, error);
  json_object_set_new (catalogue->context, yaml_key (node), json_string (text));
  return TRUE;
}

static gboolean
add_message (Catalogue *catalogue, const YamlNode *node, GError **error)
{
  GError *reason = NULL;

  if (!yaml_expect (node, YAML_TEXT, error))
    return FALSE;
  g_autoptr (MessagePattern) pattern = message_pattern_read (yaml_text (node), &reason);
  if (pattern == NULL)
    return pattern_fail (node, reason, error);
  g_hash_table_insert (catalogue->patterns, g_strdup (yaml_key (node)), g_strdup (yaml_text (node)));
  if (pattern->numbers->len > 0 || pattern->texts->len > 0)
    return TRUE;
  if (strpbrk (yaml_text (node), "'{}") != NULL)
    return add_text (catalogue, node, error);
  json_object_set_new (catalogue->context, yaml_key (node), json_string (yaml_text (node)));
  return TRUE;
}

void
catalogue_free (Catalogue *catalogue)
{
  if (catalogue == NULL)
    return;
  g_free (catalogue->language);
  g_hash_table_unref (catalogue->patterns);
  json_decref (catalogue->context);
  g_free (catalogue);
}

Catalogue *
catalogue_read (const char *language, const char *file, const char *yaml, gsize length, GError **error)
{
  YamlSource source = { .file = file, .line = 1, .domain = MESSAGES_ERROR };
  g_autoptr (YamlNode) top = yaml_map_read (yaml, length, &source, error);
  g_autoptr (Catalogue) catalogue = g_new0 (Catalogue, 1);

  catalogue->language = g_strdup (language);
  catalogue->patterns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  catalogue->context = json_object ();
  if (top == NULL)
    return NULL;
  for (unsigned i = 0; i < yaml_count (top); i++)
    if (!add_message (catalogue, yaml_child (top, i), error))
      return NULL;
  return g_steal_pointer (&catalogue);
}

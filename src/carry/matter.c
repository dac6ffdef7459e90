/* Front matter as static site generators write it.
 *
 * YAML goes through the same reader as everything else; where a title with a bare colon or a key written twice breaks
 * it, the block is read again line by line, since a site that its generator could build is worth carrying over. */
#include "carry/matter.h"

#include "base/yaml.h"
#include "carry/carry.h"

#include <jansson.h>
#include <string.h>

typedef struct
{
  GStrvBuilder *old_paths;
  GStrvBuilder *topics;
  Matter *matter;
} Reading;

void
matter_free (Matter *matter)
{
  if (matter == NULL)
    return;
  char *const texts[] = {
    matter->title, matter->date, matter->kind, matter->language, matter->slug, matter->summary
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (matter->old_paths);
  g_strfreev (matter->topics);
  g_free (matter);
}

static gboolean
is_one_of (const char *key, const char *keys)
{
  gsize length = strlen (key);

  for (const char *name = keys; *name != '\0'; name += strspn (name, " "))
    {
      gsize width = strcspn (name, " ");
      if (width == length && memcmp (name, key, length) == 0)
        return TRUE;
      name += width;
    }
  return FALSE;
}

static char **
field_of (Matter *matter, const char *key)
{
  const struct
  {
    const char *keys;
    char **field;
  } fields[] = {
    { "title", &matter->title },    { "date published_at publishDate", &matter->date },
    { "kind type", &matter->kind }, { "lang language", &matter->language },
    { "slug", &matter->slug },      { "summary description excerpt", &matter->summary },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (is_one_of (key, fields[i].keys))
      return fields[i].field;
  return NULL;
}

/* "/news/speeches/x/" or an URL of it → "news/speeches/x" */
static char *
path_of (const char *permalink)
{
  const char *host = strstr (permalink, "://");
  const char *start = host != NULL ? strchr (host + 3, '/') : permalink;
  if (start == NULL)
    return g_strdup ("");
  start += strspn (start, "/");
  gsize length = strcspn (start, "?#");
  while (length > 0 && start[length - 1] == '/')
    length--;
  g_autofree char *escaped = g_strndup (start, length);
  char *path = g_uri_unescape_string (escaped, NULL);
  return path != NULL ? path : g_strdup (escaped);
}

static void
take (Reading *reading, const char *key, const char *value)
{
  char **field = field_of (reading->matter, key);

  if (*value == '\0')
    return;
  if (field != NULL && *field == NULL)
    *field = g_strdup (value);
  else if (is_one_of (key, "permalink url aliases redirect_from"))
    {
      g_autofree char *path = path_of (value);
      if (*path != '\0' && strchr (path, ':') == NULL)
        g_strv_builder_add (reading->old_paths, path);
    }
  else if (is_one_of (key, "tags categories topics"))
    g_strv_builder_add (reading->topics, value);
  else if ((strcmp (key, "draft") == 0 && strcmp (value, "true") == 0)
           || (strcmp (key, "published") == 0 && strcmp (value, "false") == 0))
    reading->matter->hidden = TRUE;
}

/* ---- YAML ---- */

static void
take_node (Reading *reading, const char *key, const YamlNode *node)
{
  if (yaml_type (node) == YAML_TEXT && yaml_text (node) != NULL)
    take (reading, key, yaml_text (node));
  for (unsigned i = 0; yaml_type (node) == YAML_LIST && i < yaml_count (node); i++)
    take_node (reading, key, yaml_child (node, i));
}

static gboolean
read_yaml (Reading *reading, const char *block, const char *file)
{
  YamlSource source = { file, 2, CARRY_ERROR };
  g_autoptr (YamlNode) root = yaml_map_read (block, strlen (block), &source, NULL);

  for (unsigned i = 0; root != NULL && i < yaml_count (root); i++)
    take_node (reading, yaml_key (yaml_child (root, i)), yaml_child (root, i));
  return root != NULL;
}

/* ---- Line by line: broken YAML, and TOML, which differs in the sign ---- */

static char *
unquote (const char *value)
{
  g_autofree char *text = g_strstrip (g_strdup (value));
  gsize length = strlen (text);

  if (length >= 2 && (text[0] == '"' || text[0] == '\'') && text[length - 1] == text[0])
    return g_strndup (text + 1, length - 2);
  return g_steal_pointer (&text);
}

static void
take_list (Reading *reading, const char *key, const char *value)
{
  g_autofree char *inner = g_strndup (value + 1, strcspn (value + 1, "]"));
  g_auto (GStrv) items = g_strsplit (inner, ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *item = unquote (items[i]);
      take (reading, key, item);
    }
}

static gboolean
read_lines (Reading *reading, const char *block, char sign)
{
  g_auto (GStrv) lines = g_strsplit (block, "\n", -1);
  gboolean any = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strspn (lines[i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
      const char *after = lines[i] + length + strspn (lines[i] + length, " ");
      if (length == 0 || *after != sign)
        continue;
      g_autofree char *key = g_strndup (lines[i], length);
      g_autofree char *value = unquote (after + 1);
      any = TRUE;
      if (*value == '[')
        take_list (reading, key, value);
      else
        take (reading, key, value);
    }
  return any;
}

/* ---- JSON ---- */

static void
take_json (Reading *reading, const char *key, json_t *value)
{
  size_t index;
  json_t *item;

  if (json_is_string (value))
    take (reading, key, json_string_value (value));
  else if (json_is_boolean (value))
    take (reading, key, json_is_true (value) ? "true" : "false");
  json_array_foreach (value, index, item)
    take_json (reading, key, item);
}

static gboolean
read_json (Reading *reading, const char *text, gsize *used)
{
  json_error_t failure;
  json_auto_t *root = json_loads (text, JSON_DISABLE_EOF_CHECK, &failure);
  const char *key;
  json_t *value;

  json_object_foreach (root, key, value)
    take_json (reading, key, value);
  *used = root != NULL ? (gsize)failure.position : 0;
  return root != NULL;
}

/* ---- The whole ---- */

/* The block between two lines of FENCE, and where the body begins. */
static char *
fenced_block (const char *text, const char *fence, const char **body)
{
  g_autofree char *closing = g_strconcat ("\n", fence, NULL);
  const char *start = strchr (text, '\n');
  const char *end = start != NULL ? strstr (start, closing) : NULL;

  if (end == NULL)
    return NULL;
  const char *rest = strchr (end + 1, '\n');
  *body = rest != NULL ? rest + 1 : end + strlen (end);
  return g_strndup (start + 1, end > start ? (gsize)(end - start) : 0);
}

static gboolean
read_matter (Reading *reading, const char *text, const char *file)
{
  gsize used = 0;

  if (*text == '{')
    {
      gboolean read = read_json (reading, text, &used);
      reading->matter->body = text + used;
      return read;
    }
  gboolean toml = g_str_has_prefix (text, "+++");
  if (!toml && !g_str_has_prefix (text, "---"))
    return FALSE;
  g_autofree char *block = fenced_block (text, toml ? "+++" : "---", &reading->matter->body);
  if (block == NULL)
    return FALSE;
  return toml ? read_lines (reading, block, '=')
              : read_yaml (reading, block, file) || read_lines (reading, block, ':');
}

Matter *
matter_parse (const char *text, const char *file, GError **error)
{
  g_autoptr (Matter) matter = g_new0 (Matter, 1);
  g_autoptr (GStrvBuilder) old_paths = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) topics = g_strv_builder_new ();
  Reading reading = { old_paths, topics, matter };

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  gboolean read = read_matter (&reading, text, file);
  matter->old_paths = g_strv_builder_end (old_paths);
  matter->topics = g_strv_builder_end (topics);
  if (read)
    return g_steal_pointer (&matter);
  g_set_error (error, CARRY_ERROR, CARRY_ERROR_MATTER, "it has no front matter that can be read");
  return NULL;
}

#include "desk/text/source.h"

#include "base/yaml.h"
#include "desk/moment.h"

#include <string.h>

#define MARK "---\n"

/* What stands between the items of a list, in whatever script. */
static const char *const commas[] = { ",", "،", "、", "，" };

/* The order in which the keys are written; others come after them. */
static const char *const order[] = { "title", "kind", "language", "when", "slug", "summary", "change_note" };

Source *
source_new (void)
{
  Source *source = g_new0 (Source, 1);
  source->matter = json_object ();
  source->body = g_strdup ("");
  return source;
}

void
source_free (Source *source)
{
  json_decref (source->matter);
  g_free (source->body);
  g_free (source);
}

/* ---- Reading ---- */

static json_t *
json_of (const YamlNode *node)
{
  if (yaml_type (node) == YAML_TEXT)
    return json_string (yaml_text (node));

  gboolean map = yaml_type (node) == YAML_MAP;
  json_t *value = map ? json_object () : json_array ();
  for (unsigned i = 0; i < yaml_count (node); i++)
    {
      const YamlNode *child = yaml_child (node, i);
      if (map)
        json_object_set_new (value, yaml_key (child), json_of (child));
      else
        json_array_append_new (value, json_of (child));
    }
  return value;
}

/* Such as are written without quotes; what has others is no front matter, but words. */
static gboolean
keys_are_plain (const YamlNode *top)
{
  for (unsigned i = 0; i < yaml_count (top); i++)
    {
      const char *key = yaml_key (yaml_child (top, i));
      if (*key == '\0' || key[strspn (key, "abcdefghijklmnopqrstuvwxyz_")] != '\0')
        return FALSE;
    }
  return TRUE;
}

static json_t *
read_matter (const char *text, gsize length)
{
  YamlSource source = { .file = "draft", .line = 2, .domain = FRONT_MATTER_ERROR };
  g_autoptr (YamlNode) top = yaml_map_read (text, length, &source, NULL);
  return top != NULL && keys_are_plain (top) ? json_of (top) : NULL;
}

Source *
source_read (const char *text)
{
  Source *source = source_new ();
  const char *begin = g_str_has_prefix (text, MARK) ? text + strlen (MARK) : NULL;
  const char *end = begin != NULL ? strstr (begin - 1, "\n" MARK) : NULL; /* at once, where there is no key */
  json_t *matter = end == NULL ? NULL : end < begin ? json_object () : read_matter (begin, (gsize)(end - begin));

  if (matter != NULL)
    {
      json_decref (source->matter);
      source->matter = matter;
      text = end + strlen ("\n" MARK);
    }
  g_free (source->body);
  source->body = g_strdup (text);
  return source;
}

/* ---- Writing ---- */

static void
write_key (GString *text, const char *key, json_t *value)
{
  g_autofree char *json = json_dumps (value, JSON_ENCODE_ANY | JSON_COMPACT);
  g_string_append_printf (text, "%s: %s\n", key, json);
}

static char *
write_whole (json_t *matter, const char *body)
{
  GString *text = g_string_new (MARK);
  const char *key;
  json_t *value;

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if ((value = json_object_get (matter, order[i])) != NULL)
      write_key (text, order[i], value);
  json_object_foreach (matter, key, value)
    {
      gboolean written = FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
        written = written || strcmp (order[i], key) == 0;
      if (!written)
        write_key (text, key, value);
    }
  g_string_append_printf (text, MARK "%s", body);
  return g_string_free (text, FALSE);
}

char *
source_write (const Source *source)
{
  return write_whole (source->matter, source->body);
}

/* ---- Keys ---- */

const char *
source_get (const Source *source, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  json_t *value = json_object_get (source->matter, parts[0]);

  if (parts[1] != NULL)
    value = json_object_get (value, parts[1]);
  return json_is_string (value) ? json_string_value (value) : "";
}

/* A map that has lost its last key goes as well. */
static void
set (Source *source, const char *name, json_t *value)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  json_t *map = source->matter;

  if (parts[1] != NULL)
    {
      if (!json_is_object (json_object_get (map, parts[0])))
        json_object_set_new (map, parts[0], json_object ());
      map = json_object_get (map, parts[0]);
    }
  const char *key = parts[parts[1] != NULL ? 1 : 0];
  if (value != NULL)
    json_object_set_new (map, key, value);
  else
    json_object_del (map, key);
  if (map != source->matter && json_object_size (map) == 0)
    json_object_del (source->matter, parts[0]);
}

void
source_set (Source *source, const char *name, const char *text)
{
  set (source, name, *text != '\0' ? json_string (text) : NULL);
}

char *
source_get_lines (const Source *source, const char *name)
{
  GString *text = g_string_new (NULL);
  size_t index;
  json_t *value;

  json_array_foreach (json_object_get (source->matter, name), index, value)
    if (json_is_string (value))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", json_string_value (value));
  return g_string_free (text, FALSE);
}

void
source_set_lines (Source *source, const char *name, const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);
  for (gsize i = 0; i < G_N_ELEMENTS (commas); i++)
    g_string_replace (plain, commas[i], "\n", 0);
  g_auto (GStrv) lines = g_strsplit (plain->str, "\n", -1);
  json_t *list = json_array ();

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      json_array_append_new (list, json_string (*line));
  if (json_array_size (list) == 0)
    g_clear_pointer (&list, json_decref);
  set (source, name, list);
}

/* ---- From the record, and to it ---- */

/* What is said of them; what they are, stands in the record. */
static void
put_attachments (Source *source, json_t *entries)
{
  static const char *const keys[] = {
    "title", "language", "alt", "caption", "credit", "terms", "focus", "decoration"
  };
  json_t *list = json_array ();
  size_t index;
  json_t *entry;

  json_array_foreach (entries, index, entry)
    {
      json_t *said = json_object ();
      json_t *file = json_object_get (entry, "file");
      json_object_set (said, "file", file != NULL ? file : json_object_get (entry, "name"));
      for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
        if (json_object_get (entry, keys[i]) != NULL)
          json_object_set (said, keys[i], json_object_get (entry, keys[i]));
      json_array_append_new (list, said);
    }
  json_object_set_new (source->matter, "attachments", list);
}

Source *
source_of_edition (const Edition *edition)
{
  Source *source = source_new ();

  json_object_update (source->matter, edition->fields);
  json_object_del (source->matter, "embargo");
  put_attachments (source, json_object_get (edition->fields, "attachments"));
  source_set (source, "title", edition->title);
  source_set (source, "kind", kind_name (edition->kind));
  source_set (source, "language", edition->language);
  source_set (source, "slug", edition->slug);
  if (edition->summary != NULL)
    source_set (source, "summary", edition->summary);
  g_free (source->body);
  source->body = g_strdup (edition->body);
  return source;
}

gboolean
source_instant (const Source *source, Instant now, Instant *when, gboolean *now_instead, GError **error)
{
  const char *text = source_get (source, "when");
  MomentKind kind;

  *now_instead = *text == '\0';
  if (!*now_instead)
    return moment_parse (text, when, &kind, error);
  *when = now;
  return TRUE;
}

/* "draft:4: speaker.name: the text is empty" is about the key “speaker.name”. What stands before it is for files. */
static char *
key_of (GError *error)
{
  g_autoptr (GRegex) place =
      g_regex_new ("^draft:[0-9]+: (?:([a-z_]+(?:[.][a-z_]+)?)(?:\\[[0-9]+\\])?[a-z_.]*: )?", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int end;

  if (!g_regex_match (place, error->message, 0, &match) || !g_match_info_fetch_pos (match, 0, NULL, &end))
    return NULL;
  char *key = g_match_info_fetch (match, 1);
  char *rest = g_strdup (error->message + end);
  g_free (error->message);
  error->message = rest;
  if (key != NULL && *key != '\0')
    return key;
  g_free (key);
  return NULL;
}

FrontMatter *
source_parse (const Source *source, const Profile *profile, Instant now, char **key, GError **error)
{
  GError *failure = NULL;
  gboolean now_instead;
  Instant when;

  *key = NULL;
  if (!source_instant (source, now, &when, &now_instead, error))
    {
      *key = g_strdup ("when");
      return NULL;
    }
  json_auto_t *matter = json_deep_copy (source->matter);
  g_autofree char *published = instant_format (when);
  json_object_del (matter, "when");
  json_object_set_new (matter, "published", json_string (published));
  g_autofree char *text = write_whole (matter, source->body);
  FrontMatter *parsed =
      front_matter_parse (text, strlen (text), "draft", (const char *const *)profile->languages, &failure);
  if (parsed != NULL)
    return parsed;
  *key = key_of (failure);
  g_propagate_error (error, failure);
  return NULL;
}

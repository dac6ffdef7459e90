/* YAML trees.
 *
 * libyaml's events are composed into nodes by hand, for its own composer forgets which line a key stood on and takes
 * what we refuse. A node belongs to its parent; the root owns them all and the name of the file. The depth is
 * bounded, so the recursion here is too. What has been asked of a map is remembered in it: that is the list of what
 * is allowed. */
#include "base/yaml.h"

#include "base/nearest.h"

#include <string.h>
#include <yaml.h>

struct _YamlNode
{
  YamlType type;
  unsigned line;
  char *text;     /* of a scalar */
  gboolean plain; /* a scalar without quotes */
  char *key;      /* in a map */
  unsigned index; /* in a list */
  gboolean taken;
  YamlNode *parent;
  GPtrArray *children; /* of YamlNode, of a list or map */
  GHashTable *by_key;  /* of a map: borrowed key -> borrowed child */
  GPtrArray *asked;    /* of a map: keys that somebody asked for */
  YamlSource source;   /* of the root alone; its file is owned */
};

/* ---- Nodes ---- */

static YamlNode *
node_new (YamlType type, unsigned line)
{
  YamlNode *node = g_new0 (YamlNode, 1);

  node->type = type;
  node->line = line;
  if (type != YAML_TEXT)
    node->children = g_ptr_array_new_with_free_func ((GDestroyNotify)yaml_node_free);
  if (type == YAML_MAP)
    {
      node->by_key = g_hash_table_new (g_str_hash, g_str_equal);
      node->asked = g_ptr_array_new_with_free_func (g_free);
    }
  return node;
}

void
yaml_node_free (YamlNode *node)
{
  if (node == NULL)
    return;
  g_clear_pointer (&node->by_key, g_hash_table_unref);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_clear_pointer (&node->asked, g_ptr_array_unref);
  g_free (node->text);
  g_free (node->key);
  g_free ((char *)node->source.file);
  g_free (node);
}

static void
adopt (YamlNode *parent, YamlNode *child)
{
  child->parent = parent;
  child->index = parent->children->len;
  g_ptr_array_add (parent->children, child);
  if (parent->type == YAML_MAP)
    g_hash_table_insert (parent->by_key, child->key, child);
}

YamlType
yaml_type (const YamlNode *node)
{
  return node->type;
}

unsigned
yaml_line (const YamlNode *node)
{
  return node->line;
}

const char *
yaml_key (const YamlNode *node)
{
  return node->key;
}

const char *
yaml_text (const YamlNode *node)
{
  return node->text;
}

unsigned
yaml_count (const YamlNode *node)
{
  return node->children != NULL ? node->children->len : 0;
}

YamlNode *
yaml_child (const YamlNode *node, unsigned index)
{
  YamlNode *child = node->children->pdata[index];
  child->taken = TRUE;
  return child;
}

/* ---- Errors ---- */

static void
append_path (GString *path, const YamlNode *node)
{
  if (node->parent == NULL)
    return;
  append_path (path, node->parent);
  if (node->key == NULL)
    g_string_append_printf (path, "[%u]", node->index);
  else
    g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", node->key);
}

static const YamlSource *
source_of (const YamlNode *node)
{
  while (node->parent != NULL)
    node = node->parent;
  return &node->source;
}

gboolean
yaml_fail (const YamlNode *node, GError **error, const char *format, ...)
{
  const YamlSource *source = source_of (node);
  g_autoptr (GString) path = g_string_new (NULL);
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  append_path (path, node);
  g_set_error (error, source->domain, 0, "%s:%u: %s%s%s", source->file, node->line, path->str,
               path->len > 0 ? ": " : "", message);
  return FALSE;
}

/* ---- From events to nodes ---- */

typedef struct
{
  yaml_parser_t parser;
  const YamlSource *source;
  unsigned depth;
} Reader;

static gboolean
refuse_at (const Reader *reader, gsize line, GError **error, const char *message)
{
  g_set_error (error, reader->source->domain, 0, "%s:%u: %s", reader->source->file,
               reader->source->line + (unsigned)line, message);
  return FALSE;
}

static gboolean
refuse_syntax (const Reader *reader, GError **error)
{
  const yaml_parser_t *parser = &reader->parser;
  const char *problem = parser->problem != NULL ? parser->problem : "it cannot be read";
  gsize line = parser->error == YAML_READER_ERROR ? parser->mark.line : parser->problem_mark.line;
  g_autofree char *message = g_strdup_printf ("this is no YAML: %s%s%s", problem, parser->context != NULL ? " " : "",
                                              parser->context != NULL ? parser->context : "");

  return refuse_at (reader, line, error, message);
}

/* The next event, which the caller deletes. */
static gboolean
next_event (Reader *reader, yaml_event_t *event, GError **error)
{
  return yaml_parser_parse (&reader->parser, event) || refuse_syntax (reader, error);
}

/* What XML could not carry either: control characters but tab and line feed, and the two non-characters. */
static gboolean
text_clean (const char *text, gsize length)
{
  if (!g_utf8_validate_len (text, length, NULL))
    return FALSE;
  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f || c == 0xfffe || c == 0xffff)
        return FALSE;
    }
  return TRUE;
}

static YamlNode *
read_scalar (Reader *reader, const yaml_event_t *event, GError **error)
{
  const char *text = (const char *)event->data.scalar.value;
  gsize length = event->data.scalar.length;

  if (!text_clean (text, length))
    {
      refuse_at (reader, event->start_mark.line, error, "the text holds a control character");
      return NULL;
    }
  YamlNode *node = node_new (YAML_TEXT, reader->source->line + (unsigned)event->start_mark.line);
  node->text = g_strndup (text, length);
  node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  return node;
}

static YamlNode *read_node (Reader *reader, const yaml_event_t *event, GError **error);

static gboolean
refuse_twice (Reader *reader, const YamlNode *map, const YamlNode *key, GError **error)
{
  const YamlNode *first = g_hash_table_lookup (map->by_key, key->text);
  if (first == NULL)
    return TRUE;
  g_autofree char *message =
      g_strdup_printf ("the key “%s” stands here a second time (first in line %u)", key->text, first->line);
  return refuse_at (reader, key->line - reader->source->line, error, message);
}

static gboolean
read_pair (Reader *reader, YamlNode *map, const yaml_event_t *event, GError **error)
{
  yaml_event_t next;

  if (event->type != YAML_SCALAR_EVENT || event->data.scalar.anchor != NULL)
    return refuse_at (reader, event->start_mark.line, error, "a key must be a plain word");
  g_autoptr (YamlNode) key = read_scalar (reader, event, error);
  if (key == NULL || !refuse_twice (reader, map, key, error) || !next_event (reader, &next, error))
    return FALSE;
  YamlNode *value = read_node (reader, &next, error);
  yaml_event_delete (&next);
  if (value == NULL)
    return FALSE;
  value->key = g_steal_pointer (&key->text);
  value->line = key->line;
  adopt (map, value);
  return TRUE;
}

static gboolean
read_item (Reader *reader, YamlNode *list, const yaml_event_t *event, GError **error)
{
  YamlNode *item = read_node (reader, event, error);

  if (item != NULL)
    adopt (list, item);
  return item != NULL;
}

static gboolean
read_children (Reader *reader, YamlNode *node, GError **error)
{
  yaml_event_type_t end = node->type == YAML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;

  for (;;)
    {
      yaml_event_t event;
      if (!next_event (reader, &event, error))
        return FALSE;
      gboolean done = event.type == end;
      gboolean fine = done
                      || (node->type == YAML_MAP ? read_pair (reader, node, &event, error)
                                                 : read_item (reader, node, &event, error));
      yaml_event_delete (&event);
      if (done || !fine)
        return fine;
    }
}

static YamlNode *
read_collection (Reader *reader, YamlType type, gsize line, GError **error)
{
  if (reader->depth == YAML_DEPTH_LIMIT)
    {
      refuse_at (reader, line, error, "this is nested too deeply (32 levels at most)");
      return NULL;
    }
  g_autoptr (YamlNode) node = node_new (type, reader->source->line + (unsigned)line);
  reader->depth++;
  if (!read_children (reader, node, error))
    return NULL;
  reader->depth--;
  return g_steal_pointer (&node);
}

static gboolean
anchored (const yaml_event_t *event)
{
  return event->type == YAML_ALIAS_EVENT || (event->type == YAML_SCALAR_EVENT && event->data.scalar.anchor != NULL)
         || (event->type == YAML_SEQUENCE_START_EVENT && event->data.sequence_start.anchor != NULL)
         || (event->type == YAML_MAPPING_START_EVENT && event->data.mapping_start.anchor != NULL);
}

static YamlNode *
read_node (Reader *reader, const yaml_event_t *event, GError **error)
{
  if (anchored (event))
    {
      refuse_at (reader, event->start_mark.line, error,
                 "anchors (&) and aliases (*) are not taken; put a text that begins with one in quotes");
      return NULL;
    }
  if (event->type == YAML_SCALAR_EVENT)
    return read_scalar (reader, event, error);
  return read_collection (reader, event->type == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST,
                          event->start_mark.line, error);
}

/* The one document of the stream; *ROOT stays NULL where there is none. */
static gboolean
read_stream (Reader *reader, YamlNode **root, GError **error)
{
  gboolean fine = TRUE;

  for (gboolean done = FALSE; fine && !done;)
    {
      yaml_event_t event;
      if (!next_event (reader, &event, error))
        return FALSE;
      done = event.type == YAML_STREAM_END_EVENT;
      if (event.type == YAML_DOCUMENT_START_EVENT && *root != NULL)
        fine = refuse_at (reader, event.start_mark.line, error, "a second document begins here; only one is taken");
      else if (event.type >= YAML_ALIAS_EVENT)
        fine = (*root = read_node (reader, &event, error)) != NULL;
      yaml_event_delete (&event);
    }
  return fine;
}

static YamlNode *
read_text (const char *text, gsize length, const YamlSource *source, GError **error)
{
  Reader reader = { .source = source };
  YamlNode *root = NULL;

  if (!yaml_parser_initialize (&reader.parser))
    g_error ("out of memory");
  yaml_parser_set_encoding (&reader.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&reader.parser, (const unsigned char *)text, length);
  gboolean fine = read_stream (&reader, &root, error);
  yaml_parser_delete (&reader.parser);
  if (!fine)
    g_clear_pointer (&root, yaml_node_free);
  else if (root == NULL)
    root = node_new (YAML_MAP, source->line);
  return root;
}

YamlNode *
yaml_map_read (const char *text, gsize length, const YamlSource *source, GError **error)
{
  g_autoptr (YamlNode) root = read_text (text, length, source, error);

  if (root == NULL)
    return NULL;
  root->source = *source;
  root->source.file = g_strdup (source->file);
  return yaml_expect (root, YAML_MAP, error) ? g_steal_pointer (&root) : NULL;
}

/* ---- Maps ---- */

gboolean
yaml_is_null (const YamlNode *node)
{
  static const char *const nothing[] = { "", "~", "null", "Null", "NULL", NULL };

  return node->type == YAML_TEXT && node->plain && g_strv_contains (nothing, node->text);
}

YamlNode *
yaml_map_take (YamlNode *map, const char *key)
{
  YamlNode *value = g_hash_table_lookup (map->by_key, key);

  if (!g_ptr_array_find_with_equal_func (map->asked, key, g_str_equal, NULL))
    g_ptr_array_add (map->asked, g_strdup (key));
  if (value == NULL)
    return NULL;
  value->taken = TRUE;
  return yaml_is_null (value) ? NULL : value;
}

/* A key of MAP that nobody asked for and that is spelt like KEY, or NULL. */
static const YamlNode *
misspelt (const YamlNode *map, const char *key)
{
  for (guint i = 0; i < map->children->len; i++)
    {
      const YamlNode *child = map->children->pdata[i];
      if (!child->taken && nearest_distance (key, child->key) <= nearest_limit (key))
        return child;
    }
  return NULL;
}

YamlNode *
yaml_map_require (YamlNode *map, const char *key, GError **error)
{
  YamlNode *value = yaml_map_take (map, key);
  if (value != NULL)
    return value;

  const YamlNode *near = misspelt (map, key);
  if (near != NULL)
    yaml_fail (near, error, "there is no such key (did you mean “%s”?)", key);
  else
    yaml_fail (map, error, "“%s” is missing", key);
  return NULL;
}

gboolean
yaml_map_take_text (YamlNode *map, const char *key, char **text, GError **error)
{
  YamlNode *value = yaml_map_take (map, key);

  if (value == NULL)
    return TRUE;
  if (!yaml_expect (value, YAML_TEXT, error))
    return FALSE;
  *text = g_strstrip (g_strdup (value->text));
  return TRUE;
}

static gboolean
refuse_key (YamlNode *map, const YamlNode *child, GError **error)
{
  g_ptr_array_add (map->asked, NULL);
  const char *const *allowed = (const char *const *)map->asked->pdata;
  const char *nearest = nearest_word (child->key, allowed);
  g_autofree char *list = g_strjoinv (", ", (char **)map->asked->pdata);

  return yaml_fail (child, error, "there is no such key%s%s%s; allowed are %s",
                    nearest != NULL ? " (did you mean “" : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? "”?)" : "", list);
}

gboolean
yaml_map_refuse_rest (YamlNode *map, GError **error)
{
  for (guint i = 0; i < map->children->len; i++)
    {
      const YamlNode *child = map->children->pdata[i];
      if (!child->taken)
        return refuse_key (map, child, error);
    }
  return TRUE;
}

gboolean
yaml_expect (const YamlNode *node, YamlType type, GError **error)
{
  static const char *const forms[] = { [YAML_TEXT] = "a text",
                                       [YAML_LIST] = "a list (“- …” in each line)",
                                       [YAML_MAP] = "keys with values (“key: value”)" };

  return node->type == type || yaml_fail (node, error, "here must stand %s, not %s", forms[type], forms[node->type]);
}

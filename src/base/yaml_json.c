/* Texts are written in quotes unless they are words, numbers or dates, so that nothing is taken for something else.
 */
#include "base/yaml_json.h"

#include <string.h>
#include <yaml.h>

/* ---- Reading ---- */

json_t *
yaml_json (const YamlNode *node)
{
  if (yaml_type (node) == YAML_TEXT)
    return yaml_is_null (node) ? json_null () : json_string (yaml_text (node));

  gboolean map = yaml_type (node) == YAML_MAP;
  json_t *value = map ? json_object () : json_array ();
  for (unsigned i = 0; i < yaml_count (node); i++)
    {
      const YamlNode *child = yaml_child (node, i);
      if (map)
        json_object_set_new (value, yaml_key (child), yaml_json (child));
      else
        json_array_append_new (value, yaml_json (child));
    }
  return value;
}

/* ---- Writing ---- */

typedef struct
{
  yaml_emitter_t emitter;
  GString *text;
} Writer;

static int
append (void *data, unsigned char *bytes, size_t size)
{
  g_string_append_len (((Writer *)data)->text, (const char *)bytes, (gssize)size);
  return 1;
}

/* An event that cannot be made or written is a want of memory. */
static void
emit (Writer *writer, yaml_event_t *event, int made)
{
  if (!made || !yaml_emitter_emit (&writer->emitter, event))
    g_error ("YAML cannot be written: %s",
             writer->emitter.problem != NULL ? writer->emitter.problem : "out of memory");
}

static gboolean
is_word (const char *text)
{
  static const char *const nothing[] = { "~", "null", "Null", "NULL", NULL };
  static const char letters[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS;

  return *text != '\0' && strchr (letters, *text) != NULL
         && text[strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_/-")] == '\0'
         && !g_strv_contains (nothing, text);
}

static void
write_text (Writer *writer, const char *text, gboolean plain)
{
  yaml_event_t event;
  yaml_scalar_style_t style = plain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;

  emit (
      writer, &event,
      yaml_scalar_event_initialize (&event, NULL, NULL, (const yaml_char_t *)text, (int)strlen (text), 1, 1, style));
}

static void write_value (Writer *writer, const json_t *value);

static void
write_map (Writer *writer, const json_t *map)
{
  yaml_event_t event;
  const char *key;
  json_t *value;

  emit (writer, &event, yaml_mapping_start_event_initialize (&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));
  json_object_foreach ((json_t *)map, key, value)
    {
      write_text (writer, key, is_word (key));
      write_value (writer, value);
    }
  emit (writer, &event, yaml_mapping_end_event_initialize (&event));
}

static void
write_list (Writer *writer, const json_t *list)
{
  yaml_event_t event;
  size_t index;
  json_t *value;

  emit (writer, &event, yaml_sequence_start_event_initialize (&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
  json_array_foreach (list, index, value)
    write_value (writer, value);
  emit (writer, &event, yaml_sequence_end_event_initialize (&event));
}

static void
write_value (Writer *writer, const json_t *value)
{
  if (json_is_object (value))
    write_map (writer, value);
  else if (json_is_array (value))
    write_list (writer, value);
  else if (json_is_string (value))
    write_text (writer, json_string_value (value), is_word (json_string_value (value)));
  else
    write_text (writer, "null", TRUE);
}

char *
yaml_write (const json_t *value)
{
  Writer writer = { .text = g_string_new (NULL) };
  yaml_event_t event;

  if (!yaml_emitter_initialize (&writer.emitter))
    g_error ("out of memory");
  yaml_emitter_set_output (&writer.emitter, append, &writer);
  yaml_emitter_set_encoding (&writer.emitter, YAML_UTF8_ENCODING);
  yaml_emitter_set_unicode (&writer.emitter, 1);
  yaml_emitter_set_width (&writer.emitter, -1);
  emit (&writer, &event, yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING));
  emit (&writer, &event, yaml_document_start_event_initialize (&event, NULL, NULL, NULL, 1));
  write_value (&writer, value);
  emit (&writer, &event, yaml_document_end_event_initialize (&event, 1));
  emit (&writer, &event, yaml_stream_end_event_initialize (&event));
  yaml_emitter_delete (&writer.emitter);
  return g_string_free (writer.text, FALSE);
}

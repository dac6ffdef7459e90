/* yaml.h: YAML as a tree that knows its lines, and which of its keys somebody asked for.
 *
 * A reader takes the keys it knows from a map and then refuses the rest, so that a misspelt key is an error that
 * names the line and what is allowed. Scalars are text, whatever they look like. Duplicate keys, anchors, aliases,
 * nesting beyond YAML_DEPTH_LIMIT, several documents in one text and control characters are refused. */
#pragma once

#include <glib.h>

#define YAML_DEPTH_LIMIT 32

typedef enum
{
  YAML_TEXT,
  YAML_LIST,
  YAML_MAP
} YamlType;

typedef struct _YamlNode YamlNode;

/* Where a text comes from, and of what domain its errors are (code 0). */
typedef struct
{
  const char *file; /* its name in messages */
  unsigned line;    /* the number of its first line */
  GQuark domain;
} YamlSource;

/* The root of TEXT, which must be a map; an empty text is an empty one. Frees with yaml_node_free (), all of it. */
YamlNode *yaml_map_read (const char *text, gsize length, const YamlSource *source, GError **error);
void yaml_node_free (YamlNode *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YamlNode, yaml_node_free)

YamlType yaml_type (const YamlNode *node);
unsigned yaml_line (const YamlNode *node);    /* that of its key, where it has one */
const char *yaml_key (const YamlNode *node);  /* its key in the map it stands in, else NULL */
const char *yaml_text (const YamlNode *node); /* NULL unless a scalar */
gboolean yaml_is_null (const YamlNode *node); /* nothing, "~" or "null" without quotes */

/* The children of a list or a map, in order. */
unsigned yaml_count (const YamlNode *node);
YamlNode *yaml_child (const YamlNode *node, unsigned index);

/* The value of KEY, NULL if it is absent or empty (nothing, "~", "null"). From now on KEY is allowed in this map. */
YamlNode *yaml_map_take (YamlNode *map, const char *key);
/* The same, but an error if it is absent. */
YamlNode *yaml_map_require (YamlNode *map, const char *key, GError **error);
/* The text of KEY without white space at its ends, transfer full; NULL if absent. FALSE if it is no scalar. */
gboolean yaml_map_take_text (YamlNode *map, const char *key, char **text, GError **error);
/* FALSE, naming the first key that nobody asked for and those that are allowed. */
gboolean yaml_map_refuse_rest (YamlNode *map, GError **error);

/* FALSE unless NODE is of TYPE. */
gboolean yaml_expect (const YamlNode *node, YamlType type, GError **error);
/* Set ERROR to "FILE:LINE: PATH: message". Always FALSE. */
gboolean yaml_fail (const YamlNode *node, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

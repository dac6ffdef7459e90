/* yaml_json.h: YAML as a value that can be changed, and written again.
 *
 * Keys keep their order; every scalar is a text, but for nothing, which is null. What is read is what was written:
 * comments and the way of writing are lost, data never. */
#pragma once

#include "base/yaml.h"

#include <jansson.h>

/* Transfer full. */
json_t *yaml_json (const YamlNode *node);
/* VALUE of maps, lists, texts and nulls, a key a line. Transfer full. */
char *yaml_write (const json_t *value);

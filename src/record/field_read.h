/* field_read.h: the part of the front matter that becomes an edition's fields. For front_matter.c. */
#pragma once

#include "base/yaml.h"
#include "record/instant.h"

#include <jansson.h>

/* Take every key that belongs into FIELDS from TOP, in the form that edition.h tells. */
gboolean fields_read (json_t *fields, YamlNode *top, GError **error);
/* The instant under KEY, and whether it is there (unless GIVEN is NULL). */
gboolean instant_take (YamlNode *map, const char *key, Instant *instant, gboolean *given, GError **error);

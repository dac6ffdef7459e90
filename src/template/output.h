/* output.h: what a rendering writes, bounded, private to this room. */
#pragma once

#include "template/nodes.h"

#include <string.h>

typedef struct
{
  GString *string;
  gsize limit; /* the length that STRING may reach */
} Output;

gboolean output_append_slowly (Output *output, const char *text, gsize length);
/* Append TEXT with & < > " written as character references. */
gboolean output_append_escaped (Output *output, const char *text, gsize length);
/* Append a string, number or truth value, and nothing for any other. */
gboolean output_append_value (Output *output, const json_t *value, gboolean escape);

/* Append TEXT; FALSE if there is no room for it. The usual case costs a comparison and a copy. */
static inline gboolean
output_append (Output *output, const char *text, gsize length)
{
  GString *string = output->string;

  if (length >= string->allocated_len - string->len || length > output->limit - string->len)
    return output_append_slowly (output, text, length);
  memcpy (string->str + string->len, text, length);
  string->len += length;
  string->str[string->len] = '\0';
  return TRUE;
}

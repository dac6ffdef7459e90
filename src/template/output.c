/* Text and JSON values on their way into the output.
 *
 * The output never grows past its limit: a call that would exceed it appends nothing and says so. Numbers are written
 * as short as they can be read back, and the same in every locale. */
#include "template/output.h"

#include <math.h>

gboolean
output_append_slowly (Output *output, const char *text, gsize length)
{
  if (length > output->limit - output->string->len)
    return FALSE;
  g_string_append_len (output->string, text, (gssize)length);
  return TRUE;
}

static const Slice references[] = { { "", 0 }, { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 }, { "&quot;", 6 } };

/* For each byte its place among the references; 0 is a byte that stands for itself. */
static const guint8 special[256] = { ['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4 };

gboolean
output_append_escaped (Output *output, const char *text, gsize length)
{
  gsize start = 0;

  for (gsize i = 0; i < length; i++)
    {
      const Slice *reference = &references[special[(guint8)text[i]]];

      if (reference->length == 0)
        continue;
      if (!output_append (output, text + start, i - start)
          || !output_append (output, reference->text, reference->length))
        return FALSE;
      start = i + 1;
    }
  return output_append (output, text + start, length - start);
}

static gboolean
append_integer (Output *output, json_int_t number)
{
  char digits[24];
  int length = g_snprintf (digits, sizeof digits, "%" JSON_INTEGER_FORMAT, number);

  return output_append (output, digits, (gsize)length);
}

/* As few digits as give the number back: 1.21, not 1.2099999999999999645. */
static gboolean
append_real (Output *output, double number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char digits[G_ASCII_DTOSTR_BUF_SIZE] = "";

  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (digits, sizeof digits, formats[i], number);
      if (fabs (g_ascii_strtod (digits, NULL) - number) <= 0)
        break;
    }
  return output_append (output, digits, strlen (digits));
}

gboolean
output_append_value (Output *output, const json_t *value, gboolean escape)
{
  switch (json_typeof (value))
    {
    case JSON_STRING:
      return (escape ? output_append_escaped : output_append) (output, json_string_value (value),
                                                               json_string_length (value));
    case JSON_INTEGER:
      return append_integer (output, json_integer_value (value));
    case JSON_REAL:
      return append_real (output, json_real_value (value));
    case JSON_TRUE:
      return output_append (output, "true", 4);
    case JSON_FALSE:
      return output_append (output, "false", 5);
    default:
      return TRUE;
    }
}

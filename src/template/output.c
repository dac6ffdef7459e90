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

#define EACH_BYTE(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

/* Not 0 if one of the bytes of WORD is BYTE. */
static inline guint64
holds_byte (guint64 word, guint8 byte)
{
  guint64 difference = word ^ EACH_BYTE (byte);

  return (difference - EACH_BYTE (1)) & ~difference & EACH_BYTE (0x80);
}

/* How many bytes from AT on stand for themselves; eight at a time, for most values have nothing to escape. & and "
 * differ in one bit, and so do < and >. */
static gsize
plain_length (const char *at, gsize length)
{
  gsize plain = 0;
  guint64 word;

  for (; length - plain >= sizeof word; plain += sizeof word)
    {
      memcpy (&word, at + plain, sizeof word);
      if ((holds_byte (word & ~EACH_BYTE ('&' ^ '"'), '&' & '"')
           | holds_byte (word & ~EACH_BYTE ('<' ^ '>'), '<' & '>'))
          != 0)
        break;
    }
  while (plain < length && special[(guint8)at[plain]] == 0)
    plain++;
  return plain;
}

gboolean
output_append_escaped (Output *output, const char *text, gsize length)
{
  for (;;)
    {
      gsize plain = plain_length (text, length);
      const Slice *reference;

      if (!output_append (output, text, plain))
        return FALSE;
      if (plain == length)
        return TRUE;
      reference = &references[special[(guint8)text[plain]]];
      if (!output_append (output, reference->text, reference->length))
        return FALSE;
      text += plain + 1;
      length -= plain + 1;
    }
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

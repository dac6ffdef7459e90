#include "seal/canonical.h"

#include <string.h>

#define MOST_INTEGER G_GINT64_CONSTANT (9007199254740991)

static gboolean write_value (GString *out, const json_t *value, GError **error);

/* Section 3.2.2.2. */
static void
write_special (GString *out, guchar c)
{
  static const char short_forms[32] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };

  g_string_append_c (out, '\\');
  if (c >= 0x20)
    g_string_append_c (out, (char)c);
  else if (short_forms[c] != 0)
    g_string_append_c (out, short_forms[c]);
  else
    g_string_append_printf (out, "u%04x", c);
}

static gboolean
is_special (char c)
{
  return (guchar)c < 0x20 || c == '"' || c == '\\';
}

static void
write_string (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  g_string_append_c (out, '"');
  while (text < end)
    {
      const char *stop = text;
      while (stop < end && !is_special (*stop))
        stop++;
      g_string_append_len (out, text, stop - text);
      text = stop;
      if (text < end)
        write_special (out, (guchar)*text++);
    }
  g_string_append_c (out, '"');
}

/* By the code units of UTF-16 (section 3.2.3): as code points, but that those beyond U+FFFF begin with a surrogate.
 */
static gint
compare_keys (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *)a, *right = *(const char *const *)b;

  while (*left != '\0' && *left == *right)
    {
      left++;
      right++;
    }
  guchar one = (guchar)*left, two = (guchar)*right; /* in one character, or the leads of two */
  gboolean far_left = one >= 0xf0, far_right = two >= 0xf0;
  if (far_left == far_right)
    return one - two;
  /* Surrogates are D800 to DFFF: below E000 to FFFF, whose leads are EE and EF, and above all else. */
  return far_left ? (two >= 0xee ? -1 : 1) : (one >= 0xee ? 1 : -1);
}

static gboolean
write_object (GString *out, const json_t *object, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const char *key;
  json_t *member;

  json_object_foreach ((json_t *)object, key, member)
    g_ptr_array_add (keys, (gpointer)key);
  g_ptr_array_sort (keys, compare_keys);
  g_string_append_c (out, '{');
  for (guint i = 0; i < keys->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_string (out, keys->pdata[i], strlen (keys->pdata[i]));
      g_string_append_c (out, ':');
      if (!write_value (out, json_object_get (object, keys->pdata[i]), error))
        return FALSE;
    }
  g_string_append_c (out, '}');
  return TRUE;
}

static gboolean
write_array (GString *out, const json_t *array, GError **error)
{
  g_string_append_c (out, '[');
  for (size_t i = 0; i < json_array_size (array); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!write_value (out, json_array_get (array, i), error))
        return FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
write_number (GString *out, const json_t *value, GError **error)
{
  json_int_t number = json_integer_value (value);

  if (json_is_integer (value) && number >= -MOST_INTEGER && number <= MOST_INTEGER)
    {
      g_string_append_printf (out, "%" JSON_INTEGER_FORMAT, number);
      return TRUE;
    }
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "a number is a fraction, or larger than 2^53 - 1");
  return FALSE;
}

static gboolean
write_value (GString *out, const json_t *value, GError **error)
{
  switch (json_typeof (value))
    {
    case JSON_OBJECT:
      return write_object (out, value, error);
    case JSON_ARRAY:
      return write_array (out, value, error);
    case JSON_STRING:
      write_string (out, json_string_value (value), json_string_length (value));
      return TRUE;
    case JSON_INTEGER:
    case JSON_REAL:
      return write_number (out, value, error);
    default:
      g_string_append (out, json_is_null (value) ? "null" : json_is_true (value) ? "true" : "false");
      return TRUE;
    }
}

char *
canonical_write (const json_t *value, gsize *length, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!write_value (out, value, error))
    return NULL;
  if (length != NULL)
    *length = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

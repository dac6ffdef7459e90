#include "desk/form.h"

#include <string.h>

#define MOST_FIELDS 200

struct _Form
{
  GHashTable *fields; /* name -> text */
};

/* U+0085, U+2028 and U+2029 end lines as well; of the other control characters only the tab is of use. */
static gunichar
plain (gunichar c)
{
  if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
    return '\n';
  return c == '\n' || c == '\t' || (c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0xfeff && c < 0xfffe) || c > 0xffff
             ? c
             : 0;
}

static char *
plain_text (const char *text)
{
  GString *result = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = plain (g_utf8_get_char (text));
      if (c != 0 && !(*text == '\r' && text[1] == '\n'))
        g_string_append_unichar (result, c);
    }
  return g_string_free (result, FALSE);
}

/* NULL: a broken escape, a zero byte, or not UTF-8. */
static char *
decode (const char *bytes, gsize length)
{
  g_autofree char *spaced = g_strndup (bytes, length);
  if (strlen (spaced) != length)
    return NULL;
  g_strdelimit (spaced, "+", ' ');
  g_autofree char *text = g_uri_unescape_string (spaced, NULL); /* refuses %00 */
  return text != NULL && g_utf8_validate (text, -1, NULL) ? plain_text (text) : NULL;
}

static gboolean
add (Form *form, const char *pair, gsize length)
{
  const char *sign = memchr (pair, '=', length);
  gsize name_length = sign != NULL ? (gsize)(sign - pair) : length;
  g_autofree char *name = decode (pair, name_length);
  g_autofree char *value = sign != NULL ? decode (sign + 1, length - name_length - 1) : g_strdup ("");

  if (name == NULL || value == NULL || g_hash_table_size (form->fields) >= MOST_FIELDS)
    return FALSE;
  if (!g_hash_table_contains (form->fields, name))
    g_hash_table_insert (form->fields, g_steal_pointer (&name), g_steal_pointer (&value));
  return TRUE;
}

Form *
form_parse (const char *bytes, gsize length)
{
  g_autoptr (Form) form = g_new0 (Form, 1);

  form->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (length > 0)
    {
      const char *end = memchr (bytes, '&', length);
      gsize pair = end != NULL ? (gsize)(end - bytes) : length;
      if (pair > 0 && !add (form, bytes, pair))
        return NULL;
      gsize taken = MIN (pair + 1, length);
      bytes += taken;
      length -= taken;
    }
  return g_steal_pointer (&form);
}

void
form_free (Form *form)
{
  g_hash_table_unref (form->fields);
  g_free (form);
}

const char *
form_get (const Form *form, const char *name)
{
  return g_hash_table_lookup (form->fields, name);
}

const char *
form_text (const Form *form, const char *name)
{
  const char *text = form_get (form, name);
  return text != NULL ? text : "";
}

char **
form_names (const Form *form)
{
  g_autofree char **names = (char **)g_hash_table_get_keys_as_array (form->fields, NULL);
  return g_strdupv (names);
}

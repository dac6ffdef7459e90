#include "desk/form.h"

#include <string.h>

#define MOST_FIELDS 400
#define MOST_FILES 40

struct _Form
{
  GHashTable *fields; /* name -> text */
  GPtrArray *files;   /* of FormFile */
};

static void
file_free (gpointer data)
{
  FormFile *file = data;

  g_free (file->field);
  g_free (file->name);
  g_bytes_unref (file->content);
  g_free (file);
}

static Form *
form_new (void)
{
  Form *form = g_new0 (Form, 1);

  form->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  form->files = g_ptr_array_new_with_free_func (file_free);
  return form;
}

/* Takes both, which may be NULL. Of a field that is given twice the first counts. */
static gboolean
take_field (Form *form, char *name, char *value)
{
  gboolean fine = name != NULL && value != NULL && g_hash_table_size (form->fields) < MOST_FIELDS;

  if (fine && !g_hash_table_contains (form->fields, name))
    return g_hash_table_insert (form->fields, name, value);
  g_free (name);
  g_free (value);
  return fine;
}

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

  return take_field (form, decode (pair, name_length),
                     sign != NULL ? decode (sign + 1, length - name_length - 1) : g_strdup (""));
}

Form *
form_parse (const char *bytes, gsize length)
{
  g_autoptr (Form) form = form_new ();

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

/* ---- In parts ---- */

typedef struct
{
  Form *form;
  GBytes *body;
  const char *bytes;
  gsize length, at;
  char *mark; /* "\r\n--BOUNDARY" */
  gsize mark_length;
} Parts;

/* "multipart/form-data; boundary=…": the boundary, if it is one (RFC 2046 section 5.1.1). Transfer full. */
static char *
boundary_of (const char *type)
{
  static const char name[] = "boundary=";
  const char *found = strchr (type, ';');

  while (found != NULL)
    {
      found += 1 + strspn (found + 1, " \t");
      if (g_ascii_strncasecmp (found, name, strlen (name)) == 0)
        break;
      found = strchr (found, ';');
    }
  if (found == NULL)
    return NULL;
  found += strlen (name);
  gsize length = *found == '"' ? strcspn (++found, "\"") : strcspn (found, " \t;");
  return length >= 1 && length <= 70 ? g_strndup (found, length) : NULL;
}

/* The parameter NAME of LINE, as browsers write it: in quotes, in which a quote and a line end stand as %22, %0D,
 * %0A. NULL: it is not there, or is no text. Transfer full. */
static char *
parameter (const char *line, const char *name)
{
  g_autofree char *mark = g_strdup_printf ("; %s=\"", name);
  const char *begin = strstr (line, mark), *end;
  if (begin == NULL)
    return NULL;
  begin += strlen (mark);
  end = strchr (begin, '"');
  if (end == NULL || !g_utf8_validate (begin, end - begin, NULL))
    return NULL;

  g_autoptr (GString) text = g_string_new_len (begin, end - begin);
  g_string_replace (text, "%22", "\"", 0);
  g_string_replace (text, "%0D", "\r", 0);
  g_string_replace (text, "%0A", "\n", 0);
  return plain_text (text->str);
}

/* The line of the part's head that says what it is. What it says of its type is not heard. Transfer full. */
static char *
find_disposition (const char *head, gsize length)
{
  static const char name[] = "content-disposition:";
  g_autofree char *text = g_strndup (head, length);
  if (strlen (text) != length)
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", 20);

  for (char **line = lines; *line != NULL; line++)
    if (g_ascii_strncasecmp (*line, name, strlen (name)) == 0)
      return g_strdup (*line + strlen (name));
  return NULL;
}

static gboolean
take_file (Parts *parts, char *field, char *name, gsize begin, gsize length)
{
  FormFile *file = g_new0 (FormFile, 1);

  *file = (FormFile){ field, name, g_bytes_new_from_bytes (parts->body, begin, length) };
  g_ptr_array_add (parts->form->files, file);
  if (length == 0 && *name == '\0') /* none was chosen */
    g_ptr_array_set_size (parts->form->files, (int)parts->form->files->len - 1);
  return field != NULL && parts->form->files->len <= MOST_FILES;
}

static gboolean
take_text (Parts *parts, char *field, gsize begin, gsize length)
{
  g_autofree char *text = g_strndup (parts->bytes + begin, length);
  gboolean fine = strlen (text) == length && g_utf8_validate (text, (gssize)length, NULL);
  return take_field (parts->form, field, fine ? plain_text (text) : NULL);
}

#define MOST_HEAD 4096

static gboolean
take_part (Parts *parts, gsize end)
{
  const char *begin = parts->bytes + parts->at;
  const char *head_end = memmem (begin, MIN (end - parts->at, MOST_HEAD), "\r\n\r\n", 4);
  g_autofree char *line = head_end != NULL ? find_disposition (begin, (gsize)(head_end - begin)) : NULL;
  if (line == NULL)
    return FALSE;
  char *field = parameter (line, "name"), *name = parameter (line, "filename");
  gsize content = (gsize)(head_end - parts->bytes) + 4;

  return name != NULL ? take_file (parts, field, name, content, end - content)
                      : take_text (parts, field, content, end - content);
}

/* Each part is followed by the mark; after the last one come two hyphens. */
static gboolean
take_parts (Parts *parts)
{
  const char *first = parts->mark + 2; /* nothing stands before the first one */
  gsize first_length = parts->mark_length - 2;
  if (parts->length < first_length || memcmp (parts->bytes, first, first_length) != 0)
    return FALSE;

  parts->at = first_length;
  while (parts->length - parts->at >= 2 && memcmp (parts->bytes + parts->at, "\r\n", 2) == 0)
    {
      parts->at += 2;
      const char *next =
          memmem (parts->bytes + parts->at, parts->length - parts->at, parts->mark, parts->mark_length);
      if (next == NULL || !take_part (parts, (gsize)(next - parts->bytes)))
        return FALSE;
      parts->at = (gsize)(next - parts->bytes) + parts->mark_length;
    }
  return parts->length - parts->at >= 2 && memcmp (parts->bytes + parts->at, "--", 2) == 0;
}

Form *
form_parse_parts (GBytes *body, const char *type)
{
  g_autofree char *boundary = boundary_of (type);
  g_autofree char *mark = boundary != NULL ? g_strconcat ("\r\n--", boundary, NULL) : NULL;
  g_autoptr (Form) form = form_new ();
  if (mark == NULL)
    return NULL;

  Parts parts = { .form = form, .body = body, .mark = mark, .mark_length = strlen (mark) };
  parts.bytes = g_bytes_get_data (body, &parts.length);
  return take_parts (&parts) ? g_steal_pointer (&form) : NULL;
}

guint
form_count_files (const Form *form)
{
  return form->files->len;
}

const FormFile *
form_file (const Form *form, guint i)
{
  return form->files->pdata[i];
}

void
form_free (Form *form)
{
  g_hash_table_unref (form->fields);
  g_ptr_array_unref (form->files);
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

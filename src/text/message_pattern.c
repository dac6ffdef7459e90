/* ICU MessageFormat, read far enough to number its arguments.
 *
 * An argument stands as {name}, {name, number}, {name, plural, …}, {name, selectordinal, …} or {name, select, …};
 * ICU's other forms (dates, choice) are refused, for dates have patterns of their own here. One name may be both a
 * number and a text: each use gets its own number, so that every number has one type. An apostrophe quotes only
 * before a brace, or before # in a plural, as ICU reads it since version 4.8; we also refuse a quotation that never
 * ends, since it swallows arguments in silence. ICU itself has the last word on the result. */
#include "text/message_pattern.h"

#include "base/nearest.h"
#include "text/messages.h"

#include <string.h>

#define PATTERN_LIMIT 4000 /* bytes */
#define DEPTH_LIMIT 16     /* arguments within arguments */
#define SHOWN 24           /* characters of the pattern that an error shows */

typedef struct
{
  const char *at;
  GString *out;
  MessagePattern *pattern;
  unsigned depth;
  GError **error;
} Reader;

static gboolean fail (Reader *reader, const char *place, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (Reader *reader, const char *place, const char *format, ...)
{
  gboolean more = g_utf8_strlen (place, -1) > SHOWN;
  g_autofree char *shown = g_utf8_substring (place, 0, more ? SHOWN : -1);
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (*place == '\0')
    g_set_error (reader->error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN, "%s (at the end of the message)", what);
  else
    g_set_error (reader->error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN, "%s (at “%s%s”)", what, shown,
                 more ? "…" : "");
  return FALSE;
}

/* ---- Small pieces ---- */

/* Pattern_White_Space (UAX #31), as ICU passes it over: right-to-left marks belong to it. */
static gboolean
is_space (gunichar c)
{
  return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
}

static void
skip_space (Reader *reader)
{
  while (is_space (g_utf8_get_char (reader->at)))
    reader->at = g_utf8_next_char (reader->at);
}

/* Everything up to white space, a comma or a brace. Transfer full. */
static char *
read_word (Reader *reader)
{
  const char *start = reader->at;

  while (*reader->at != '\0' && strchr (",{}", *reader->at) == NULL && !is_space (g_utf8_get_char (reader->at)))
    reader->at = g_utf8_next_char (reader->at);
  return g_strndup (start, (gsize)(reader->at - start));
}

static gboolean
name_sound (const char *name)
{
  return *name != '\0' && strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_") == strlen (name);
}

/* The place of NAME in NAMES, where it is put if it is new. */
static guint
place_of (GPtrArray *names, const char *name)
{
  guint place;

  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, &place))
    {
      place = names->len;
      g_ptr_array_add (names, g_strdup (name));
    }
  return place;
}

static gboolean
write_argument (Reader *reader, const char *place, const char *name, gboolean number)
{
  MessagePattern *pattern = reader->pattern;

  if (number)
    g_string_append_printf (reader->out, "{%u", place_of (pattern->numbers, name));
  else
    g_string_append_printf (reader->out, "{%u", pattern->numbers->len + place_of (pattern->texts, name));
  if (pattern->numbers->len > MESSAGE_NUMBERS || pattern->texts->len > MESSAGE_TEXTS)
    return fail (reader, place, "a message can have %d numbers and %d texts at most", MESSAGE_NUMBERS, MESSAGE_TEXTS);
  return TRUE;
}

/* ---- Messages and their arguments ---- */

static gboolean read_argument (Reader *reader);

/* From an apostrophe on. */
static gboolean
read_apostrophe (Reader *reader, gboolean in_plural)
{
  const char *start = reader->at++;

  g_string_append_c (reader->out, '\'');
  if (*reader->at == '\'')
    g_string_append_c (reader->out, *reader->at++);
  else if (*reader->at == '{' || *reader->at == '}' || (in_plural && *reader->at == '#'))
    {
      const char *end = reader->at;
      while ((end = strchr (end, '\'')) != NULL && end[1] == '\'')
        end += 2;
      if (end == NULL)
        return fail (reader, start,
                     "the apostrophe ' before “%c” begins a quotation that never ends; write ’ for an "
                     "apostrophe in a word",
                     start[1]);
      g_string_append_len (reader->out, reader->at, end + 1 - reader->at);
      reader->at = end + 1;
    }
  return TRUE;
}

/* Up to the brace that ends it, or to the end of the whole pattern. */
static gboolean
read_message (Reader *reader, gboolean in_plural)
{
  while (*reader->at != '\0' && *reader->at != '}')
    if (*reader->at == '\'')
      {
        if (!read_apostrophe (reader, in_plural))
          return FALSE;
      }
    else if (*reader->at == '{')
      {
        if (!read_argument (reader))
          return FALSE;
      }
    else
      g_string_append_c (reader->out, *reader->at++);
  return TRUE;
}

/* "{", a message, "}". */
static gboolean
read_variant (Reader *reader, gboolean plural)
{
  const char *start = reader->at;

  if (*reader->at != '{')
    return fail (reader, start, "here a text in braces is missing, as in “other {…}”");
  g_string_append_c (reader->out, *reader->at++);
  if (!read_message (reader, plural))
    return FALSE;
  if (*reader->at != '}')
    return fail (reader, start, "the brace that opens here is never closed");
  g_string_append_c (reader->out, *reader->at++);
  return TRUE;
}

static gboolean
plural_selector_sound (const char *selector)
{
  static const char *const forms[] = { "zero", "one", "two", "few", "many", "other", NULL };

  if (g_strv_contains (forms, selector))
    return TRUE;
  return *selector == '=' && selector[1] != '\0' && strspn (selector + 1, G_CSET_DIGITS) == strlen (selector + 1);
}

static gboolean
selector_check (Reader *reader, const char *place, const char *selector, gboolean plural)
{
  if (plural && !plural_selector_sound (selector))
    return fail (reader, place, "“%s” is no plural form; allowed are zero, one, two, few, many, other and =NUMBER",
                 selector);
  return *selector != '\0' || fail (reader, place, "here the name of a form is missing, as in “other {…}”");
}

/* "offset:1" */
static void
read_offset (Reader *reader)
{
  if (g_str_has_prefix (reader->at, "offset:"))
    {
      g_autofree char *offset = read_word (reader);
      g_string_append_printf (reader->out, "%s ", offset);
      skip_space (reader);
    }
}

/* The forms of a plural or select: "one {…} other {…}". */
static gboolean
read_forms (Reader *reader, const char *argument, gboolean plural)
{
  gboolean other = FALSE;

  skip_space (reader);
  if (plural)
    read_offset (reader);
  while (*reader->at != '}' && *reader->at != '\0')
    {
      const char *place = reader->at;
      g_autofree char *selector = read_word (reader);
      if (!selector_check (reader, place, selector, plural))
        return FALSE;
      g_string_append_printf (reader->out, "%s ", selector);
      other = other || strcmp (selector, "other") == 0;
      skip_space (reader);
      if (!read_variant (reader, plural))
        return FALSE;
      skip_space (reader);
    }
  return other || *reader->at == '\0'
         || fail (reader, argument, "the form “other {…}” is missing; it must always be there");
}

/* What stands after "{name, ". */
static gboolean
read_type (Reader *reader, const char *argument, const char *name)
{
  static const char *const types[] = { "number", "plural", "select", "selectordinal", NULL };
  const char *place = reader->at;
  g_autofree char *type = read_word (reader);
  gboolean known = g_strv_contains (types, type), number = strcmp (type, "number") == 0;
  gboolean plural = strcmp (type, "plural") == 0 || strcmp (type, "selectordinal") == 0;

  skip_space (reader);
  if (!known)
    {
      const char *near = nearest_word (type, types);
      return fail (reader, place, "“%s” is unknown; allowed are number, plural, select and selectordinal%s%s%s", type,
                   near != NULL ? " (did you mean “" : "", near != NULL ? near : "", near != NULL ? "”?)" : "");
    }
  if (!write_argument (reader, argument, name, number || plural))
    return FALSE;
  g_string_append_printf (reader->out, ", %s", type);
  if (number)
    return TRUE;
  if (*reader->at != ',')
    return fail (reader, argument, "after “%s” a comma and the forms are missing, as in “{%s, %s, other {…}}”", type,
                 name, type);
  g_string_append (reader->out, ", ");
  reader->at++;
  return read_forms (reader, argument, plural);
}

static gboolean
read_inside (Reader *reader, const char *argument)
{
  skip_space (reader);
  const char *place = reader->at;
  g_autofree char *name = read_word (reader);
  if (!name_sound (name))
    return fail (reader, place, "“%s” is no name of an argument: it takes the letters a to z, digits and _", name);
  skip_space (reader);
  if (*reader->at != ',')
    return write_argument (reader, argument, name, FALSE);
  reader->at++;
  skip_space (reader);
  return read_type (reader, argument, name);
}

/* "{", what is inside, "}". */
static gboolean
read_argument (Reader *reader)
{
  const char *argument = reader->at++;

  if (++reader->depth > DEPTH_LIMIT)
    return fail (reader, argument, "arguments stand in one another more than %d deep", DEPTH_LIMIT);
  if (!read_inside (reader, argument))
    return FALSE;
  if (*reader->at == '\0')
    return fail (reader, argument, "the brace that opens here is never closed");
  if (*reader->at != '}')
    return fail (reader, reader->at, "here “}” should stand");
  g_string_append_c (reader->out, *reader->at++);
  reader->depth--;
  return TRUE;
}

static gboolean
read_all (MessagePattern *pattern, const char *text, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Reader reader = { .at = text, .out = out, .pattern = pattern, .error = error };

  if (!read_message (&reader, FALSE))
    return FALSE;
  if (*reader.at == '}')
    return fail (&reader, reader.at, "here a brace closes that was never opened");
  g_free (pattern->numbered);
  pattern->numbered = g_string_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

/* ---- The whole ---- */

void
message_pattern_free (MessagePattern *pattern)
{
  if (pattern == NULL)
    return;
  g_free (pattern->numbered);
  g_ptr_array_unref (pattern->numbers);
  g_ptr_array_unref (pattern->texts);
  g_free (pattern);
}

MessagePattern *
message_pattern_read (const char *text, GError **error)
{
  g_autoptr (MessagePattern) pattern = g_new0 (MessagePattern, 1);

  pattern->numbers = g_ptr_array_new_with_free_func (g_free);
  pattern->texts = g_ptr_array_new_with_free_func (g_free);
  if (strlen (text) > PATTERN_LIMIT || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN, "a message must be UTF-8 of at most %d bytes",
                   PATTERN_LIMIT);
      return NULL;
    }
  /* The texts are numbered after the numbers: once to count these, once to write. */
  if (!read_all (pattern, text, error) || !read_all (pattern, text, error))
    return NULL;
  return g_steal_pointer (&pattern);
}

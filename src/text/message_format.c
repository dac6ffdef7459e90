/* Patterns filled in by ICU.
 *
 * A pattern is read and compiled once a thread and language, then kept. ICU takes the arguments as C variable
 * arguments: doubles for numbers, UTF-16 texts for the rest, in the order of their numbers; those beyond what a
 * pattern names are not looked at, so that one call for each count of numbers is enough. */
#include "text/icu.h"
#include "text/locale.h"
#include "text/message_pattern.h"
#include "text/messages.h"

#include <string.h>
#include <unicode/umsg.h>

G_DEFINE_QUARK (messages_error, messages_error)

#define TEXT_LIMIT 256 /* UTF-16 units that are tried first */

typedef struct
{
  MessagePattern *pattern;
  UMessageFormat format;
} Compiled;

typedef struct
{
  double numbers[MESSAGE_NUMBERS];
  UChar *texts[MESSAGE_TEXTS];
} Values;

/* ---- Compiling ---- */

static void
compiled_free (gpointer data)
{
  Compiled *compiled = data;

  message_pattern_free (compiled->pattern);
  if (compiled->format != NULL)
    umsg_close (compiled->format);
  g_free (compiled);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Compiled, compiled_free)

static const IcuKind message_kind = { NULL, compiled_free };

static Compiled *
compile (const char *language, const char *text, GError **error)
{
  g_autoptr (Compiled) compiled = g_new0 (Compiled, 1);
  char locale[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;

  compiled->pattern = message_pattern_read (text, error);
  if (compiled->pattern == NULL)
    return NULL;
  g_autofree UChar *numbered = icu_text (compiled->pattern->numbered);
  icu_locale (language, locale);
  compiled->format = umsg_open (numbered, -1, locale, NULL, &status);
  if (U_SUCCESS (status))
    return g_steal_pointer (&compiled);
  g_set_error (error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN, "“%s” is no message in ICU MessageFormat (%s)", text,
               u_errorName (status));
  return NULL;
}

/* Borrowed from the thread. */
static Compiled *
compiled_for (const char *language, const char *text, GError **error)
{
  Compiled *compiled = icu_kept (&message_kind, language, 0, text);

  if (compiled != NULL)
    return compiled;
  compiled = compile (language, text, error);
  return compiled != NULL ? icu_keep (&message_kind, language, 0, text, compiled) : NULL;
}

/* ---- Arguments ---- */

static void
values_clear (Values *values)
{
  for (gsize i = 0; i < MESSAGE_TEXTS; i++)
    g_clear_pointer (&values->texts[i], g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

static gboolean
refuse (GError **error, const char *name, const char *what)
{
  g_set_error (error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN, "the message asks for {%s}, %s", name, what);
  return FALSE;
}

static gboolean
value_number (json_t *arguments, const char *name, double *number, GError **error)
{
  json_t *value = json_object_get (arguments, name);

  if (value == NULL)
    return refuse (error, name, "which is not given here");
  if (!json_is_number (value))
    return refuse (error, name, "as a number, but it is none");
  *number = json_number_value (value);
  return TRUE;
}

static UChar *
text_of_integer (const char *language, json_int_t integer)
{
  g_autofree char *number = locale_number (language, integer);
  return icu_text (number);
}

static gboolean
value_text (json_t *arguments, const char *language, const char *name, UChar **text, GError **error)
{
  json_t *value = json_object_get (arguments, name);

  if (value == NULL)
    return refuse (error, name, "which is not given here");
  if (json_is_string (value))
    *text = icu_text (json_string_value (value));
  else if (json_is_integer (value))
    *text = text_of_integer (language, json_integer_value (value));
  else
    return refuse (error, name, "but it is neither a text nor a whole number");
  return TRUE;
}

static gboolean
values_read (Values *values, const MessagePattern *pattern, const char *language, json_t *arguments, GError **error)
{
  for (guint i = 0; i < pattern->numbers->len; i++)
    if (!value_number (arguments, pattern->numbers->pdata[i], &values->numbers[i], error))
      return FALSE;
  for (guint i = 0; i < pattern->texts->len; i++)
    if (!value_text (arguments, language, pattern->texts->pdata[i], &values->texts[i], error))
      return FALSE;
  return TRUE;
}

/* ---- Formatting ---- */

static int32_t
fill (const Compiled *compiled, const Values *values, UChar *text, int32_t room, UErrorCode *status)
{
  const double *n = values->numbers;
  UChar *const *t = values->texts;

  G_STATIC_ASSERT (MESSAGE_NUMBERS == 4 && MESSAGE_TEXTS == 6);
  switch (compiled->pattern->numbers->len)
    {
    case 0:
      return umsg_format (compiled->format, text, room, status, t[0], t[1], t[2], t[3], t[4], t[5]);
    case 1:
      return umsg_format (compiled->format, text, room, status, n[0], t[0], t[1], t[2], t[3], t[4], t[5]);
    case 2:
      return umsg_format (compiled->format, text, room, status, n[0], n[1], t[0], t[1], t[2], t[3], t[4], t[5]);
    case 3:
      return umsg_format (compiled->format, text, room, status, n[0], n[1], n[2], t[0], t[1], t[2], t[3], t[4], t[5]);
    default:
      return umsg_format (compiled->format, text, room, status, n[0], n[1], n[2], n[3], t[0], t[1], t[2], t[3], t[4],
                          t[5]);
    }
}

static char *
filled_text (const Compiled *compiled, const Values *values, UErrorCode *status)
{
  UChar text[TEXT_LIMIT];
  int32_t length = fill (compiled, values, text, TEXT_LIMIT, status);

  if (*status != U_BUFFER_OVERFLOW_ERROR)
    return U_SUCCESS (*status) ? icu_utf8 (text, length) : NULL;
  *status = U_ZERO_ERROR;
  g_autofree UChar *longer = g_new (UChar, (gsize)length + 1);
  length = fill (compiled, values, longer, length + 1, status);
  return U_SUCCESS (*status) ? icu_utf8 (longer, length) : NULL;
}

char *
message_format (const char *language, const char *pattern, json_t *arguments, GError **error)
{
  const Compiled *compiled = compiled_for (language, pattern, error);
  g_auto (Values) values = { 0 };
  UErrorCode status = U_ZERO_ERROR;

  if (compiled == NULL || !values_read (&values, compiled->pattern, language, arguments, error))
    return NULL;
  char *text = filled_text (compiled, &values, &status);
  if (text == NULL)
    g_set_error (error, MESSAGES_ERROR, MESSAGES_ERROR_PATTERN, "“%s” cannot be filled in (%s)", pattern,
                 u_errorName (status));
  return text;
}

gboolean
message_valid (const char *language, const char *pattern, GError **error)
{
  g_autoptr (Compiled) compiled = compile (language, pattern, error);
  return compiled != NULL;
}

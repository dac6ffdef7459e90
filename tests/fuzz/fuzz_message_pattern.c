/* Any pattern is either refused with a reason, or gives a text in UTF-8 once its arguments are there. */
#include "text/message_pattern.h"
#include "text/messages.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static json_t *
arguments_for (const MessagePattern *pattern)
{
  json_t *arguments = json_object ();

  for (guint i = 0; i < pattern->texts->len; i++)
    json_object_set_new (arguments, pattern->texts->pdata[i], json_string ("a{b}'#"));
  for (guint i = 0; i < pattern->numbers->len; i++)
    json_object_set_new (arguments, pattern->numbers->pdata[i], json_integer (1417));
  return arguments;
}

static void
format (const char *language, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MessagePattern) pattern = message_pattern_read (text, &error);

  if (pattern == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  json_auto_t *arguments = arguments_for (pattern);
  g_autofree char *result = message_format (language, text, arguments, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  g_assert_true (result == NULL || g_utf8_validate (result, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const languages[] = { "en", "ru", "ar", "zh" };
  g_autofree char *text = g_strndup ((const char *)data, size);

  format (languages[size % G_N_ELEMENTS (languages)], text);
  return 0;
}

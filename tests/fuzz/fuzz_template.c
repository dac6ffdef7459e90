/* Any bytes as a template, which may include itself and is filled by another, over one fixed view. */
#include "template/template.h"

#include <string.h>

static const char view[] = "{\"title\":\"<T> & \\\"t\\\"\",\"html\":\"<p>\\n</p>\",\"which\":\"note\",\"none\":null,"
                           "\"number\":-1.21,\"items\":[{\"name\":\"a\",\"items\":[]},{\"name\":\"b\"}],"
                           "\"list\":[[1,2],[\"x\"]],\"a\":{\"b\":{\"c\":true}}}";

static json_t *values;
static TemplateSet *set;

static void
add (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  template_set_add (set, name, text, strlen (text), &error);
  g_assert_no_error (error);
}

static void
set_up (void)
{
  values = json_loads (view, 0, NULL);
  set = template_set_new ();
  add ("note", "<i>\n  {{title}}\n</i>\n{{$main}}{{/main}}");
  add ("base", "<b>\n  {{$main}}\n    default\n  {{/main}}\n</b>\n");
  add ("filled", "{{<fuzzed}}{{$main}}\n  filled\n  {{> note}}\n{{/main}}{{/fuzzed}}\n");
}

static void
render (const char *name)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  json_t *contexts[] = { values, NULL };
  gboolean done = template_render (set, name, contexts, NULL, NULL, out, &error);

  g_assert_true (done == (error == NULL));
  g_assert_true (done || out->len == 0);
  g_assert_true (g_utf8_validate_len (out->str, out->len, NULL));
}

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autoptr (GError) error = NULL;

  if (set == NULL)
    set_up ();
  if (!template_set_add (set, "fuzzed", (const char *)data, length, &error))
    {
      g_assert_nonnull (error);
      return 0;
    }
  render ("fuzzed");
  render ("filled");
  return 0;
}

/* What a browser sends of a form. */
#include "desk/form.h"

#include <string.h>

static void
check (const char *bytes, const char *name, const char *expected)
{
  g_autoptr (Form) form = form_parse (bytes, strlen (bytes));
  g_assert_nonnull (form);
  g_assert_cmpstr (form_get (form, name), ==, expected);
}

static void
test_fields (void)
{
  check ("title=On+the+ferry&kind=statement", "title", "On the ferry");
  check ("a=1&a=2", "a", "1");
  check ("a", "a", "");
  check ("a=", "a", "");
  check ("a=b=c", "a", "b=c");
  check ("", "a", NULL);
  check ("%D0%B0=%D8%B9", "а", "ع");
}

static void
test_lines_end_by_line_feeds (void)
{
  check ("a=one%0D%0Atwo%0Dthree%0Afour", "a", "one\ntwo\nthree\nfour");
  check ("a=one%E2%80%A8two%C2%85three", "a", "one\ntwo\nthree");
}

static void
test_control_characters_are_left_out (void)
{
  check ("a=x%01%1B%7F%C2%9By%09z", "a", "xy\tz");
}

static void
test_what_is_no_form (void)
{
  static const char *const bad[] = { "a=%00", "a=%ff", "a=%zz", "a=%", "%ED%A0%80=1" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (form_parse (bad[i], strlen (bad[i])));
  g_assert_null (form_parse ("a=\0b", 4));
}

static void
test_too_many_fields (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (int i = 0; i < 401; i++)
    g_string_append_printf (text, "f%d=1&", i);
  g_assert_null (form_parse (text->str, text->len));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/fields", test_fields);
  g_test_add_func ("/form/lines-end-by-line-feeds", test_lines_end_by_line_feeds);
  g_test_add_func ("/form/control-characters-are-left-out", test_control_characters_are_left_out);
  g_test_add_func ("/form/what-is-no-form-is-refused", test_what_is_no_form);
  g_test_add_func ("/form/too-many-fields-are-refused", test_too_many_fields);
  return g_test_run ();
}

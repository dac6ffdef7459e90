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

static Form *
parts (const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  return form_parse_parts (body, "multipart/form-data; boundary=x");
}

#define PART(name, rest) "\r\nContent-Disposition: form-data; name=\"" name "\"" rest "\r\n\r\n"

static void
test_parts (void)
{
  g_autoptr (Form) form = parts ("--x" PART ("a", "") "1 & 2\r\n3\r\n--x" PART (
      "f",
      "; filename=\"p.html\"\r\nContent-Type: "
      "text/html") "\r\n--y\r\n\r\n--x" PART ("f", "; filename=\"\"") "\r\n--x" PART ("a", "") "again\r\n--x--\r\n");
  g_assert_nonnull (form);
  g_assert_cmpstr (form_get (form, "a"), ==, "1 & 2\n3");
  g_assert_cmpuint (form_count_files (form), ==, 1); /* no other was chosen */
  g_assert_cmpstr (form_file (form, 0)->field, ==, "f");
  g_assert_cmpstr (form_file (form, 0)->name, ==, "p.html");
  g_autoptr (GBytes) content = g_bytes_new_static ("\r\n--y\r\n", 7);
  g_assert_true (g_bytes_equal (form_file (form, 0)->content, content));
}

static void
test_broken_parts (void)
{
  static const char *const broken[] = {
    "",
    "--x",
    "--x--",
    "--x\r\n--x--",
    "--x" PART ("a", "") "1",
    "--x" PART ("a", "") "1\r\n--x",
    "--x" PART ("a", "") "1\r\n--xx" PART ("b", "") "2\r\n--x--",
    "--x" PART ("a", "") "\xff\r\n--x--",
    "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--",
    "--x\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--",
    "--x\r\nContent-Disposition: form-data; filename=\"f\"\r\n\r\n1\r\n--x--",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (Form) form = parts (broken[i]);
      if (i == 2) /* no field at all is a form */
        continue;
      g_assert_null (form);
    }
}

static void
test_boundaries (void)
{
  static const char body[] = "--x" PART ("a", "") "1\r\n--x--";
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  static const char *const good[] = { "multipart/form-data; boundary=x", "multipart/form-data;boundary=\"x\"",
                                      "multipart/form-data; charset=utf-8; Boundary=x" };
  static const char *const bad[] = { "multipart/form-data",
                                     "multipart/form-data; boundary=", "multipart/form-data; boundary=y",
                                     "multipart/form-data; xboundary=x" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (Form) form = form_parse_parts (bytes, good[i]);
      g_assert_nonnull (form);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (form_parse_parts (bytes, bad[i]));
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
  g_test_add_func ("/form/parts-are-fields-and-files", test_parts);
  g_test_add_func ("/form/broken-parts-are-no-form", test_broken_parts);
  g_test_add_func ("/form/what-stands-between-the-parts-is-named-by-the-type", test_boundaries);
  return g_test_run ();
}

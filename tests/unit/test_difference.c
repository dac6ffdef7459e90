/* What changed between two editions. */
#include "text/difference.h"

#include <string.h>

static void
assert_difference (const char *old_text, const char *new_text, const char *expected)
{
  g_autofree char *html = difference_html (old_text, new_text, "en");

  g_assert_cmpstr (html, ==, expected);
}

static void
test_equal (void)
{
  assert_difference ("a\n\nb", "a\n\nb", "");
  assert_difference ("a  b\n", "a b", "");
  assert_difference ("", "", "");
}

static void
test_words (void)
{
  assert_difference ("The minister met the envoy on Monday.", "The minister met the envoy on Tuesday.",
                     "<p>The minister met the envoy on <del>Monday</del><ins>Tuesday</ins>.</p>\n");
  assert_difference ("It was two of five cases there.", "It was four or six cases there.",
                     "<p>It was <del>two of five</del><ins>four or six</ins> cases there.</p>\n");
  assert_difference ("The council and its court.", "The council of state and its court.",
                     "<p>The council <ins>of state </ins>and its court.</p>\n");
}

static void
test_escaping (void)
{
  assert_difference ("a & b <c> d e f", "a & b <c> d e g",
                     "<p>a &amp; b &lt;c&gt; d e <del>f</del><ins>g</ins></p>\n");
}

static void
test_blocks (void)
{
  assert_difference ("one\n\ntwo", "one\n\nmiddle\n\ntwo", "<p>one</p>\n<p><ins>middle</ins></p>\n<p>two</p>\n");
  assert_difference ("one\n\ntwo", "two", "<p><del>one</del></p>\n<p>two</p>\n");
  assert_difference ("alpha beta gamma", "quite other words here",
                     "<p><del>alpha beta gamma</del></p>\n<p><ins>quite other words here</ins></p>\n");
  assert_difference ("", "a", "<p><ins>a</ins></p>\n");
}

static void
test_gaps (void)
{
  assert_difference ("1\n\n2\n\n3\n\n4\n\n5\n\nx", "1\n\n2\n\n3\n\n4\n\n5\n\ny",
                     "<p class=\"gap\">…</p>\n<p>5</p>\n<p><del>x</del></p>\n<p><ins>y</ins></p>\n");
  assert_difference ("x\n\n1\n\n2\n\n3\n\n4\n\nx", "y\n\n1\n\n2\n\n3\n\n4\n\ny",
                     "<p><del>x</del></p>\n<p><ins>y</ins></p>\n<p>1</p>\n<p class=\"gap\">…</p>\n<p>4</p>\n"
                     "<p><del>x</del></p>\n<p><ins>y</ins></p>\n");
}

static void
test_languages (void)
{
  g_autofree char *html = difference_html ("部长今天会见了大使。", "部长昨天会见了大使。", "zh");

  g_assert_cmpstr (html, ==, "<p>部长<del>今天</del><ins>昨天</ins>会见了大使。</p>\n");
}

static void
test_bounded (void)
{
  g_autoptr (GString) old_text = g_string_new (NULL);
  g_autoptr (GString) new_text = g_string_new (NULL);
  gint64 start = g_get_monotonic_time ();

  for (int i = 0; i < 60000; i++)
    {
      g_string_append_printf (old_text, "a%d ", i * 7 % 60000);
      g_string_append_printf (new_text, "b%d ", i * 11 % 60000);
    }
  g_autofree char *html = difference_html (old_text->str, new_text->str, "en");
  g_assert_true (g_str_has_prefix (html, "<p><del>"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/difference/equal-texts-show-nothing", test_equal);
  g_test_add_func ("/difference/words-are-replaced-by-words", test_words);
  g_test_add_func ("/difference/mark-up-is-shown-as-text", test_escaping);
  g_test_add_func ("/difference/paragraphs-come-and-go", test_blocks);
  g_test_add_func ("/difference/what-did-not-change-is-folded", test_gaps);
  g_test_add_func ("/difference/words-are-those-of-the-language", test_languages);
  g_test_add_func ("/difference/work-is-bounded", test_bounded);
  return g_test_run ();
}

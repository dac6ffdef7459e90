/* Two texts that grew out of one. */
#include "text/merge.h"

#include <string.h>

static void
assert_merged (const char *base, const char *ours, const char *theirs, const char *take, const char *expected)
{
  g_autoptr (GPtrArray) pieces = merge_texts (base, ours, theirs);
  g_autofree char *text = NULL;

  g_assert_cmpuint (merge_clashes (pieces), ==, strlen (take));
  text = merge_result (pieces, take);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_apart (void)
{
  assert_merged ("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC", "", "A\n\nb\n\nC");
  assert_merged ("a\n\nb", "a\n\nb\n\nc", "z\n\na\n\nb", "", "z\n\na\n\nb\n\nc");
  assert_merged ("a\n\nb\n\nc", "a\n\nc", "a\n\nb\n\nc\n", "", "a\n\nc\n");
  assert_merged ("", "words", "", "", "words");
  assert_merged ("words", "", "words", "", "");
}

static void
test_alike (void)
{
  assert_merged ("a\nb\nc", "a\nX\nc", "a\nX\nc", "", "a\nX\nc");
  assert_merged ("a", "b", "b", "", "b");
}

static void
test_touching (void)
{
  assert_merged ("a\n\nb\n\nc", "a\n\nours\n\nc", "a\n\ntheirs\n\nc", "o", "a\n\nours\n\nc");
  assert_merged ("a\n\nb\n\nc", "a\n\nours\n\nc", "a\n\ntheirs\n\nc", "t", "a\n\ntheirs\n\nc");
  assert_merged ("a\n\nb\n\nc", "a\n\nours\n\nc", "a\n\ntheirs\n\nc", "b", "a\n\ntheirs\n\nours\n\nc");
  /* Neighbouring lines, and what one took away while another wrote in it. */
  assert_merged ("a\nb", "A\nb", "a\nB", "o", "A\nb");
  assert_merged ("a\n\nb\n\nc", "a\n\nc", "a\n\nb, and more\n\nc", "t", "a\n\nb, and more\n\nc");
  /* Both added at the same place. */
  assert_merged ("a", "a\nours", "a\ntheirs", "b", "a\ntheirs\n\nours");
}

static void
test_without_base (void)
{
  assert_merged (NULL, "a\nours\nc", "a\ntheirs\nc", "t", "a\ntheirs\nc");
  assert_merged (NULL, "a\nb", "a", "t", "a");
  assert_merged (NULL, "a\nb", "a\nb", "", "a\nb");
}

/* Texts that are too far apart to be compared are not lost, and not put together by guess. */
static void
test_far_apart (void)
{
  g_autoptr (GString) ours = g_string_new ("head\n"), theirs = g_string_new ("head\n");

  for (guint i = 0; i < 4000; i++)
    {
      g_string_append_printf (ours, "our line %u\n", i);
      g_string_append_printf (theirs, "their line %u\n", i);
    }
  g_string_append (ours, "tail");
  g_string_append (theirs, "tail");
  assert_merged ("head\ntail", ours->str, theirs->str, "o", ours->str);
  g_autofree char *other = g_strdup (theirs->str);
  assert_merged (ours->str, other, ours->str, "", other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/what-does-not-touch-is-merged", test_apart);
  g_test_add_func ("/merge/what-both-say-is-taken-once", test_alike);
  g_test_add_func ("/merge/what-touches-is-asked", test_touching);
  g_test_add_func ("/merge/without-a-base-all-differences-are-asked", test_without_base);
  g_test_add_func ("/merge/texts-far-apart-are-kept-whole", test_far_apart);
  return g_test_run ();
}

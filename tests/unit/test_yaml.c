/* YAML: lines, what was asked for, and what is refused. */
#include "base/nearest.h"
#include "base/yaml.h"

#include <string.h>

static GQuark
domain (void)
{
  return g_quark_from_static_string ("test-yaml");
}

static YamlNode *
read_yaml (const char *text, GError **error)
{
  YamlSource source = { .file = "a.yaml", .line = 3, .domain = domain () };
  return yaml_map_read (text, strlen (text), &source, error);
}

static void
check_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YamlNode) top = read_yaml (text, &error);

  g_assert_null (top);
  g_assert_error (error, domain (), 0);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
test_tree (void)
{
  g_autoptr (YamlNode) top = read_yaml ("a: yes\nb:\n  - one\n  - {c: \"2\"}\n", NULL);
  YamlNode *list = yaml_map_take (top, "b");
  YamlNode *map = yaml_child (list, 1);

  g_assert_cmpstr (yaml_text (yaml_map_take (top, "a")), ==, "yes");
  g_assert_cmpuint (yaml_line (yaml_map_take (top, "a")), ==, 3);
  g_assert_cmpuint (yaml_line (list), ==, 4);
  g_assert_cmpuint (yaml_count (list), ==, 2);
  g_assert_cmpuint (yaml_line (map), ==, 6);
  g_assert_cmpstr (yaml_key (yaml_map_take (map, "c")), ==, "c");
  g_assert_null (yaml_map_take (map, "d"));
}

static void
test_failure (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YamlNode) top = read_yaml ("clocks:\n  - zone: x\n", NULL);
  YamlNode *zone = yaml_map_take (yaml_child (yaml_map_take (top, "clocks"), 0), "zone");

  g_assert_false (yaml_fail (zone, &error, "“%s” is wrong", "x"));
  g_assert_cmpstr (error->message, ==, "a.yaml:4: clocks[0].zone: “x” is wrong");
}

static void
test_rest (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YamlNode) top = read_yaml ("title: a\nlangauge: en\n", NULL);

  yaml_map_take (top, "title");
  yaml_map_take (top, "language");
  g_assert_false (yaml_map_refuse_rest (top, &error));
  g_assert_cmpstr (
      error->message, ==,
      "a.yaml:4: langauge: there is no such key (did you mean “language”?); allowed are title, language");
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YamlNode) top = read_yaml ("a:\nb: ~\nc: null\nd: \"\"\n", NULL);
  g_autoptr (YamlNode) empty = read_yaml ("# nothing\n", NULL);

  g_assert_null (yaml_map_take (top, "a"));
  g_assert_null (yaml_map_take (top, "b"));
  g_assert_null (yaml_map_take (top, "c"));
  g_assert_nonnull (yaml_map_take (top, "d"));
  g_assert_true (yaml_map_refuse_rest (top, &error));
  g_assert_cmpuint (yaml_count (empty), ==, 0);
  g_assert_null (yaml_map_require (empty, "title", &error));
  g_assert_cmpstr (error->message, ==, "a.yaml:3: “title” is missing");
}

static void
test_twice (void)
{
  check_refused ("a: 1\nb: 2\na: 3\n", "a.yaml:5: the key “a” stands here a second time (first in line 3)");
}

static void
test_refused (void)
{
  g_autofree char *deep = g_strnfill (33, '[');
  g_autofree char *text = g_strconcat ("a: ", deep, NULL);

  check_refused (text, "nested too deeply");
  check_refused ("a: &x 1\n", "anchors");
  check_refused ("a: *x\n", "a.yaml:3: anchors");
  check_refused ("&x a: 1\n", "a key must be a plain word");
  check_refused ("? [a]\n: 1\n", "a key must be a plain word");
  check_refused ("a: 1\n---\nb: 2\n", "a.yaml:4: a second document");
  check_refused ("a: \"\\0\"\n", "control character");
  check_refused ("a: \x01\n", "this is no YAML");
  check_refused ("- a\n", "here must stand keys with values");
  check_refused ("a: [\n", "this is no YAML");
  check_refused ("a: 1\n b: 2\n", "a.yaml:4: this is no YAML");
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (31, '[');
  g_autofree char *close = g_strnfill (31, ']');
  g_autofree char *text = g_strconcat ("a: ", open, close, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (YamlNode) top = read_yaml (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (top);
}

static void
test_nearest (void)
{
  static const char *const words[] = { "title", "language", "kind", NULL };

  g_assert_cmpuint (nearest_distance ("kitten", "sitting"), ==, 3);
  g_assert_cmpuint (nearest_distance ("ab", "ba"), ==, 1);
  g_assert_cmpuint (nearest_distance ("ÉTÉ", "été"), ==, 0);
  g_assert_cmpuint (nearest_distance ("\xff", "a"), ==, G_MAXUINT);
  g_assert_cmpstr (nearest_word ("langauge", words), ==, "language");
  g_assert_cmpstr (nearest_word ("Title", words), ==, "title");
  g_assert_null (nearest_word ("weather", words));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/yaml/every-value-knows-its-line", test_tree);
  g_test_add_func ("/yaml/a-failure-names-file-line-and-path", test_failure);
  g_test_add_func ("/yaml/a-key-nobody-asked-for-is-a-mistake", test_rest);
  g_test_add_func ("/yaml/an-empty-value-is-no-value", test_nothing);
  g_test_add_func ("/yaml/a-key-stands-once", test_twice);
  g_test_add_func ("/yaml/what-cannot-be-meant-is-refused", test_refused);
  g_test_add_func ("/yaml/thirty-two-levels-are-enough", test_depth);
  g_test_add_func ("/nearest/a-misspelt-word-has-a-neighbour", test_nearest);
  return g_test_run ();
}

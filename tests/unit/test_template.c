/* Templates: the public specification's own cases, and what it leaves open: messages, bounds, folders. */
#include "template/template.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static TemplateSet *
set_of (const char *name, const char *text)
{
  TemplateSet *set = template_set_new ();
  g_autoptr (GError) error = NULL;

  template_set_add (set, name, text, strlen (text), &error);
  g_assert_no_error (error);
  return set;
}

static void
add (TemplateSet *set, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  template_set_add (set, name, text, strlen (text), &error);
  g_assert_no_error (error);
}

static char *
render (TemplateSet *set, const char *name, json_t *view, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  json_t *contexts[] = { view, NULL };

  if (!template_render (set, name, contexts, NULL, NULL, out, error))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_renders (TemplateSet *set, const char *json, const char *expected)
{
  g_autoptr (GError) error = NULL;
  json_t *view = json_loads (json, JSON_DECODE_ANY, NULL);
  g_autofree char *out = render (set, "page", view, &error);

  json_decref (view);
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, expected);
}

static void
assert_page (const char *text, const char *json, const char *expected)
{
  g_autoptr (TemplateSet) set = set_of ("page", text);

  assert_renders (set, json, expected);
}

static void
assert_refused (const char *text, const char *message)
{
  g_autoptr (TemplateSet) set = template_set_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (template_set_add (set, "page", text, strlen (text), &error));
  g_assert_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==, message);
}

/* The specification */

static const char *const vectors[] = { "comments", "delimiters", "interpolation",  "inverted",
                                       "partials", "sections",   "~dynamic-names", "~inheritance" };

static void
check_vector (const char *file, json_t *test)
{
  g_autoptr (TemplateSet) set = set_of ("", json_string_value (json_object_get (test, "template")));
  const char *expected = json_string_value (json_object_get (test, "expected"));
  json_t *data = json_object_get (test, "data");
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  const char *name;
  json_t *partial;

  json_object_foreach (json_object_get (test, "partials"), name, partial)
    add (set, name, json_string_value (partial));
  out = render (set, "", data, &error);
  g_assert_no_error (error);
  if (strcmp (out, expected) != 0)
    g_test_message ("%s: %s", file, json_string_value (json_object_get (test, "name")));
  g_assert_cmpstr (out, ==, expected);
}

static void
check_vectors (gconstpointer data)
{
  const char *shared = g_getenv ("CHANCERY_SHARED");
  g_autofree char *file = g_strconcat (data, ".json", NULL);
  g_autofree char *path = g_build_filename (shared == NULL ? "../shared" : shared, "vectors", "mustache", file, NULL);
  json_t *top, *test;
  size_t i;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the specification's test files are not there; set CHANCERY_SHARED to the folder that has them");
      return;
    }
  top = json_load_file (path, 0, NULL);
  g_assert_cmpuint (json_array_size (json_object_get (top, "tests")), >, 0);
  json_array_foreach (json_object_get (top, "tests"), i, test)
    check_vector (file, test);
  json_decref (top);
}

/* Values */

static void
values_are_escaped_unless_asked (void)
{
  assert_page ("{{a}}|{{{a}}}|{{&a}}", "{\"a\":\"<a href=\\\"x\\\">R&D's</a>\"}",
               "&lt;a href=&quot;x&quot;&gt;R&amp;D's&lt;/a&gt;|<a href=\"x\">R&D's</a>|<a href=\"x\">R&D's</a>");
  assert_page ("{{a}}", "{\"a\":\"\\\"\"}", "&quot;");
}

static const char *
reference_of (char c)
{
  return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : NULL;
}

static void
each_character_is_escaped_or_kept_at_any_place (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{.}}");

  for (int c = 1; c < 128; c++)
    for (unsigned place = 0; place < 20; place++)
      {
        char value[] = "....................", itself[] = { (char)c, '\0' };
        const char *reference = reference_of ((char)c);
        g_autofree char *expected = NULL, *out = NULL;
        json_t *view;

        value[place] = (char)c;
        view = json_string (value);
        out = render (set, "page", view, NULL);
        expected = g_strdup_printf ("%.*s%s%s", (int)place, "....................",
                                    reference == NULL ? itself : reference, value + place + 1);
        g_assert_cmpstr (out, ==, expected);
        json_decref (view);
      }
}

static void
a_long_value_survives_whole (void)
{
  g_autofree char *word = g_strnfill (300000, 'w');
  g_autofree char *view = g_strdup_printf ("{\"a\":\"<%s\"}", word);
  g_autofree char *expected = g_strdup_printf ("[&lt;%s]", word);

  assert_page ("[{{a}}]", view, expected);
}

static void
numbers_read_as_written (void)
{
  assert_page ("{{a}} {{b}} {{c}} {{d}} {{e}}",
               "{\"a\":1.21,\"b\":-9007199254740993,\"c\":0.1,\"d\":3.0,\"e\":123456789.125}",
               "1.21 -9007199254740993 0.1 3 123456789.125");
}

static void
nothing_is_false_and_zero_is_not (void)
{
  const char *text = "{{#a}}yes{{/a}}{{^a}}no{{/a}}";

  assert_page (text, "{\"a\":\"\"}", "no");
  assert_page (text, "{\"a\":[]}", "no");
  assert_page (text, "{\"a\":null}", "no");
  assert_page (text, "{}", "no");
  assert_page (text, "{\"a\":0}", "yes");
  assert_page (text, "{\"a\":{}}", "yes");
  assert_page (text, "{\"a\":\"0\"}", "yes");
}

static void
the_last_context_is_asked_first (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{a}}{{b}}{{#c}}{{a}}{{/c}}");
  g_autoptr (GString) out = g_string_new ("> ");
  json_t *site = json_pack ("{s:s, s:s, s:{}}", "a", "1", "b", "2", "c");
  json_t *page = json_pack ("{s:s}", "a", "3");
  json_t *contexts[] = { site, page, NULL };

  g_assert_true (template_render (set, "page", contexts, NULL, NULL, out, NULL));
  g_assert_cmpstr (out->str, ==, "> 323");
  json_decref (site);
  json_decref (page);
}

static void
no_context_is_an_empty_one (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "[{{.}}{{a}}{{#.}}x{{/.}}]");
  g_autoptr (GString) out = g_string_new (NULL);
  json_t *contexts[] = { NULL };

  g_assert_true (template_render (set, "page", contexts, NULL, NULL, out, NULL));
  g_assert_cmpstr (out->str, ==, "[]");
}

/* Partials that are rendered already */

/* Render TEXT with {{> clock}} known; *TRACE tells where it stands. */
static GString *
traced (const char *text, gboolean *separable, guint *pieces, gsize *offset)
{
  g_autoptr (TemplateSet) set = set_of ("page", text);
  g_autoptr (TemplateMemo) memo = template_memo_new ();
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (TemplatePiece));
  json_auto_t *view = json_pack ("{s:{s:s}, s:s}", "today", "minute", "12:00", "title", "T");
  json_t *contexts[] = { view, NULL };
  TemplateTrace trace = { .pieces = array };
  GString *out = g_string_new ("> ");

  add (set, "clock", "<{{today.minute}}>");
  template_memo_mark_fleeting (memo, json_object_get (json_object_get (view, "today"), "minute"));
  g_assert_true (template_memo_add (memo, set, "clock", contexts, NULL));
  g_assert_true (template_render (set, "page", contexts, memo, &trace, out, NULL));
  *separable = trace.separable;
  *pieces = array->len;
  *offset = array->len > 0 ? g_array_index (array, TemplatePiece, 0).offset : 0;
  return out;
}

static void
a_trace_tells_where_a_known_partial_stands (void)
{
  gboolean separable;
  guint pieces;
  gsize offset;
  g_autoptr (GString) out = traced ("{{title}}{{> clock}}{{> clock}}.", &separable, &pieces, &offset);

  g_assert_cmpstr (out->str, ==, "> T<12:00><12:00>.");
  g_assert_true (separable);
  g_assert_cmpuint (pieces, ==, 2);
  g_assert_cmpuint (offset, ==, 1);
}

static void
what_is_fleeting_elsewhere_makes_a_text_inseparable (void)
{
  static const char *const texts[] = { "{{today.minute}}",
                                       "{{#today}}{{minute}}{{/today}}",
                                       "{{{today.minute}}}",
                                       "{{#today.minute}}x{{/today.minute}}",
                                       "{{^today.minute}}x{{/today.minute}}",
                                       "  {{> clock}}\n" /* indented: other bytes than the partial's */ };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gboolean separable;
      guint pieces;
      gsize offset;
      g_string_free (traced (texts[i], &separable, &pieces, &offset), TRUE);
      g_assert_false (separable);
    }
}

/* Inheritance */

static void
a_block_is_filled_from_outside_its_template_only (void)
{
  g_autoptr (TemplateSet) set =
      set_of ("page", "{{<base}}{{$main}}<{{$main}}own{{/main}}{{$side}}own{{/side}}>{{/main}}"
                      "{{$side}}filled{{/side}}{{/base}}");

  add (set, "base", "{{$main}}{{/main}} {{$side}}{{/side}}");
  assert_renders (set, "{}", "<ownown> filled");
}

static void
fillings_take_the_indentation_of_their_block (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{<base}}\n"
                                                "    {{$main}}\n"
                                                "    <p>\n"
                                                "      {{a}}\n"
                                                "\n"
                                                "    {{> note}}\n"
                                                "    {{/main}}\n"
                                                "{{/base}}\n");

  add (set, "base", "<main>\n  {{$main}}\n  {{/main}}\n</main>\n");
  add (set, "note", "<i>\n</i>\n");
  assert_renders (set, "{\"a\":\"1\\n2\"}", "<main>\n  <p>\n    1\n2\n\n  <i>\n  </i>\n</main>\n");
}

static void
indentation_adds_up_over_partials (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "<ul>\n  {{> list}}\n</ul>\n");

  add (set, "list", "{{#items}}\n<li>\n  {{> item}}\n</li>\n{{/items}}\n");
  add (set, "item", "{{#bold}}<b>{{/bold}}{{name}}\n");
  assert_renders (set, "{\"items\":[{\"name\":\"a\"},{\"name\":\"b\",\"bold\":true}]}",
                  "<ul>\n  <li>\n    a\n  </li>\n  <li>\n    <b>b\n  </li>\n</ul>\n");
}

static void
a_parent_may_be_named_by_the_context (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{<*layout}}{{$a}}x{{/a}}{{/*layout}}");

  add (set, "wide", "wide {{$a}}{{/a}}");
  assert_renders (set, "{\"layout\":\"wide\"}", "wide x");
  assert_renders (set, "{}", "");
}

static void
a_byte_order_mark_is_no_text (void)
{
  assert_page ("\xEF\xBB\xBF  {{! first }}\nx", "{}", "x");
}

/* Messages */

static void
mistakes_are_shown_with_their_line (void)
{
  assert_refused ("a\n{{#latest}}\nb\n", "page:2: the section {{#latest}} is never closed; add {{/latest}}");
  assert_refused ("{{<base}}", "page:1: the parent {{<base}} is never closed; add {{/base}}");
  assert_refused ("{{#a}}\n{{/b}}", "page:2: {{/b}} stands where {{#a}} of line 1 must be closed first");
  assert_refused ("\n\n{{/b}}", "page:3: {{/b}} closes nothing: no section or block of that name is open here");
  assert_refused ("a\nb {{title", "page:2: the tag that opens here is never closed; end it with the closing braces");
  assert_refused ("{{{title}} x", "page:1: the tag that opens here is never closed; end it with the closing braces");
  assert_refused ("\n{{ }}", "page:2: this tag names nothing; write a name between its braces");
  assert_refused ("{{#}}", "page:1: this tag names nothing; write a name between its braces");
  assert_refused ("{{a b}}", "page:1: “a b” is no name: a name holds no spaces (is a }} missing before it?)");
  assert_refused ("{{a..b}}", "page:1: “a..b” is no name: each dot stands between two words, as in person.name");
  assert_refused ("{{=<%=}}", "page:1: new delimiters are two words without “=”, as in {{=<% %>=}}");
  assert_refused ("a\n\xFF", "page:2: the text is not UTF-8 here; save the file in the encoding UTF-8");
}

static void
what_a_parent_would_swallow_is_refused (void)
{
  assert_refused ("{{<base}}\n {{title}}{{/base}}",
                  "page:2: {{title}} would be lost: only blocks {{$name}}…{{/name}} count within the {{<base}} of "
                  "line 1");
  assert_refused ("{{<base}}\n{{$a}}{{/a}}\n{{$a}}{{/a}}{{/base}}",
                  "page:3: the block {{$a}} is filled a second time (first in line 2); keep one of the two");
}

static void
a_refused_text_leaves_the_old_one (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "old");
  g_autoptr (GError) error = NULL;

  g_assert_false (template_set_add (set, "page", "{{#a}}", 6, &error));
  assert_renders (set, "{}", "old");
  add (set, "page", "new");
  assert_renders (set, "{}", "new");
}

static void
a_missing_template_is_named_with_the_nearest (void)
{
  g_autoptr (TemplateSet) set = set_of ("archive", "");
  g_autoptr (GError) error = NULL;

  g_assert_null (render (set, "archiv", NULL, &error));
  g_assert_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, "there is no template “archiv” (did you mean “archive”?)");
}

/* Bounds */

static void
assert_fails (TemplateSet *set, json_t *view, TemplateError code, const char *start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new ("before");
  json_t *contexts[] = { view, NULL };

  g_assert_false (template_render (set, "page", contexts, NULL, NULL, out, &error));
  g_assert_error (error, TEMPLATE_ERROR, (int)code);
  g_assert_true (g_str_has_prefix (error->message, start));
  g_assert_cmpstr (out->str, ==, "before");
  json_decref (view);
}

static void
partials_without_end_are_stopped (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "x\n{{>page}}{{>page}}");

  assert_fails (set, json_object (), TEMPLATE_ERROR_TOO_DEEP, "page:2: templates nest more than 64 deep");
}

static void
sixty_four_partials_are_allowed (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", ".{{#n}}{{>page}}{{/n}}");
  json_t *view = json_object ();
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;

  json_object_set_new (view, "n", json_false ());
  for (int i = 0; i < 64; i++)
    view = json_pack ("{s:o}", "n", view);
  out = render (set, "page", view, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (out), ==, 65);
  assert_fails (set, json_pack ("{s:o}", "n", view), TEMPLATE_ERROR_TOO_DEEP, "page:1: templates nest");
}

static void
sections_nest_sixty_four_deep_at_most (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TemplateSet) set = template_set_new ();
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 64; i++)
    g_string_append (text, "{{#a}}\n");
  for (int i = 0; i < 64; i++)
    g_string_append (text, "{{/a}}\n");
  g_assert_true (template_set_add (set, "page", text->str, text->len, NULL));
  g_string_prepend (text, "{{#a}}\n");
  g_assert_false (template_set_add (set, "page", text->str, text->len, &error));
  g_assert_error (error, TEMPLATE_ERROR, TEMPLATE_ERROR_TOO_DEEP);
  g_assert_true (g_str_has_prefix (error->message, "page:65: tags nest more than 64 deep"));
}

/* 64 partials of 64 sections each would need 4,096 nested calls. */
static void
nesting_over_all_partials_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TemplateSet) set = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append (text, "{{#a}}");
  g_string_append (text, "{{>page}}");
  for (int i = 0; i < 60; i++)
    g_string_append (text, "{{/a}}");
  set = set_of ("page", text->str);
  assert_fails (set, json_pack ("{s:b}", "a", 1), TEMPLATE_ERROR_TOO_DEEP,
                "page:1: sections and blocks nest too deep");
}

static json_t *
list_of (unsigned length, json_t *item)
{
  json_t *list = json_array ();

  for (unsigned i = 0; i < length; i++)
    json_array_append (list, item);
  json_decref (item);
  return list;
}

static void
output_is_bounded (void)
{
  g_autofree char *word = g_strnfill (1 << 20, 'w');
  g_autoptr (TemplateSet) set = set_of ("page", "{{#list}}\n{{.}}{{/list}}");

  assert_fails (set, json_pack ("{s:o}", "list", list_of (65, json_string (word))), TEMPLATE_ERROR_TOO_LARGE,
                "page:2: the page would exceed 64 MiB");
}

static void
work_is_bounded_even_without_output (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{#l}}{{#l}}{{#l}}{{#l}}{{x}}{{/l}}{{/l}}{{/l}}{{/l}}");

  assert_fails (set, json_pack ("{s:o}", "l", list_of (1000, json_true ())), TEMPLATE_ERROR_TOO_LARGE,
                "page:1: the page takes too much work");
}

/* Folders */

static void
write_file (const char *folder, const char *file, const char *text)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
an_offices_folder_takes_precedence (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{>head}}|{{>foot}}");
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autoptr (GError) error = NULL;

  add (set, "head", "built-in head");
  add (set, "foot", "built-in foot");
  write_file (folder, "head.html", "own head");
  write_file (folder, "foot.txt", "no template");
  write_file (folder, ".foot.html", "{{#an editor's");
  g_assert_true (template_set_add_folder (set, folder, &error));
  g_assert_no_error (error);
  assert_renders (set, "{}", "own head|built-in foot");
  remove_folder (folder);
}

static void
a_folder_is_taken_whole_or_not_at_all (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "built in");
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *start = g_strdup_printf ("%s/wrong.html:2: ", folder);
  g_autoptr (GError) error = NULL;

  write_file (folder, "page.html", "own");
  write_file (folder, "wrong.html", "\n{{/a}}");
  g_assert_false (template_set_add_folder (set, folder, &error));
  g_assert_true (g_str_has_prefix (error->message, start));
  assert_renders (set, "{}", "built in");
  remove_folder (folder);
}

static void
a_folder_that_is_missing_is_named (void)
{
  g_autoptr (TemplateSet) set = template_set_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (template_set_add_folder (set, "/nowhere/templates", &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/templates"));
}

static void
resources_that_are_missing_are_named (void)
{
  g_autoptr (TemplateSet) set = template_set_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (template_set_add_resources (set, "/nowhere/templates", &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/templates"));
}

/* Threads */

typedef struct
{
  TemplateSet *set;
  json_t *view;
} Shared;

static gpointer
render_often (gpointer data)
{
  Shared *shared = data;

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *out = render (shared->set, "page", shared->view, NULL);

      g_assert_cmpstr (out, ==, "<b>\n  a\n  b\n</b>\n");
    }
  return NULL;
}

static void
one_set_renders_in_many_threads (void)
{
  g_autoptr (TemplateSet) set = set_of ("page", "{{<base}}{{$in}}\n{{#l}}\n{{.}}\n{{/l}}\n{{/in}}{{/base}}");
  json_t *view = json_pack ("{s:[s,s]}", "l", "a", "b");
  Shared shared = { set, view };
  GThread *threads[4];

  add (set, "base", "<b>\n  {{$in}}\n  {{/in}}\n</b>\n");
  for (unsigned i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, render_often, &shared);
  for (unsigned i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  json_decref (view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/template/specification/", vectors[i], NULL);

      g_test_add_data_func (path, vectors[i], check_vectors);
    }
  g_test_add_func ("/template/values-are-escaped-unless-asked", values_are_escaped_unless_asked);
  g_test_add_func ("/template/each-character-is-escaped-or-kept-at-any-place",
                   each_character_is_escaped_or_kept_at_any_place);
  g_test_add_func ("/template/a-long-value-survives-whole", a_long_value_survives_whole);
  g_test_add_func ("/template/numbers-read-as-written", numbers_read_as_written);
  g_test_add_func ("/template/nothing-is-false-and-zero-is-not", nothing_is_false_and_zero_is_not);
  g_test_add_func ("/template/the-last-context-is-asked-first", the_last_context_is_asked_first);
  g_test_add_func ("/template/a-trace-tells-where-a-known-partial-stands",
                   a_trace_tells_where_a_known_partial_stands);
  g_test_add_func ("/template/what-is-fleeting-elsewhere-makes-a-text-inseparable",
                   what_is_fleeting_elsewhere_makes_a_text_inseparable);
  g_test_add_func ("/template/no-context-is-an-empty-one", no_context_is_an_empty_one);
  g_test_add_func ("/template/a-block-is-filled-from-outside-its-template-only",
                   a_block_is_filled_from_outside_its_template_only);
  g_test_add_func ("/template/fillings-take-the-indentation-of-their-block",
                   fillings_take_the_indentation_of_their_block);
  g_test_add_func ("/template/indentation-adds-up-over-partials", indentation_adds_up_over_partials);
  g_test_add_func ("/template/a-parent-may-be-named-by-the-context", a_parent_may_be_named_by_the_context);
  g_test_add_func ("/template/a-byte-order-mark-is-no-text", a_byte_order_mark_is_no_text);
  g_test_add_func ("/template/mistakes-are-shown-with-their-line", mistakes_are_shown_with_their_line);
  g_test_add_func ("/template/what-a-parent-would-swallow-is-refused", what_a_parent_would_swallow_is_refused);
  g_test_add_func ("/template/a-refused-text-leaves-the-old-one", a_refused_text_leaves_the_old_one);
  g_test_add_func ("/template/a-missing-template-is-named-with-the-nearest",
                   a_missing_template_is_named_with_the_nearest);
  g_test_add_func ("/template/partials-without-end-are-stopped", partials_without_end_are_stopped);
  g_test_add_func ("/template/sixty-four-partials-are-allowed", sixty_four_partials_are_allowed);
  g_test_add_func ("/template/sections-nest-sixty-four-deep-at-most", sections_nest_sixty_four_deep_at_most);
  g_test_add_func ("/template/nesting-over-all-partials-is-bounded", nesting_over_all_partials_is_bounded);
  g_test_add_func ("/template/output-is-bounded", output_is_bounded);
  g_test_add_func ("/template/work-is-bounded-even-without-output", work_is_bounded_even_without_output);
  g_test_add_func ("/template/an-offices-folder-takes-precedence", an_offices_folder_takes_precedence);
  g_test_add_func ("/template/a-folder-is-taken-whole-or-not-at-all", a_folder_is_taken_whole_or_not_at_all);
  g_test_add_func ("/template/a-folder-that-is-missing-is-named", a_folder_that_is_missing_is_named);
  g_test_add_func ("/template/resources-that-are-missing-are-named", resources_that_are_missing_are_named);
  g_test_add_func ("/template/one-set-renders-in-many-threads", one_set_renders_in_many_threads);
  return g_test_run ();
}

/* What Jekyll's Markdown becomes, seen in the HTML that it ends as. */
#include "text/kramdown.h"
#include "text/markdown.h"

#include <string.h>

static void
assert_html (const char *kramdown, const char *expected)
{
  g_autofree char *markdown = kramdown_to_commonmark (kramdown, strlen (kramdown));
  g_autoptr (Rendition) rendition = markdown_render (markdown, strlen (markdown), FALSE);

  g_assert_cmpstr (g_strchomp (rendition->html), ==, expected);
}

static void
test_numbers (void)
{
  assert_html ("{:start=\"3\"}\n3. a\n\nwords\n\n{:start=\"4\"}\n4. b",
               "<ol start=\"3\">\n<li>a</li>\n</ol>\n<p>words</p>\n<ol start=\"4\">\n<li>b</li>\n</ol>");
  assert_html ("{:start=“6”}\n1. a", "<ol start=\"6\">\n<li>a</li>\n</ol>");
  assert_html ("1. a\n\n5. b", "<ol>\n<li>a</li>\n</ol>\n<ol start=\"5\">\n<li>b</li>\n</ol>");
  assert_html ("1.&nbsp;&nbsp;&nbsp;&nbsp; a", "<ol>\n<li>a</li>\n</ol>");
  assert_html ("7.\ta", "<ol start=\"7\">\n<li>a</li>\n</ol>");
}

static void
test_attribute_lists (void)
{
  assert_html ("a\n{: .x}\n\nb {: #y}\n\n[c](/d){:target=\"_blank\"}.",
               "<p>a</p>\n<p>b</p>\n<p><a href=\"/d\">c</a>.</p>");
}

static void
test_hidden (void)
{
  assert_html ("<style>\n  .a {b: c}\n\n  d\n</style>\nwords<!-- e\n\nf -->", "<p>words</p>");
  assert_html ("{% include x.html %}a{{ site.b }} [c]({{ \"/d\" | relative_url }})", "<p>a <a href=\"/d\">c</a></p>");
  assert_html ("{% comment %}a{% endcomment %}b{::comment}c{:/comment}", "<p>b</p>");
}

static void
test_no_code (void)
{
  assert_html ("words\n\n    indented", "<p>words</p>\n<p>indented</p>");
  assert_html ("1. a\n\n        indented", "<ol>\n<li>\n<p>a</p>\n<p>indented</p>\n</li>\n</ol>");
  assert_html ("```\n    code **x**\n```", "<pre><code>    code **x**\n</code></pre>");
  assert_html ("<ol start=\"2\">\n<li>a\n\n    <ol style=\"list-style-type: lower-alpha\">\n\n    <li>b</li>\n\n"
               "    </ol>\n\n</li>\n</ol>\n\nc",
               "<ol start=\"2\">\n<li>a<ol type=\"a\">\n<li>b</li>\n</ol>\n</li>\n</ol>\n<p>c</p>");
}

static void
test_stars (void)
{
  assert_html ("a**“b”**c **Note:**d", "<p>a<strong>“b”</strong>c <strong>Note:</strong>d</p>");
  assert_html ("A*STAR and A*STAR", "<p>A*STAR and A*STAR</p>");
  assert_html ("<br>\n**a** b", "<p><strong>a</strong> b</p>");
  assert_html ("**a**b** c", "<p><strong>a</strong>b** c</p>");
}

static void
test_links_and_tables (void)
{
  assert_html ("[a](/b c (1).pdf)", "<p><a href=\"/b%20c%20(1).pdf\">a</a></p>");
  assert_html ("[a](/b \"t\")", "<p><a href=\"/b\" title=\"t\">a</a></p>");
  assert_html ("| a | b |\n| c | d |",
               "<div tabindex=\"0\" role=\"group\" "
               "class=\"table\">\n<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n"
               "<td>d</td>\n</tr>\n</tbody>\n</table>\n</div>");
}

static void
test_footnote_marks (void)
{
  assert_html (
      "a<sup><a href=\"#fn1\" id=\"ref1\">1</a></sup>\n\n<p><sup id=\"fn1\">1. b</sup><a href=\"#ref1\">↩</a></p>",
      "<p>a<sup><a id=\"t-ref1\" href=\"#t-fn1\">1</a></sup></p>\n"
      "<p><sup id=\"t-fn1\">1. b</sup><a href=\"#t-ref1\">↩</a></p>");
}

static void
assert_dateline (const char *text, const char *rest, const char *date, const char *updated)
{
  g_autofree char *date_text = NULL;
  g_autofree char *updated_text = NULL;
  g_autofree char *stripped = kramdown_strip_dateline (text, &date_text, &updated_text);

  g_assert_cmpstr (g_strstrip (stripped), ==, rest);
  g_assert_cmpstr (date_text, ==, date);
  g_assert_cmpstr (updated_text, ==, updated);
}

static void
test_dateline (void)
{
  assert_dateline ("\n20 Aug 2004 Posted in [Announcements](/news/announcements)\n\nwords\n\n"
                   "<p class=\"right-side-updated\">Last updated on 25 Nov 2012</p> \n",
                   "words", "20 Aug 2004", "25 Nov 2012");
  assert_dateline ("26 Aug 2008 Posted in [[Speeches](/news/speeches)]\nwords\n\nLast Updated on 3 March 2009",
                   "words", "26 Aug 2008", "3 March 2009");
  assert_dateline ("<div>\n<p>1 May 2008 Posted in <a href=\"/n\">N</a></p>\nwords", "<div>\n\nwords", "1 May 2008",
                   NULL);
  assert_dateline ("words last updated in 2012", "words last updated in 2012", NULL, NULL);
}

/* Every text of a ministry: none yields code, and no mark is left over. */
static void
test_corpus (void)
{
  const char *shared = g_getenv ("CHANCERY_SHARED");
  g_autofree char *news = g_build_filename (shared == NULL ? "../shared" : shared, "corpora", "ministry-of-law",
                                            "news", "press-releases", "_posts", NULL);
  g_autoptr (GDir) directory = g_dir_open (news, 0, NULL);
  const char *name;

  if (directory == NULL)
    {
      g_test_skip ("the shared test data is not there (set CHANCERY_SHARED)");
      return;
    }
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (news, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_autofree char *markdown = kramdown_to_commonmark (text, length);
      g_autoptr (Rendition) rendition = markdown_render (markdown, strlen (markdown), FALSE);
      if (strstr (rendition->html, "<pre") != NULL || strstr (rendition->plain, "{:") != NULL)
        g_error ("%s yields code or shows an attribute list", name);
    }
}

static void
no_cell_of_a_table_is_lost (void)
{
  /* Two header rows, of which GitHub's tables take none; and a row wider than its header. */
  static const char *const tables[] = {
    "|   | Year |\n|   | 2017 | 2018 |\n|---|------|------|\n| No. | 442 | 615 |\n",
    "| a | b |\n|---|---|\n| 2017 | 2018 | 442 | 615 |\n",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *text = kramdown_to_commonmark (tables[i], strlen (tables[i]));
      g_autoptr (Rendition) rendition = markdown_render (text, strlen (text), FALSE);
      g_test_message ("%s", rendition->html);
      g_assert_nonnull (strstr (rendition->html, ">2017</t"));
      g_assert_nonnull (strstr (rendition->html, ">2018</t"));
      g_assert_nonnull (strstr (rendition->html, ">442</t"));
      g_assert_nonnull (strstr (rendition->html, ">615</t"));
      g_assert_null (strstr (rendition->html, "--"));
    }
}

static void
words_after_an_attribute_stay (void)
{
  static const char text[] = "{:start=\"22\"} 22. I note what was said.\n";
  g_autofree char *common = kramdown_to_commonmark (text, strlen (text));

  g_assert_nonnull (strstr (common, "22. I note what was said."));
  g_assert_null (strstr (common, "start"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kramdown/numbered-paragraphs-keep-their-numbers", test_numbers);
  g_test_add_func ("/kramdown/attribute-lists-go", test_attribute_lists);
  g_test_add_func ("/kramdown/what-no-reader-saw-goes", test_hidden);
  g_test_add_func ("/kramdown/indented-words-are-no-code", test_no_code);
  g_test_add_func ("/kramdown/stars-mean-what-they-meant", test_stars);
  g_test_add_func ("/kramdown/links-with-spaces-and-bare-tables", test_links_and_tables);
  g_test_add_func ("/kramdown/footnote-marks-lead-there-and-back", test_footnote_marks);
  g_test_add_func ("/kramdown/the-dateline-comes-off", test_dateline);
  g_test_add_func ("/kramdown/a-ministrys-archive-reads-as-meant", test_corpus);
  g_test_add_func ("/kramdown/no-cell-of-a-table-is-lost", no_cell_of_a_table_is_lost);
  g_test_add_func ("/kramdown/words-after-an-attribute-stay", words_after_an_attribute_stay);
  return g_test_run ();
}

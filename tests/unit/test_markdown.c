/* What becomes of Markdown. */
#include "text/markdown.h"

#include <string.h>

static Rendition *
render (const char *markdown)
{
  return markdown_render (markdown, strlen (markdown), FALSE);
}

static void
assert_html (const char *markdown, const char *expected)
{
  g_autoptr (Rendition) rendition = render (markdown);

  g_assert_cmpstr (g_strchomp (rendition->html), ==, expected);
}

static void
test_extensions (void)
{
  assert_html ("a ~~b~~ \"c\" -- d", "<p>a <del>b</del> \"c\" -- d</p>");
  assert_html ("see www.law.example now", "<p>see <a href=\"http://www.law.example\">www.law.example</a> now</p>");
  assert_html ("|a|b|\n|-|-|\n|c|d|",
               "<div tabindex=\"0\" role=\"group\" "
               "class=\"table\">\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
               "<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n</div>");
  assert_html ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
}

static void
test_footnotes (void)
{
  g_autoptr (Rendition) rendition = render ("a[^1]\n\n[^1]: note");

  g_assert_nonnull (strstr (rendition->html, "<sup><a id=\"t-fnref-1\" href=\"#t-fn-1\">1</a></sup>"));
  g_assert_nonnull (strstr (rendition->html, "<li id=\"t-fn-1\">"));
}

static void
test_levels (void)
{
  assert_html ("# A\n\n### B\n\n# A", "<h2 id=\"t-a\">A</h2>\n<h3 id=\"t-b\">B</h3>\n<h2 id=\"t-a-2\">A</h2>");
  assert_html ("#### Заявление", "<h2 id=\"t-zayavleniye\">Заявление</h2>");
}

static void
test_headings_are_told (void)
{
  g_autoptr (Rendition) rendition = render ("## A *b*\n\n#### C");
  const Heading *first = rendition->headings->pdata[0], *second = rendition->headings->pdata[1];

  g_assert_cmpuint (rendition->headings->len, ==, 2);
  g_assert_cmpint (first->level, ==, 2);
  g_assert_cmpstr (first->text, ==, "A b");
  g_assert_cmpstr (first->id, ==, "t-a-b");
  g_assert_cmpint (second->level, ==, 4);
}

static void
test_bold_lines (void)
{
  assert_html ("**Background**\n\nWords.", "<h2 id=\"t-background\">Background</h2>\n<p>Words.</p>");
  assert_html ("**Words.**\n\nWords.", "<p><strong>Words.</strong></p>\n<p>Words.</p>");
  assert_html ("Words.\n\n**Ministry of Law**", "<p>Words.</p>\n<p><strong>Ministry of Law</strong></p>");
  assert_html ("# A\n\n**B**\n\nC", "<h2 id=\"t-a\">A</h2>\n<p><strong>B</strong></p>\n<p>C</p>");
  assert_html ("<ol start=2 style='list-style-type: upper-roman; font-weight:bold'><li>Scope</li></ol>\n\nWords.",
               "<h2 id=\"t-ii-scope\">II. Scope</h2>\n<p>Words.</p>");
}

static void
test_bold_starts (void)
{
  assert_html (
      "**<u>Question</u>**  \nTo ask the Minister for Law how many of the cases heard last year were appealed.",
      "<h2 id=\"t-question\">Question</h2>\n"
      "<p>To ask the Minister for Law how many of the cases heard last year were appealed.</p>");
  assert_html ("**Ministry of Law**  \n100 High Street",
               "<p><strong>Ministry of Law</strong><br>100 High Street</p>");
  assert_html ("3. a\n\n   **Next part**\n\n4. b",
               "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n</ol>\n<h2 id=\"t-next-part\">Next part</h2>\n"
               "<ol start=\"4\">\n<li>\n<p>b</p>\n</li>\n</ol>");
}

static void
test_blocks (void)
{
  static const BlockType expected[] = { BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_LIST, BLOCK_LIST, BLOCK_PARAGRAPH,
                                        BLOCK_IMAGE,   BLOCK_QUOTE,     BLOCK_CODE, BLOCK_TABLE };
  g_autoptr (Rendition) rendition = render (
      "# H\n\np *q*\nr\n\n- a\n- b\n\n1. A numbered paragraph that is about as long as the paragraphs that offices "
      "number, and ends.\n\n![alt](x.png)\n\n> quote\n\n```\ncode\n```\n\n|a|\n|-|\n|b|");

  g_assert_cmpuint (rendition->blocks->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (((Block *)rendition->blocks->pdata[i])->type, ==, expected[i]);
  g_assert_cmpstr (((Block *)rendition->blocks->pdata[1])->text, ==, "p q r");
  g_assert_cmpstr (((Block *)rendition->blocks->pdata[5])->text, ==, "alt");
}

static void
test_plain (void)
{
  g_autoptr (Rendition) rendition = render ("# H\n\na *b*\nc\n\n- d\n  - e\n\n|f|g|\n|-|-|\n|h|i|");

  g_assert_cmpstr (rendition->plain, ==, "H\na b c\nd\ne\nf g\nh i\n");
}

static void
assert_interview (const char *markdown, const char *expected)
{
  g_autoptr (Rendition) rendition = markdown_render (markdown, strlen (markdown), TRUE);

  g_assert_cmpstr (g_strchomp (rendition->html), ==, expected);
}

static void
test_interview (void)
{
  assert_interview ("Intro.\n\n**Why now?**\n\nBecause.\n\nAnd so.\n\n**And then?**\n\nWe wait.",
                    "<p>Intro.</p>\n<div class=\"question\">\n<p><strong>Why now?</strong></p>\n</div>\n"
                    "<div class=\"answer\">\n<p>Because.</p>\n<p>And so.</p>\n</div>\n"
                    "<div class=\"question\">\n<p><strong>And then?</strong></p>\n</div>\n"
                    "<div class=\"answer\">\n<p>We wait.</p>\n</div>");
  assert_interview ("**Вопрос:** Почему?\n\nИ ещё.\n\n**Ответ:** Потому.",
                    "<div class=\"question\">\n<p><strong>Вопрос:</strong> Почему?</p>\n<p>И ещё.</p>\n</div>\n"
                    "<div class=\"answer\">\n<p><strong>Ответ:</strong> Потому.</p>\n</div>");
  assert_interview ("Q1: a\n\nb",
                    "<div class=\"question\">\n<p>Q1: a</p>\n</div>\n<div class=\"answer\">\n<p>b</p>\n</div>");
  assert_interview ("No questions here.", "<p>No questions here.</p>");
}

static void
test_interview_blocks (void)
{
  const char *markdown = "Intro.\n\nQ: a?\n\nb";
  g_autoptr (Rendition) rendition = markdown_render (markdown, strlen (markdown), TRUE);

  g_assert_cmpuint (rendition->blocks->len, ==, 3);
  g_assert_cmpint (((Block *)rendition->blocks->pdata[0])->type, ==, BLOCK_PARAGRAPH);
  g_assert_cmpint (((Block *)rendition->blocks->pdata[1])->type, ==, BLOCK_QUESTION);
  g_assert_cmpint (((Block *)rendition->blocks->pdata[2])->type, ==, BLOCK_ANSWER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/tables-strikethrough-and-bare-addresses", test_extensions);
  g_test_add_func ("/markdown/footnotes-lead-there-and-back", test_footnotes);
  g_test_add_func ("/markdown/headings-begin-at-two-and-skip-none", test_levels);
  g_test_add_func ("/markdown/headings-are-told-as-written", test_headings_are_told);
  g_test_add_func ("/markdown/bold-lines-are-headings-where-there-are-none", test_bold_lines);
  g_test_add_func ("/markdown/bold-starts-and-bold-ends-of-items-are-headings-too", test_bold_starts);
  g_test_add_func ("/markdown/blocks-come-in-reading-order", test_blocks);
  g_test_add_func ("/markdown/plain-text-is-a-line-a-block", test_plain);
  g_test_add_func ("/markdown/an-interview-is-questions-and-answers", test_interview);
  g_test_add_func ("/markdown/an-interview-tells-its-questions", test_interview_blocks);
  return g_test_run ();
}

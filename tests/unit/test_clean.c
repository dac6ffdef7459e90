/* What becomes of HTML from outside. */
#include "text/clean.h"
#include "text/kramdown.h"
#include "text/markdown.h"

#include <gumbo.h>
#include <string.h>

typedef struct
{
  const char *source, *expected;
} Case;

static char *
clean (const char *source)
{
  return clean_html (source, strlen (source));
}

/* Each case comes out as expected, and cleaning again changes nothing. */
static void
check_cases (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *once = g_strchomp (clean (cases[i].source));
      g_autofree char *again = g_strchomp (clean (once));

      g_assert_cmpstr (once, ==, cases[i].expected);
      g_assert_cmpstr (again, ==, once);
    }
}

#define CHECK(cases) check_cases (cases, G_N_ELEMENTS (cases))

static void
test_paragraphs (void)
{
  static const Case cases[] = {
    { "words", "<p>words</p>" },
    { "<p>a<p>b", "<p>a</p>\n<p>b</p>" },
    { "<p>&nbsp;</p><p> </p><p><b> </b></p><h2></h2><ul></ul><li></li>", "" },
    { "<p>a &nbsp;&nbsp; b&nbsp;c</p>", "<p>a b\xc2\xa0"
                                        "c</p>" },
    { "<p> a <b> b </b> c </p>", "<p>a <b>b</b> c</p>" },
    { "<p>a<br>b<br></p>", "<p>a<br>b</p>" },
    { "<p>a<br><br>b</p>", "<p>a</p>\n<p>b</p>" },
    { "a<div>b</div>c", "<p>a</p>\n<p>b</p>\n<p>c</p>" },
    { "<section><div><p>a</p></div></section>", "<p>a</p>" },
    { "<pre>\n\n a\n  b</pre>", "<pre>\n\n a\n  b</pre>" },
    { "<blockquote>a</blockquote>", "<blockquote>\n<p>a</p>\n</blockquote>" },
    { "<h2>a<p>b</h2>", "<h2>a<br>b</h2>" },
  };

  CHECK (cases);
}

static void
test_inline_in_blocks (void)
{
  static const Case cases[] = {
    { "<b><p>a</p><p>b</p></b>", "<p><b>a</b></p>\n<p><b>b</b></p>" },
    { "<a href=x><h2>a</h2><p>b</p></a>", "<h2><a href=\"x\">a</a></h2>\n<p><a href=\"x\">b</a></p>" },
    { "<font color=red><big>a</big></font>", "<p>a</p>" },
    { "<strike>a</strike>", "<p><s>a</s></p>" },
    { "<strong><b>a</b></strong>", "<p><strong>a</strong></p>" },
    { "<h2><b>a</b></h2>", "<h2>a</h2>" },
    { "<span style='font-weight:bold;font-style: italic'>a</span>", "<p><strong><em>a</em></strong></p>" },
    { "<span lang=ru>я</span>", "<p><span lang=\"ru\">я</span></p>" },
    { "<time datetime=2024-02-30>a</time><time datetime=2024-02-29>b</time>",
      "<p>a<time datetime=\"2024-02-29\">b</time></p>" },
  };

  CHECK (cases);
}

static void
test_lists (void)
{
  static const Case cases[] = {
    { "<ol style='list-style-type: lower-alpha'><li>a</ol>", "<ol type=\"a\">\n<li>a</li>\n</ol>" },
    { "<ol><li style='list-style-type:upper-roman'>a</ol>", "<ol type=\"I\">\n<li>a</li>\n</ol>" },
    { "<ol start=3 reversed><li value=7>a</ol>", "<ol reversed=\"\" start=\"3\">\n<li value=\"7\">a</li>\n</ol>" },
    { "<ol start=a><li>a</ol>", "<ol>\n<li>a</li>\n</ol>" },
    { "<ul type=square><li value=2>a</ul>", "<ul>\n<li>a</li>\n</ul>" },
    { "<ol style='font-weight:bold'><li>a</ol>", "<ol>\n<li><strong>a</strong></li>\n</ol>" },
    { "<ol><li>a<ol style='list-style-type: none'><li>b<li>c</ol></ol>",
      "<ol>\n<li>a<p>b</p>\n<p>c</p>\n</li>\n</ol>" },
    { "<ol><li>a<li style='list-style-type:none'>b<li>c</ol>", "<ol>\n<li>a<p>b</p>\n</li>\n<li>c</li>\n</ol>" },
    { "<li>a<li>b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>" },
    { "<ol><li>a</li><ol><li>b</ol></ol>", "<ol>\n<li>a<ol>\n<li>b</li>\n</ol>\n</li>\n</ol>" },
    { "<ul>a</ul>", "<ul>\n<li>a</li>\n</ul>" },
    { "<ul><li><div>a</div></li></ul>", "<ul>\n<li>a</li>\n</ul>" },
    { "<dl><dt>a<dd>b</dl>", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>" },
    { "<dl><dd>b</dl>", "<ul>\n<li>b</li>\n</ul>" },
  };

  CHECK (cases);
}

static void
test_tables (void)
{
  static const Case cases[] = {
    { "<table><tr><td>a</table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>" },
    { "<table><tr><td>a<td>b<tr><td>c</table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</"
                                                "td>\n<td></td>\n</tr>\n</tbody>\n</table>" },
    { "<table><tr><td colspan=9>a</table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>" },
    { "<table><tr><td rowspan=5>a<td>b<tr><td>c</table>",
      "<table>\n<tbody>\n<tr>\n<td "
      "rowspan=\"2\">a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n</tr>\n</tbody>\n</table>" },
    { "<table><tr><th scope=COL><h3>a</h3></table>",
      "<table>\n<tbody>\n<tr>\n<th scope=\"col\"><strong>a</strong></th>\n</tr>\n</tbody>\n</table>" },
    { "<table><tr><td width=3 bgcolor=red>a</table>",
      "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>" },
    { "<table></table>", "" },
  };

  CHECK (cases);
}

static void
test_addresses (void)
{
  static const Case cases[] = {
    { "<a href='/a b.pdf'>x</a>", "<p><a href=\"/a%20b.pdf\">x</a></p>" },
    { "<a href='HTTP://Example.ORG/ä?q=<>'>x</a>", "<p><a href=\"http://example.org/%C3%A4?q=%3C%3E\">x</a></p>" },
    { "<a href='https:\\\\example.org'>x</a>", "<p><a href=\"https://example.org\">x</a></p>" },
    { "<a href='http://user@example.org/'>x</a>", "<p>x</p>" },
    { "<a href='http://a b/'>x</a>", "<p>x</p>" },
    { "<a href='mailto:a@b.example'>x</a>", "<p><a href=\"mailto:a@b.example\">x</a></p>" },
    { "<a href='tel:+65 1'>x</a>", "<p><a href=\"tel:+65%201\">x</a></p>" },
    { "<a href='100%'>x</a>", "<p><a href=\"100%25\">x</a></p>" },
    { "<a href='#a' target=_blank rel='me nofollow'>x</a>", "<p><a href=\"#t-a\" rel=\"nofollow\">x</a></p>" },
    { "<a name=a></a><p>b</p><p id=a>c</p>", "<p id=\"t-a\">b</p>\n<p>c</p>" },
    { "<img src=a.png width=10px height=50% onclick=x>",
      "<p><img src=\"a.png\" alt=\"\" width=\"10\" loading=\"lazy\"></p>" },
    { "<img alt=x>", "" },
    { "<iframe src='https://www.youtube.com/embed/x'></iframe>",
      "<p><a href=\"https://www.youtube.com/embed/x\">youtube.com</a></p>" },
    { "<iframe src='/x'></iframe>", "" },
  };

  CHECK (cases);
}

static void
test_words_in_brackets (void)
{
  static const Case cases[] = {
    { "to <office@law.example>", "<p>to &lt;office@law.example&gt;</p>" },
    { "<Name of firm> &ndash; CV", "<p>&lt;Name of firm&gt; – CV</p>" },
    { "a<o:p>b</o:p><wbr data=1><thing a=1>c</thing>", "<p>ab<wbr>c</p>" },
    { "a <http://law.example/x?a=b> c", "<p>a &lt;http://law.example/x?a=b&gt; c</p>" },
  };

  CHECK (cases);
}

static void
test_alignment (void)
{
  static const Case cases[] = {
    { "<center>a</center>", "<p class=\"center\">a</p>" },
    { "<p style='text-align: right'>a</p>", "<p class=\"right\">a</p>" },
    { "<div align=center><p>a</p><p>b</p></div>", "<div class=\"center\">\n<p>a</p>\n<p>b</p>\n</div>" },
    { "<p class='x center' style='color:red'>a</p>", "<p class=\"center\">a</p>" },
  };

  CHECK (cases);
}

static void
test_deep (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *once = NULL;
  g_autofree char *again = NULL;

  for (int i = 0; i < 50000; i++)
    g_string_append (deep, i % 2 == 0 ? "<div class=center>" : "<blockquote>");
  g_string_append (deep, "words");
  once = clean (deep->str);
  again = clean (once);
  g_assert_nonnull (strstr (once, "words"));
  g_assert_cmpstr (once, ==, again);
}

static void
test_costly (void)
{
  g_autoptr (GString) costly = g_string_new (NULL);
  g_autofree char *html = NULL;

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (costly, "<font color=%d><p>", i);
  g_string_append (costly, "words");
  html = clean (costly->str);
  g_assert_nonnull (strstr (html, "words"));
}

static gboolean
is_safe_address (const char *value)
{
  static const char *const schemes[] = { "http:", "https:", "mailto:", "tel:", NULL };
  gsize scheme = strcspn (value, ":/?#");

  if (value[scheme] != ':')
    return TRUE;
  for (const char *const *at = schemes; *at != NULL; at++)
    if (strncmp (value, *at, scheme + 1) == 0)
      return TRUE;
  return FALSE;
}

static void
assert_safe_attribute (const GumboAttribute *attribute, const char *source)
{
  gboolean handler = g_ascii_strncasecmp (attribute->name, "on", 2) == 0;
  gboolean address = strcmp (attribute->name, "href") == 0 || strcmp (attribute->name, "src") == 0;
  static const char *const refused[] = { "style",      "srcset", "srcdoc", "action", "formaction",
                                         "xlink:href", "name",   "data",   "poster", "background",
                                         "target",     "ping",   NULL };

  if (handler || (address && !is_safe_address (attribute->value)) || g_strv_contains (refused, attribute->name))
    g_error ("“%s” lets %s=“%s” through", source, attribute->name, attribute->value);
}

static void
assert_safe_node (const GumboNode *node, const char *source)
{
  static const GumboTag refused[] = { GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT,
                                      GUMBO_TAG_EMBED,  GUMBO_TAG_BASE,  GUMBO_TAG_META,   GUMBO_TAG_LINK,
                                      GUMBO_TAG_FORM,   GUMBO_TAG_INPUT, GUMBO_TAG_SVG,    GUMBO_TAG_MATH,
                                      GUMBO_TAG_UNKNOWN };

  if (node->type == GUMBO_NODE_COMMENT)
    g_error ("“%s” lets a comment through", source);
  if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    if (node->v.element.tag == refused[i])
      g_error ("“%s” lets <%s> through", source, gumbo_normalized_tagname (refused[i]));
  for (guint i = 0; i < node->v.element.attributes.length; i++)
    assert_safe_attribute (node->v.element.attributes.data[i], source);
  for (guint i = 0; i < node->v.element.children.length; i++)
    assert_safe_node (node->v.element.children.data[i], source);
}

static void
assert_safe (const char *html, const char *source)
{
  g_autofree char *page = g_strconcat ("<!DOCTYPE html><body><article>", html, NULL);
  GumboOutput *output = gumbo_parse (page);
  const GumboNode *root = output->root;

  for (guint i = 0; i < root->v.element.children.length; i++)
    {
      const GumboNode *child = root->v.element.children.data[i];

      if (child->v.element.tag == GUMBO_TAG_BODY)
        assert_safe_node (child, source);
    }
  gumbo_destroy_output (&kGumboDefaultOptions, output);
}

static void
assert_source_safe (const char *source)
{
  g_autofree char *html = clean (source);
  g_autofree char *markdown = kramdown_to_commonmark (source, strlen (source));
  g_autoptr (Rendition) written = markdown_render (source, strlen (source), TRUE);
  g_autoptr (Rendition) imported = markdown_render (markdown, strlen (markdown), FALSE);

  assert_safe (html, source);
  assert_safe (written->html, source);
  assert_safe (imported->html, source);
}

static void
test_script (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "browser", "xss.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) vectors = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  assert_source_safe (text);
  vectors = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (vectors), >=, 120);
  for (char **vector = vectors; *vector != NULL; vector++)
    {
      g_autofree char *amid = g_strdup_printf ("Words <b>%s and\n\n<ol><li>%s", *vector, *vector);

      assert_source_safe (*vector);
      assert_source_safe (amid);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clean/words-stand-in-paragraphs", test_paragraphs);
  g_test_add_func ("/clean/emphasis-goes-inside-blocks", test_inline_in_blocks);
  g_test_add_func ("/clean/lists-hold-items-and-keep-their-numbers", test_lists);
  g_test_add_func ("/clean/tables-fill-their-grid", test_tables);
  g_test_add_func ("/clean/addresses-are-plain-or-gone", test_addresses);
  g_test_add_func ("/clean/words-in-angle-brackets-stay-words", test_words_in_brackets);
  g_test_add_func ("/clean/only-center-and-right-remain-of-looks", test_alignment);
  g_test_add_func ("/clean/nesting-is-bounded", test_deep);
  g_test_add_func ("/clean/work-is-bounded", test_costly);
  g_test_add_func ("/clean/no-script-comes-through", test_script);
  return g_test_run ();
}

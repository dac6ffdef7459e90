/* Any bytes are Markdown, as written here or as Jekyll has it, and what they become stays clean. */
#include "text/clean.h"
#include "text/kramdown.h"
#include "text/markdown.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (const char *markdown, gsize length, gboolean interview)
{
  g_autoptr (Rendition) rendition = markdown_render (markdown, length, interview);
  g_autofree char *once = clean_html (rendition->html, strlen (rendition->html));
  g_autofree char *again = clean_html (once, strlen (once));

  g_assert_cmpstr (once, ==, again);
  g_assert_true (g_utf8_validate (rendition->plain, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *)data;
  g_autofree char *commonmark = kramdown_to_commonmark (text, size);
  g_autofree char *terminated = g_strndup (text, size);
  g_autofree char *date = NULL;
  g_autofree char *updated = NULL;
  g_autofree char *rest = kramdown_strip_dateline (terminated, &date, &updated);

  g_assert_cmpuint (strlen (rest), <=, strlen (terminated));
  check (text, size, TRUE);
  check (commonmark, strlen (commonmark), FALSE);
  return 0;
}

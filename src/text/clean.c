/* clean.c: HTML in, clean HTML out: parsed (parse.c), rebuilt from the allow-list (elements.c, attributes.c) where
 * HTML lets it stand (build.c, flow.c), and written (write.c). Nothing of the source is ever copied as mark-up. */
#include "text/clean.h"

#include "text/tree.h"

char *
clean_html (const char *html, gsize length)
{
  g_autoptr (Tree) tree = tree_from_html (html, length);

  return tree_to_html (tree);
}

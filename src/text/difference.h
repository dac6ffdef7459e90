/* difference.h: what changed between two texts, word by word, as HTML with <ins> and <del>.
 *
 * Both texts are taken block by block (paragraphs), then word by word (ICU word breaks) inside blocks that changed;
 * long unchanged stretches are folded to "…". Bounded work: texts too far apart are shown one after the other. */
#pragma once

#include <glib.h>

/* OLD_TEXT, NEW_TEXT: plain texts or Markdown; the result is escaped HTML made only of <p>, <ins>, <del> and
 * <p class="gap">. "" if the texts are equal. Transfer full. */
char *difference_html (const char *old_text, const char *new_text, const char *language);

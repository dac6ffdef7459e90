/* characters.h: white space and what is no character, in UTF-8 that is known to be valid.
 *
 * White space here is that of HTML and the no-break space, which word processors use to draw with. Forbidden are the
 * control characters and the noncharacters: HTML may not hold them (HTML Standard, section 13.2.3.5). */
#pragma once

#include <glib.h>

gsize characters_leading_space (const char *text, gsize length);     /* in bytes */
gsize characters_trailing_space (const char *text, gsize length);    /* in bytes */
gboolean characters_is_fixed_space (const char *text, gsize length); /* one no-break space and nothing else */
gboolean characters_any_visible (const char *text, gsize length);

/* Whether folding would change nothing. */
gboolean characters_folded (const char *text, gsize length);
/* Both return the length of what they write; OUT has room for LENGTH. Folding makes one space of each run of white
 * space, but leaves a no-break space that stands alone. */
gsize characters_fold (const char *text, gsize length, char *out);
gsize characters_drop_forbidden (const char *text, gsize length, char *out);

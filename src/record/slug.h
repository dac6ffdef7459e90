/* slug.h: the readable last segment of an address. */
#pragma once

#include <glib.h>

/* A slug of lower-case ASCII letters, digits and single hyphens, at most 80 bytes cut at a word, made of a title in
 * any script by ICU transliteration (Cyrillic by BGN, the rest by Any-Latin); never empty ("document" if nothing is
 * left). Transfer full. */
char *slug_from_title (const char *title);
/* Whether TEXT may stand as a slug as it is. */
gboolean slug_valid (const char *text);

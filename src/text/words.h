/* words.h: the words of a text, as its language parts them. */
#pragma once

#include <glib.h>

/* How many there are. */
guint words_count (const char *text, const char *language);

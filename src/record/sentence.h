/* sentence.h: where sentences end, and where a line may be cut. ICU's rules, thread-safe. */
#pragma once

#include <glib.h>

/* The sentences of TEXT (UTF-8), in order, without white space at their ends. LANGUAGE: BCP 47. Transfer full. */
GPtrArray *sentences_of (const char *text, const char *language);
/* The first LIMIT characters of TEXT or fewer, cut between words, with "…" in the place of the rest. Transfer full.
 */
char *sentence_cut (const char *text, glong limit, const char *language);

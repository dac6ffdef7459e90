/* nearest.h: "did you mean …?". */
#pragma once

#include <glib.h>

/* Edits (insertion, deletion, replacement, swap of neighbours) that turn A into B, letter case aside. Words of more
 * than 64 characters are never near: G_MAXUINT. */
unsigned nearest_distance (const char *a, const char *b);

/* How many edits WORD bears before it is another word. */
unsigned nearest_limit (const char *word);

/* The one of CANDIDATES (NULL-terminated) nearest in spelling to WORD, or NULL if none is near. Borrowed. */
const char *nearest_word (const char *word, const char *const *candidates);

/* words.h: the words of a text as they are looked for: whatever their case, accents and marks, in any script. */
#pragma once

#include <glib.h>

/* The words of TEXT with a space between each two: folded in case and compatibility (NFKD), without marks and without
 * tatweel. What is written without spaces (Chinese, Japanese, Thai and the like) stands character by character. NULL
 * is no text. Transfer full. */
char *words_fold (const char *text);

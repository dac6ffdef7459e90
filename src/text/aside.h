/* aside.h: words that a parser need not read.
 *
 * Gumbo takes most of its time for the characters between tags, one by one, and does nothing with them. So long
 * stretches of words are set aside before it parses, each under a single character of a private plane, and put back
 * as they are when the walk meets that character. */
#pragma once

#include "text/arena.h"

typedef struct
{
  const char *text;
  gsize length;
  gboolean used; /* put back already; nothing comes twice */
} Stretch;

/* HTML with its stretches of words in STRETCHES (of Stretch, emptied first) instead; NULL if it has to be parsed as
 * it is. HTML must live as long as the stretches. Transfer full. */
GString *aside_set (const char *html, gsize length, GArray *stretches);
/* The stretch that the character at TEXT stands for, and how many bytes that character has; NULL if for none. */
const Stretch *aside_find (GArray *stretches, const char *text, gsize *bytes);
/* Where the next character that may stand for a stretch is in TEXT, or its end. */
const char *aside_next (const char *text);

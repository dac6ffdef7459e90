/* pattern.h: regular expressions that stand in the program, compiled by the first who asks for them. Any thread may.
 */
#pragma once

#include <glib.h>

typedef struct
{
  const char *text;
  GRegexCompileFlags flags;
  gsize once;
  GRegex *regex;
} Pattern;

/* A static one: static Pattern word = PATTERN ("\\w+", G_REGEX_CASELESS); */
#define PATTERN(text, flags)                                                                                         \
  {                                                                                                                  \
    (text), (flags) | G_REGEX_OPTIMIZE, 0, NULL                                                                      \
  }

/* Borrowed. GLib runs it as compiled code, which does not look whether a subject is UTF-8: unless the pattern is
 * G_REGEX_RAW, be sure that it is. */
GRegex *pattern_regex (Pattern *pattern);

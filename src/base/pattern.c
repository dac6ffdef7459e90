/* Patterns, compiled once. A GRegex never changes, so all threads share it. */
#include "base/pattern.h"

GRegex *
pattern_regex (Pattern *pattern)
{
  if (g_once_init_enter (&pattern->once))
    {
      pattern->regex = g_regex_new (pattern->text, pattern->flags, 0, NULL);
      g_assert (pattern->regex != NULL); /* what does not compile is a mistake where it stands */
      g_once_init_leave (&pattern->once, 1);
    }
  return pattern->regex;
}

/* message_pattern.h: an ICU message with named arguments, made into one with numbered arguments, which is all that
 * ICU's C interface can fill in. */
#pragma once

#include <glib.h>

#define MESSAGE_NUMBERS 4 /* most arguments of a message that are numbers */
#define MESSAGE_TEXTS 6   /* most that are texts */

typedef struct
{
  char *numbered;     /* the same pattern: first come the numbers {0}, {1} …, after them the texts */
  GPtrArray *numbers; /* names of the arguments that choose a plural or are written as numbers */
  GPtrArray *texts;   /* names of those that stand as they are, or choose by a word */
} MessagePattern;

/* NULL with ERROR set says what is wrong and where in the pattern. Transfer full. */
MessagePattern *message_pattern_read (const char *pattern, GError **error);
void message_pattern_free (MessagePattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MessagePattern, message_pattern_free)

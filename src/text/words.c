#include "text/words.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

guint
words_count (const char *text, const char *language)
{
  UErrorCode status = U_ZERO_ERROR;
  UText wide = UTEXT_INITIALIZER;
  UBreakIterator *breaks = ubrk_open (UBRK_WORD, language, NULL, 0, &status);
  guint count = 0;

  utext_openUTF8 (&wide, text, -1, &status);
  if (U_SUCCESS (status))
    ubrk_setUText (breaks, &wide, &status);
  if (U_SUCCESS (status))
    while (ubrk_next (breaks) != UBRK_DONE)
      count += ubrk_getRuleStatus (breaks) >= UBRK_WORD_NONE_LIMIT ? 1 : 0;
  utext_close (&wide);
  if (breaks != NULL)
    ubrk_close (breaks);
  return count;
}

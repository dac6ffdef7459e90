/* Language tags, checked by ICU. */
#include "record/language.h"

#include <string.h>
#include <unicode/uloc.h>

char *
language_tag (const char *text)
{
  char locale[ULOC_FULLNAME_CAPACITY], tag[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;
  int32_t parsed = 0;

  if (*text == '\0' || strlen (text) > 35 || strchr (text, '_') != NULL)
    return NULL;
  uloc_forLanguageTag (text, locale, sizeof locale, &parsed, &status);
  if (U_FAILURE (status) || (gsize)parsed != strlen (text))
    return NULL;
  uloc_toLanguageTag (locale, tag, sizeof tag, TRUE, &status);
  gboolean same = U_SUCCESS (status) && g_ascii_strcasecmp (tag, text) == 0;
  return g_strdup (same ? tag : text);
}

gboolean
language_known (const char *tag)
{
  return *uloc_getISO3Language (tag) != '\0';
}

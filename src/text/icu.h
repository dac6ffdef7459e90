/* icu.h: how this room speaks to ICU: its texts, its locales, and formatters that each thread keeps.
 *
 * Opening a formatter costs up to a millisecond, using one about a microsecond. A formatter must not be shared
 * between threads, so each thread keeps its own, by kind, language, variant and pattern. */
#pragma once

#include <glib.h>
#include <unicode/uloc.h>

#define U16(text) u##text /* a text of ICU's, written in C */

/* Transfer full. */
UChar *icu_text (const char *utf8);
char *icu_utf8 (const UChar *text, int32_t length);

/* The locale for a BCP 47 tag; English without a region is British, and so is what CLDR does not speak. */
void icu_locale (const char *language, char locale[ULOC_FULLNAME_CAPACITY]);

/* A kind of formatter; its address is its identity. */
typedef struct
{
  gpointer (*open) (const char *locale, int variant, const char *pattern); /* NULL if ICU takes no such pattern */
  GDestroyNotify close;
} IcuKind;

/* The thread's own; borrowed until the next call with the same kind. NULL if it cannot be opened. */
gpointer icu_formatter (const IcuKind *kind, const char *language, int variant, const char *pattern);

/* The same in two steps, for those who open formatters themselves. FORMATTER is taken over, and returned. */
gpointer icu_kept (const IcuKind *kind, const char *language, int variant, const char *pattern);
gpointer icu_keep (const IcuKind *kind, const char *language, int variant, const char *pattern, gpointer formatter);

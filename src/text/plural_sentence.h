/* plural_sentence.h: a sentence about a number, as one whole sentence for each form that the language has for
 * numbers, and as the ICU message made of these. */
#pragma once

#include <glib.h>

typedef struct
{
  char *name;     /* of CLDR: "one", "few", "other" */
  gint64 example; /* the least number that takes it, but for 0 where there is another one */
} PluralForm;
void plural_form_free (PluralForm *form);
/* The forms of LANGUAGE for whole numbers, "other" the last. Array of PluralForm; transfer full. */
GPtrArray *plural_forms (const char *language);

/* PATTERN, "{days, plural, one {# day has} other {# days have}} passed", taken apart: the name of a form → the whole
 * sentence, in which "#" is the number. NULL if there is more in it than such a sentence can say. Transfer full. */
GHashTable *plural_sentence_split (const char *pattern, const char *argument);
/* The message that SENTENCES are the forms of; none of them is empty. NULL: there are none. Transfer full. */
char *plural_sentence_join (GHashTable *sentences, const char *argument);

/* language.h: BCP 47 language tags. */
#pragma once

#include <glib.h>

/* TEXT with the usual letter case ("pt-br" → "pt-BR") if it is a well-formed tag, else NULL. Transfer full. */
char *language_tag (const char *text);
/* Whether the tag's language is a registered one, rather than well-formed only ("em"). */
gboolean language_known (const char *tag);

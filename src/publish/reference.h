/* reference.h: which document a press officer means by "translation_of: water-treaty.en.md". */
#pragma once

#include "publish/publish.h"

/* TEXT as written in FROM: a UUID, an address, a file name or a slug. Looks among DRAFTS (those that have their
 * document already, FROM aside) and in the record. Transfer full; NULL with ERROR set if it names none or several. */
char *reference_resolve (Store *store, const char *office, GPtrArray *drafts, const Draft *from, const char *text,
                         GError **error);
/* The draft among DRAFTS that TEXT names, or NULL. Borrowed. */
Draft *reference_among (GPtrArray *drafts, const Draft *from, const char *text);

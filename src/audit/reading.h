/* reading.h: whether a page of the site reads as the edition that was logged. Pure. */
#pragma once

#include "seal/edition_document.h"

/* What of DOCUMENT does not stand in the HTML page of LENGTH bytes: "the text", "the title", …; NULL if all does.
 * WITH_NOTE: the page has a list of editions, in which the change note stands. */
const char *reading_differs (const EditionDocument *document, const char *page, gsize length, gboolean with_note);

/* The numbers of the editions that a page lists as those of the document at PATH. Array of guint; transfer full. */
GArray *reading_editions (const char *page, gsize length, const char *path);

/* attachment_entry.h: what an edition's fields say of a file that belongs to it, once they are complete (edition.h):
 * where it is found, and for a picture, where its renditions are. */
#pragma once

#include <glib.h>
#include <jansson.h>

gboolean attachment_is_picture (const json_t *entry);
/* "/media/DIGEST/NAME" of a file or of a rendition; NULL: it is not complete. Transfer full. */
char *attachment_address (const json_t *entry);
/* What everything can show, and no wider than a page is; the file itself where there is nothing else. Transfer full.
 */
char *attachment_shown (const json_t *entry);
/* The narrowest that there is. Transfer full. */
char *attachment_thumbnail (const json_t *entry);
/* All widths in WebP, for a srcset; NULL: there are none. Transfer full. */
char *attachment_source_set (const json_t *entry);
#define ATTACHMENT_SIZES "(min-width: 50rem) 47rem, 100vw"
/* For a class: "top-left", what must stay in sight where it is cropped; NULL: the middle. Static. */
const char *attachment_focus (const json_t *entry);
/* The class for what stands in front matter; NULL: that is no place in a picture. */
const char *attachment_focus_of (const char *text);
/* The places, as front matter names them; ended by NULL. The first is the middle. */
extern const char *const attachment_focuses[];

/* picture.h: the width and height that an image file states in its first bytes, so that a page can leave room for it.
 * PNG (ISO/IEC 15948 section 11.2.2), GIF89a, JPEG (ITU T.81 section B.2.2), WebP (RFC 9649). */
#pragma once

#include <glib.h>

/* FALSE if TYPE is none of these or the bytes do not say. Safe on any bytes. */
gboolean picture_size (GBytes *content, const char *type, int *width, int *height);

/* base64.h: Base 64 (RFC 4648 section 4), read strictly: padded, with no white space and no bits left over, so that
 * there is one text for any bytes. */
#pragma once

#include <glib.h>

char *base64_write (const void *bytes, gsize length); /* transfer full */
/* NULL if TEXT is anything but what base64_write() writes. Transfer full. */
guint8 *base64_read (const char *text, gsize length, gsize *size);

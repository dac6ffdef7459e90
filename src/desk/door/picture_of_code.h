/* picture_of_code.h: a text as a QR code (ISO/IEC 18004), by libqrencode. Pure. */
#pragma once

#include <jansson.h>

/* What the template qr.html draws: its size with the margin, and the dark squares as a path. NULL: the text is too
 * long. Transfer full. */
json_t *picture_of_code (const char *text);

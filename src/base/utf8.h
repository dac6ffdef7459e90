/* utf8.h: whether bytes are text in UTF-8. */
#pragma once

#include <glib.h>

/* As g_utf8_validate_len (), which looks at each byte: FALSE also where a NUL stands in it. */
gboolean utf8_valid (const char *text, gsize length);

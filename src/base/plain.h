/* plain.h: what strangers wrote, fit to be shown on a terminal. */
#pragma once

#include <glib.h>

/* TEXT without what moves the cursor, hides or turns round what stands there: each such character is shown as U+FFFD.
 * A line: so are the ends of lines. Transfer full. */
char *plain_line (const char *text);
char *plain_lines (const char *text);

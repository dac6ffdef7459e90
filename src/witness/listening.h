/* listening.h: the socket on which a witness is asked. */
#pragma once

#include <glib.h>

/* A socket that listens on "ADDR:PORT" or "[ADDR]:PORT"; port 0: any. -1 with ERROR set. BOUND: its address with the
 * port that it got; transfer full. */
int listening_open (const char *address, char **bound, GError **error);

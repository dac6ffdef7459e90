/* place.h: where a request comes from. */
#pragma once

#include <glib.h>
#include <microhttpd.h>

/* PROXIED: the machine itself is believed in X-Forwarded-For. Transfer full. */
char *place_of (struct MHD_Connection *connection, gboolean proxied);

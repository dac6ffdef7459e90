/* reading_in.h: that new texts are found by their words, whoever published them. */
#pragma once

#include "desk/exchange.h"

/* A step of it, short enough to hold nobody up. Microseconds until the next one is due. DESK: Desk. */
gint64 reading_in_step (gpointer desk);
/* What is left, if that is little. How many texts are left then: they are not found yet. */
gint64 reading_in_rest (const Desk *desk, Instant now);

/* rate.h: how often somebody may ask: so many at once, and one more every so often. */
#pragma once

#include "record/instant.h"

typedef struct _Rate Rate;

Rate *rate_new (guint at_once, Instant every);
void rate_free (Rate *rate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rate, rate_free)
/* Whether PLACE, a network address, may ask at NOW; it is counted if so. Of an IPv6 address the first 64 bits count.
 */
gboolean rate_allows (Rate *rate, const char *place, Instant now);

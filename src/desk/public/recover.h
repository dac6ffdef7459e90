/* recover.h: the record and the desk's file agree again. */
#pragma once

#include "desk/exchange.h"

/* After a crash: what was decided and is in the record is confirmed, what is not is given up; what was to be taken
 * back is. */
gboolean desk_recover (Desk *desk, Instant now, GError **error);
/* The same, where a step was done and could not be noted. */
void desk_mend (Desk *desk, Instant now);

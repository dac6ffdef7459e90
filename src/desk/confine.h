/* confine.h: what the desk keeps of its user's rights. */
#pragma once

#include "desk/exchange.h"

/* Open the record and the desk's own file, and give up all else. */
gboolean desk_confine (Desk *desk, GError **error);

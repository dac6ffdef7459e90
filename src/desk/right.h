/* right.h: whether somebody who is logged in may do what they ask for: the gate's last question. */
#pragma once

#include "desk/gate.h"

/* What ROUTE is about is put into EXCHANGE: the draft, the office, the colleague. FALSE: it has been answered. */
gboolean right_to (Exchange *exchange, const Route *route);

/* routes.h: every address of the desk, and who may ask for it. */
#pragma once

#include "desk/gate.h"

extern const Route desk_routes[]; /* ended by one without a method */

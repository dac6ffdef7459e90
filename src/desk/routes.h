/* routes.h: every address of the desk, and who may ask for it. */
#pragma once

#include "desk/gate.h"

/* Ended by one without a method. */
extern const Route desk_routes[];
extern const Route press_routes[];

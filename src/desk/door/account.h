/* account.h: what pages about one's own account share. */
#pragma once

#include "desk/exchange.h"

/* The page with CODES, which are shown this once. */
void account_show_codes (Exchange *exchange, char **codes);

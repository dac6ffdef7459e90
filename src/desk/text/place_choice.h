/* place_choice.h: where somebody may begin a text: an office, and one of its languages. */
#pragma once

#include "desk/exchange.h"

/* [{value: "office/language", text, chosen}]; *FIRST (transfer full) is the first value, or NULL. Transfer full. */
json_t *place_choice_view (const Exchange *exchange, const char *chosen, char **first, GError **error);
/* PLACE as OFFICE and LANGUAGE (transfer full), if the person may write there: the profile of the office. Transfer
 * full. */
Profile *place_choice_take (const Exchange *exchange, const char *place, char **office, char **language);

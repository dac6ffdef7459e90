/* people.h: what the pages about people share. */
#pragma once

#include "desk/exchange.h"

#define PEOPLE_LINK_LIFE (48 * 60 * INSTANT_MINUTE)

/* The page with the link that TOKEN makes, which is shown this once. */
void people_show_link (Exchange *exchange, const char *display, gint64 person, const char *token);
/* Somebody: names, roles, whether they come in. Transfer full. */
json_t *person_view (const Exchange *exchange, const Person *person);

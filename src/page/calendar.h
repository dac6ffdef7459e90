/* calendar.h: which days changed what: of the site, a year at a time or a day with all that changed on it; of a
 * document, a year. */
#pragma once

#include "page/page.h"

/* ROUTE_CALENDAR, in the form that REQUEST wants. */
Answer *answer_calendar (Page *page, const Request *request, GError **error);

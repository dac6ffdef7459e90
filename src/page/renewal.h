/* renewal.h: a page that differs from the one made before it by nothing but what all pages share.
 *
 * The clocks change every minute, and stand on every page. A page remembers where the shared partials stand in it;
 * while the record stays as it is and nothing of the page's own is due to change, the next minute's page is the last
 * one's with today's partials put in their places. */
#pragma once

#include "page/page.h"

/* That ANSWER, the page's HTML as TRACE tells, can be renewed; nothing where it cannot. */
void renewal_note (Page *page, const TemplateTrace *trace, Answer *answer, GError **error);
/* The page that OLD and its TEXT become at the page's instant. NULL without ERROR set: it must be built anew. */
Answer *renewal_make (Page *page, const Answer *old, GBytes *text, GError **error);
/* Whose page it is; interned. */
const char *renewal_office (const Renewal *renewal);
const char *renewal_language (const Renewal *renewal);

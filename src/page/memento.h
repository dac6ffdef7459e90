/* memento.h: any page as it stood at an instant (RFC 7089, pattern 2.1).
 *
 * A memento is the page that the same builders make at that instant; its links stay in it. */
#pragma once

#include "page/memento_address.h"
#include "page/page.h"

/* What every memento bears: its date, its neighbours, its robots. The ANSWER is the page's, at its instant. */
gboolean memento_finish (Page *page, Answer *answer, GError **error);
/* What a page of now bears: where its past is to be had. */
void memento_announce (const Page *page, Answer *answer);
/* The links of HTML in BUFFER, which the page was rendered in, lead into the page's instant. */
void memento_turn_links (const Page *page, GString *buffer);
/* The banner: of when it is, the ways to now, to the calendar and along the map. */
json_t *memento_view (const Page *page);

/* The same for an address of the site that is about another one. NULL with ERROR set, or without: there is none. */
Answer *timegate_answer (Page *page, const MementoAddress *address, const Request *request, GError **error);
Answer *timemap_answer (Page *page, const MementoAddress *address, GError **error);

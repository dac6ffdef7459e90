/* listing.h: drafts, and what is published, as pages list them. */
#pragma once

#include "desk/exchange.h"

/* One draft: title, state, who and when. Transfer full. */
json_t *draft_view (const Exchange *exchange, const CabinetDraft *draft);
/* One published edition: title, address, when, and what may be done to it. Transfer full. */
json_t *published_view (const Exchange *exchange, const Edition *edition);
/* What was said and done about the exchange's draft. Transfer full; NULL with ERROR set. */
json_t *draft_remarks_view (Exchange *exchange, GError **error);
/* What may be done with it; SOUND: nothing is wrong with it. */
void draft_put_may (Exchange *exchange, json_t *view, gboolean sound);
/* Those of FILTER to which ACTION may be done, MOST at most. Transfer full; never NULL. */
json_t *drafts_view (const Exchange *exchange, const DraftFilter *filter, Action action, guint most, GError **error);
/* Who can read the draft of EXCHANGE by links: "recipients", "has_recipients". */
void desk_put_recipients (const Exchange *exchange, json_t *view);
/* An instant in the zone of the office, as short as it can be. Transfer full. */
char *when_text (const Exchange *exchange, const char *office, Instant instant);

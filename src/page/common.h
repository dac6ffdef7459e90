/* common.h: what all pages of an office in one language share, made once and kept while it holds: the office, today's
 * date, the clocks, contacts, counters, notices and the latest messages, as a view and as HTML. */
#pragma once

#include "page/page.h"

Commons *commons_new (void);
void commons_free (Commons *commons);
/* Forget what was made from an earlier state of the record. GENERATION: store_generation() within the transaction. */
void commons_stand (Commons *commons, gint64 generation);

/* The keys that every view has from here, for PAGE's office, language and instant; lowers the page's expiry. Borrowed
 * until the next commons_stand(). */
json_t *common_view (Page *page, GError **error);
/* The minute in VIEW, of which all that shows it has this very value. Borrowed. */
json_t *common_minute (const json_t *view);
/* The state of the record that it is of (store_state()), or -1 with ERROR set. */
gint64 common_state (const Page *page, GError **error);
/* Their HTML: the partials that show nothing else, rendered under words and the common view alone. NULL with ERROR
 * set if one cannot be. Borrowed as above. */
const TemplateMemo *common_html (Page *page, json_t *words, GError **error);

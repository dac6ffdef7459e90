/* record_log.h: what the office's log is served as (C2SP tlog-tiles, tlog-proof), and an edition as it was signed. */
#pragma once

#include "page/page.h"

/* "checkpoint", "tile/0/000", "tile/entries/000.p/3": the route's name. NULL without ERROR set: there is none. */
Answer *record_log_answer (Page *page, GError **error);
/* {number, document, proof} of EDITION, which stands at ADDRESS: its place in the log, from 1, and the addresses of
 * its files. NULL without ERROR set: it is not in the log. */
json_t *record_log_view (const Page *page, const Edition *edition, const char *address, GError **error);
/* EDITION (whole) as the file that its leaf commits to, or the proof that the leaf is in the log, by the route's
 * form. NULL without ERROR set: it is not in the log. */
Answer *record_log_edition (Page *page, const Edition *edition, GError **error);
/* The same of ERASURE, whose edition stands at ADDRESS; and of the erasure of EDITION. */
json_t *record_log_erasure_view (const Page *page, const StoreErasure *erasure, const char *address);
Answer *record_log_erasure (Page *page, const Edition *edition, GError **error);

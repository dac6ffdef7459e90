/* record_log.h: what the office's log is served as (C2SP tlog-tiles, tlog-proof), and an edition as it was signed. */
#pragma once

#include "page/page.h"

/* "checkpoint", "tile/0/000", "tile/entries/000.p/3": the route's name. NULL without ERROR set: there is none. */
Answer *record_log_answer (Page *page, GError **error);
#define CHECKPOINT_LIFE (2 * INSTANT_SECOND)

/* EDITION (whole) as the file that its leaf commits to, or the proof that the leaf is in the log, by FORM. NULL
 * without ERROR set: it is not in the log. Transfer full. */
GBytes *record_log_file (const Page *page, const Edition *edition, Form form, GError **error);
/* The same as an answer, by the route's form. */
Answer *record_log_edition (Page *page, const Edition *edition, GError **error);
/* {number, document, proof} of ERASURE, whose edition stands at ADDRESS; and the erasure of EDITION as an answer. */
json_t *record_log_erasure_view (const Page *page, const StoreErasure *erasure, const char *address);
Answer *record_log_erasure (Page *page, const Edition *edition, GError **error);

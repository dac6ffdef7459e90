/* verify_view.h: what a reader can hold against the office: its log, and an edition's place in it, in words, as
 * files, and as what a check needs. */
#pragma once

#include "page/page.h"

/* Into VIEW, a document's: EDITION's place in the log, of TOTAL editions, with its files at ADDRESS; or that it is
 * not in it yet. Nothing where the office keeps no log. */
gboolean verify_put_edition (Page *page, json_t *view, const Edition *edition, guint total, const char *address,
                             GError **error);
/* One HTML file that holds EDITION (whole, of TOTAL), its document, its proof, the keys, and the check. NULL without
 * ERROR set: it is not in the log. */
Answer *verify_file_answer (Page *page, const Edition *edition, guint total, GError **error);

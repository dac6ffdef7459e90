/* log_keys.h: the keys of the office's log, those that sign now and those before them. */
#pragma once

#include "page/page.h"

/* Into VIEW, the log's: its keys, and who vouched for them where they were not always the same. */
void log_put_keys (const Page *page, json_t *view, const StoreLog *log, GError **error);
/* What checks ENTRY, a leaf of the log of VIEW: the log's key, that of the office's keys which signed it, and those
 * of the witnesses, one a line. Transfer full. */
char *log_keys_for (const json_t *view, const char *entry);

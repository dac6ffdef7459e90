/* log_view.h: what is said of the office's log: its name, its size, its keys, who watches it. */
#pragma once

#include "page/page.h"

/* The office's log, as all pages have it (docs/api.md). NULL without ERROR set: it keeps none. */
json_t *log_view (const Page *page, GError **error);

/* log_view.h: what is said of the office's log: its name, its size, its keys, who watches it. */
#pragma once

#include "page/page.h"
#include "seal/leaf.h"
#include "text/locale.h"

/* The office's log, as all pages have it (docs/api.md). NULL without ERROR set: it keeps none. */
json_t *log_view (const Page *page, GError **error);

/* INSTANT in UTC, in which the log is kept: what is read of it elsewhere is the same everywhere. Transfer full. */
char *log_utc_text (const Page *page, Instant instant, DateStyle style);
/* What an entry of the log says, whoever signed it. Transfer full; NULL: it is no leaf. */
Leaf *log_leaf (const char *entry);

/* log_text.h: small pieces of what is said of the office's log. */
#pragma once

#include "page/page.h"
#include "seal/leaf.h"
#include "text/locale.h"

/* INSTANT in UTC, in which the log is kept: what is read of it elsewhere is the same everywhere. Transfer full. */
char *log_utc_text (const Page *page, Instant instant, DateStyle style);
/* What an entry of the log says, whoever signed it. Transfer full; NULL: it is no leaf. */
Leaf *log_leaf (const char *entry);

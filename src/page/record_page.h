/* record_page.h: the page about the office's log, and the same for programs. */
#pragma once

#include "page/page.h"

/* NULL without ERROR set: the office keeps no log. */
json_t *record_build (Page *page, GError **error);
/* /.well-known/chancery.json: the log, its address, and the keys. The same. */
Answer *record_keys_answer (Page *page, GError **error);

/* comparison.h: what differs between two texts, field by field and word by word. */
#pragma once

#include "desk/exchange.h"
#include "desk/text/source.h"

/* [{label, html}] of the fields that differ; html is escaped. Transfer full. */
json_t *comparison_view (const Exchange *exchange, const Profile *profile, const Source *before, const Source *after,
                         const char *language);
/* A field's label. Borrowed; NAME itself if it has none. */
const char *comparison_label (const Exchange *exchange, const char *name);

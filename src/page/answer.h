/* answer.h: an answer as a value. All transfer full. */
#pragma once

#include "page/page.h"

Answer *answer_bytes (unsigned status, const char *type, GBytes *body, Instant expires);
Answer *answer_redirect (unsigned status, const char *location, Instant expires);

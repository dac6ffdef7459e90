/* answer.h: the forms an answer can take. All transfer full. */
#pragma once

#include "page/page.h"

Answer *answer_bytes (unsigned status, const char *type, GBytes *body, Instant expires);
/* {words: …}: the messages in the page's language. */
json_t *answer_words (const Page *page);
Answer *answer_redirect (unsigned status, const char *location, Instant expires);
/* The page of a view: HTML by TEMPLATE, or the view itself if AS_VIEW. VIEW is taken over. */
Answer *answer_view (Page *page, unsigned status, const char *template, json_t *view, gboolean as_view,
                     GError **error);

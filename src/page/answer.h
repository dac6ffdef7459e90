/* answer.h: the forms an answer can take. All transfer full. */
#pragma once

#include "page/page.h"

Answer *answer_bytes (unsigned status, const char *type, GBytes *body, Instant expires);
/* {words: …}: the messages in the page's language. */
json_t *answer_words (const Page *page);
Answer *answer_redirect (unsigned status, const char *location, Instant expires);
/* A page that says what went wrong, for REQUEST. */
Answer *answer_error (Page *page, const Request *request, unsigned status, GError **error);
/* VIEW (taken over) by TEMPLATE, in the form that REQUEST wants; a builder that found nothing makes a 404. */
Answer *answer_page (Page *page, const Request *request, const char *template, json_t *view, GError **error);
/* ANSWER, or a 404 where there is none; FAILURE (taken over, or NULL) goes to ERROR. */
Answer *answer_or_none (Page *page, const Request *request, Answer *answer, GError *failure, GError **error);
/* The page of a view: HTML by TEMPLATE, or the view itself if AS_VIEW. VIEW is taken over. */
Answer *answer_view (Page *page, unsigned status, const char *template, json_t *view, gboolean as_view,
                     GError **error);

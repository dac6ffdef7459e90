/* page_answer.h: a page as its request wants it. All transfer full. */
#pragma once

#include "page/page.h"

/* VIEW (taken over) by TEMPLATE, in the form that REQUEST wants; a builder that found nothing makes a 404. */
Answer *answer_page (Page *page, const Request *request, const char *template, json_t *view, GError **error);
/* In the place of what law ordered erased: VIEW (taken over), with 451. */
Answer *answer_erased (Page *page, const Request *request, json_t *view, GError **error);
/* A page that says what went wrong, for REQUEST. */
Answer *answer_error (Page *page, const Request *request, unsigned status, GError **error);
/* ANSWER, or a 404 where there is none; FAILURE (taken over, or NULL) goes to ERROR. */
Answer *answer_or_none (Page *page, const Request *request, Answer *answer, GError *failure, GError **error);
/* The same of what the log may hold any moment: that it is not there is kept by a cache no longer than a checkpoint.
 */
Answer *answer_logged_or_none (Page *page, const Request *request, Answer *answer, GError *failure, GError **error);

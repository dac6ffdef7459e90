/* document_answer.h: what the addresses of documents are answered with. */
#pragma once

#include "page/page.h"

/* ROUTE_DOCUMENT, ROUTE_EDITION, in whatever form. */
Answer *answer_document (Page *page, const Request *request, GError **error);
/* /d/UUID leads to the text in the reader's language. */
Answer *answer_identifier (Page *page, const Request *request, GError **error);
/* An address of an older site leads to the document that took its place. */
Answer *answer_old_address (Page *page, const Request *request, GError **error);

/* sign_request.h: leaves on their way to an office key that is kept on another machine, and back.
 *
 * The way there is a line of JSON each, {"document", "leaf"}: what the leaf is about goes with it, so that whoever
 * signs can read it. The way back is a line each, a JSON string that is the signed note. */
#pragma once

#include "seal/edition_document.h"
#include "seal/erasure_document.h"
#include "seal/leaf.h"

typedef struct
{
  EditionDocument *document; /* NULL: it is an erasure */
  ErasureDocument *erasure;
  Leaf *leaf;
  char *text;  /* the leaf's own */
  char *whole; /* the document's */
} SignRequest;

/* One line, ended. DOCUMENT, LEAF: their texts. Transfer full. */
char *sign_request_write (const char *document, const char *leaf);
/* Array of SignRequest, each leaf of which commits to its document and says the same. NULL with SEAL_ERROR_MALFORMED
 * or SEAL_ERROR_MISMATCH, which name the line. Transfer full. */
GPtrArray *sign_request_read (const char *bytes, gsize length, GError **error);

char *sign_answer_write (const char *entry);
/* The notes, NULL-terminated. Transfer full. */
char **sign_answer_read (const char *bytes, gsize length, GError **error);

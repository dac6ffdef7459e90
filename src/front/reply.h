/* reply.h: a site's answer as an HTTP response: encoding, validators, lifetime, security headers. */
#pragma once

#include "page/site.h"

#include <microhttpd.h>

typedef struct
{
  const char *accept_encoding; /* field values, or NULL */
  const char *if_none_match;
  const char *range;    /* of a GET; no other method has parts */
  const char *if_range; /* field value, or NULL */
  Instant now;          /* by the site's clock */
} ReplyRequest;

/* Transfer full; *STATUS is what to queue it with. */
struct MHD_Response *reply_make (const Answer *answer, const ReplyRequest *request, unsigned *status);
/* A response of one line of text, for what never reaches the site. */
struct MHD_Response *reply_plain (const char *text);

/* negotiate.h: what a client can take and what it has: RFC 9110 sections 12.5.3 and 13.1.2. Pure, on untrusted text.
 */
#pragma once

#include <glib.h>

typedef enum
{
  CODING_IDENTITY,
  CODING_GZIP,
  CODING_BROTLI /* as good as gzip to the client, or better; gzip will do */
} Coding;

/* The best that an Accept-Encoding field allows. NULL (no field) does not ask for any. */
Coding negotiate_coding (const char *accept_encoding);

/* Whether an If-None-Match field names ETAG (with its quotes), compared weakly. */
gboolean negotiate_none_match (const char *if_none_match, const char *etag);

typedef enum
{
  RANGE_NONE,         /* no field, or one to be ignored: answer with the whole */
  RANGE_PART,         /* FIRST and LAST are set */
  RANGE_UNSATISFIABLE /* 416 */
} RangeResult;

/* A Range field of one byte range (RFC 9110 section 14.2); several ranges are ignored, as a server may. */
RangeResult negotiate_range (const char *range, guint64 size, guint64 *first, guint64 *last);

/* request_fields.h: the header fields of a request that matter here, found in one pass. */
#pragma once

#include <glib.h>
#include <microhttpd.h>

typedef enum
{
  /* Those that may come in several lines, which mean one list (RFC 9110 section 5.3). */
  FIELD_ACCEPT,
  FIELD_ACCEPT_LANGUAGE,
  FIELD_ACCEPT_ENCODING,
  FIELD_IF_NONE_MATCH,
  FIELD_FORWARDED,
  FIELD_X_FORWARDED_FOR,
  FIELD_LISTS,
  /* Those of which the first counts. */
  FIELD_HOST = FIELD_LISTS,
  FIELD_CONTENT_LENGTH,
  FIELD_TRANSFER_ENCODING,
  FIELD_RANGE,
  FIELD_IF_RANGE,
  FIELD_REFERER,
  FIELD_ACCEPT_DATETIME,
  FIELD_USER_AGENT,
  FIELDS
} Field;

typedef struct
{
  const char *values[FIELDS]; /* NULL: absent; borrowed from the connection while the request lasts */
  guint8 counts[FIELDS];      /* lines, at most 255 */
  char *joined[FIELD_LISTS];  /* owned, where there were several lines */
  gboolean malformed;         /* a name is no token, or a value holds a control character (RFC 9110 section 5) */
} Fields;

/* Into FIELDS, which is all zero. */
void request_fields_read (Fields *fields, struct MHD_Connection *connection);
void request_fields_clear (Fields *fields);

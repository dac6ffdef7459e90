/* The header fields of a request. */
#include "front/request_fields.h"

#include <string.h>

static const char *const names[FIELDS] = {
  [FIELD_ACCEPT] = "Accept",
  [FIELD_ACCEPT_LANGUAGE] = "Accept-Language",
  [FIELD_ACCEPT_ENCODING] = "Accept-Encoding",
  [FIELD_IF_NONE_MATCH] = "If-None-Match",
  [FIELD_FORWARDED] = "Forwarded",
  [FIELD_X_FORWARDED_FOR] = "X-Forwarded-For",
  [FIELD_HOST] = "Host",
  [FIELD_CONTENT_LENGTH] = "Content-Length",
  [FIELD_TRANSFER_ENCODING] = "Transfer-Encoding",
  [FIELD_RANGE] = "Range",
  [FIELD_IF_RANGE] = "If-Range",
  [FIELD_REFERER] = "Referer",
  [FIELD_ACCEPT_DATETIME] = "Accept-Datetime",
  [FIELD_USER_AGENT] = "User-Agent",
};

static void
join (Fields *fields, int field, const char *value)
{
  char *joined = g_strjoin (", ", fields->values[field], value, NULL);

  g_free (fields->joined[field]);
  fields->joined[field] = joined;
  fields->values[field] = joined;
}

/* RFC 9110 section 5.6.2. */
static gboolean
is_token (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && (name[i] == '\0' || strchr ("!#$%&'*+-.^_`|~", name[i]) == NULL))
      return FALSE;
  return length > 0;
}

/* RFC 9110 section 5.5. */
static gboolean
is_field_value (const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (((guchar)value[i] < ' ' && value[i] != '\t') || value[i] == 0x7f)
      return FALSE;
  return TRUE;
}

/* libmicrohttpd puts a NUL in the place of both the CR and the LF behind a value. Anything else there means that a
 * NUL came over the wire, and hides the rest, or that the line ended in a LF alone, which others read otherwise (RFC
 * 9112 section 2.2). */
static gboolean
ends_its_line (const char *value, gsize length)
{
  return value[length] == '\0' && value[length + 1] == '\0';
}

static enum MHD_Result
take (void *data, enum MHD_ValueKind kind, const char *name, size_t length, const char *value, size_t value_length)
{
  Fields *fields = data;

  (void)kind;
  if (value == NULL)
    return MHD_YES;
  fields->malformed |=
      !is_token (name, length) || !is_field_value (value, value_length) || !ends_its_line (value, value_length);
  for (int field = 0; field < FIELDS; field++)
    if (g_ascii_tolower (*name) == g_ascii_tolower (*names[field]) && strlen (names[field]) == length
        && g_ascii_strcasecmp (name, names[field]) == 0)
      {
        if (fields->counts[field] < G_MAXUINT8)
          fields->counts[field]++;
        if (fields->counts[field] == 1)
          fields->values[field] = value;
        else if (field < FIELD_LISTS)
          join (fields, field, value);
        break;
      }
  return MHD_YES;
}

void
request_fields_read (Fields *fields, struct MHD_Connection *connection)
{
  MHD_get_connection_values_n (connection, MHD_HEADER_KIND, take, fields);
}

void
request_fields_clear (Fields *fields)
{
  for (int i = 0; i < FIELD_LISTS; i++)
    g_clear_pointer (&fields->joined[i], g_free);
}

/* What a client can take and what it has.
 *
 * Fields are read leniently and answered safely: what is not understood is as if it were not there. */
#include "front/negotiate.h"

#include <string.h>

static const char *
skip_space (const char *text)
{
  return text + strspn (text, " \t");
}

/* The weight after a coding, in thousandths: ";q=0.5" (RFC 9110 section 12.4.2). 1000 where there is none, 0 where it
 * is malformed. */
static int
weight_of (const char *parameters)
{
  const char *q = skip_space (parameters);
  int weight = 0;

  if (*q != ';')
    return 1000;
  q = skip_space (q + 1);
  if (g_ascii_tolower (*q) != 'q' || q[1] != '=' || !g_ascii_isdigit (q[2]))
    return 0;
  weight = (q[2] - '0') * 1000;
  if (q[3] == '.')
    for (int i = 4, unit = 100; g_ascii_isdigit (q[i]); i++, unit /= 10)
      weight += (q[i] - '0') * unit;
  return MIN (weight, 1000);
}

static gboolean
is_coding (const char *item, gsize length, const char *coding)
{
  return strlen (coding) == length && g_ascii_strncasecmp (item, coding, length) == 0;
}

typedef struct
{
  int gzip, brotli, any; /* weights; -1: not named */
} Codings;

static Codings
codings_read (const char *field)
{
  Codings codings = { -1, -1, -1 };

  for (const char *item = field; item != NULL && *item != '\0';)
    {
      item += strspn (item, " \t,");
      gsize name = strcspn (item, " \t;,");
      int weight = weight_of (item + name);
      if (is_coding (item, name, "gzip") || is_coding (item, name, "x-gzip"))
        codings.gzip = weight;
      else if (is_coding (item, name, "br"))
        codings.brotli = weight;
      else if (is_coding (item, name, "*"))
        codings.any = weight;
      item += strcspn (item, ",");
    }
  return codings;
}

/* "*" is not taken for brotli: whoever can read it says so. */
Coding
negotiate_coding (const char *accept_encoding)
{
  Codings codings = codings_read (accept_encoding);
  gboolean gzip = codings.gzip > 0 || (codings.gzip < 0 && codings.any > 0);

  if (!gzip)
    return CODING_IDENTITY;
  return codings.brotli > 0 && codings.brotli >= codings.gzip ? CODING_BROTLI : CODING_GZIP;
}

gboolean
negotiate_none_match (const char *if_none_match, const char *etag)
{
  const char *item = if_none_match;

  if (item == NULL)
    return FALSE;
  item = skip_space (item);
  if (*item == '*' && *skip_space (item + 1) == '\0')
    return TRUE;
  while (*item != '\0')
    {
      item += strspn (item, " \t,");
      if (g_str_has_prefix (item, "W/"))
        item += 2;
      if (*item != '"')
        return FALSE;
      gsize length = strcspn (item + 1, "\"") + 2;
      if (strlen (etag) == length && strncmp (item, etag, length) == 0)
        return TRUE;
      item += MIN (length, strlen (item));
    }
  return FALSE;
}

/* Digits and nothing else; saturates. */
static gboolean
read_number (const char **text, guint64 *number)
{
  gsize digits = strspn (*text, "0123456789");

  *number = g_ascii_strtoull (*text, NULL, 10);
  *text += digits;
  return digits > 0;
}

static RangeResult
suffix_range (guint64 count, guint64 size, guint64 *first, guint64 *last)
{
  if (count == 0 || size == 0)
    return RANGE_UNSATISFIABLE;
  *first = size - MIN (count, size);
  *last = size - 1;
  return RANGE_PART;
}

RangeResult
negotiate_range (const char *range, guint64 size, guint64 *first, guint64 *last)
{
  if (range == NULL || g_ascii_strncasecmp (range, "bytes=", 6) != 0)
    return RANGE_NONE;
  const char *text = skip_space (range + 6);
  guint64 count;
  if (*text == '-')
    {
      text++;
      return read_number (&text, &count) && *text == '\0' ? suffix_range (count, size, first, last) : RANGE_NONE;
    }
  if (!read_number (&text, first) || *text++ != '-')
    return RANGE_NONE;
  gboolean open = !read_number (&text, last);
  if (*text != '\0' || (!open && *last < *first))
    return RANGE_NONE;
  if (*first >= size)
    return RANGE_UNSATISFIABLE;
  *last = open ? size - 1 : MIN (*last, size - 1);
  return RANGE_PART;
}

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

/* The weight after a coding: ";q=0.5". 1 where there is none, 0 where it is malformed. */
static double
weight_of (const char *parameters, gsize length)
{
  g_autofree char *text = g_strndup (parameters, length);
  const char *q = skip_space (text);

  if (*q != ';')
    return 1;
  q = skip_space (q + 1);
  if (g_ascii_tolower (*q) != 'q' || q[1] != '=')
    return 0;
  return CLAMP (g_ascii_strtod (q + 2, NULL), 0, 1);
}

static gboolean
is_coding (const char *item, gsize length, const char *coding)
{
  return strlen (coding) == length && g_ascii_strncasecmp (item, coding, length) == 0;
}

gboolean
negotiate_gzip (const char *accept_encoding)
{
  double gzip = -1, any = -1;

  for (const char *item = accept_encoding; item != NULL && *item != '\0';)
    {
      item += strspn (item, " \t,");
      gsize name = strcspn (item, " \t;,");
      gsize whole = strcspn (item, ",");
      double weight = weight_of (item + name, whole - name);
      if (is_coding (item, name, "gzip") || is_coding (item, name, "x-gzip"))
        gzip = weight;
      else if (is_coding (item, name, "*"))
        any = weight;
      item += whole;
    }
  return gzip > 0 || (gzip < 0 && any > 0);
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

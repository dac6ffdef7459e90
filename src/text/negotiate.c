/* Which language to answer in: RFC 9110 section 12.5.4 for the header, RFC 4647 section 3.4 for the lookup.
 *
 * Ranges count by falling weight, and in the order written where weights are equal. A range is shortened from its end
 * until it meets an offered language; "en-US" finds "en-GB" too if nothing meets it better, and "pt" finds "pt-BR".
 * What the header refuses (q=0) is not chosen. Of a header that is too long the rest is not read; a part that is no
 * range is passed over. Nothing is allocated. */
#include "text/locale.h"

#include <string.h>

#define HEADER_LIMIT 4096
#define RANGE_LIMIT 64 /* ranges that count */
#define TAG_LIMIT 35   /* bytes of a range (RFC 5646 section 4.4.1) */

typedef struct
{
  const char *text;
  gsize length;
  int weight; /* thousandths */
} Range;

typedef struct
{
  Range items[RANGE_LIMIT];
  gsize count;
} Ranges;

/* ---- The header ---- */

static const char *
skip_space (const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  return at;
}

/* qvalue: "0", "0.7", "1.000". -1 if it is none. */
static int
weight_read (const char *at, const char *end)
{
  int weight = 0, unit = 100;

  if (at == end || (*at != '0' && *at != '1'))
    return -1;
  weight = (*at++ - '0') * 1000;
  if (at < end && *at++ != '.')
    return -1;
  for (; at < end && unit > 0 && g_ascii_isdigit (*at); at++, unit /= 10)
    weight += (*at - '0') * unit;
  return at == end && weight <= 1000 ? weight : -1;
}

/* What stands after the range: nothing, or ";q=…". */
static int
parameters_read (const char *at, const char *end)
{
  while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  at = skip_space (at, end);
  if (at == end)
    return 1000;
  if (*at != ';')
    return -1;
  at = skip_space (at + 1, end);
  if (end - at < 2 || g_ascii_tolower (*at) != 'q' || at[1] != '=')
    return -1;
  return weight_read (at + 2, end);
}

/* language-range of RFC 4647 section 2.1, roughly: subtags of 1 to 8 letters or digits, or "*". */
static gboolean
range_sound (const char *text, gsize length)
{
  gsize subtag = 0;

  if (length == 1 && *text == '*')
    return TRUE;
  for (gsize i = 0; i < length; i++)
    {
      subtag = text[i] == '-' ? 0 : subtag + 1;
      if (subtag > 8 || (subtag == 0 && (i == 0 || text[i - 1] == '-')))
        return FALSE;
    }
  return subtag > 0 && length <= TAG_LIMIT && g_ascii_isalpha (*text);
}

static void
range_add (Ranges *ranges, const char *at, const char *end)
{
  const char *start = skip_space (at, end);
  const char *tail = start;

  while (tail < end && (g_ascii_isalnum (*tail) || *tail == '-' || *tail == '*'))
    tail++;
  Range range = { .text = start, .length = (gsize)(tail - start), .weight = parameters_read (tail, end) };
  if (range.weight >= 0 && range_sound (range.text, range.length) && ranges->count < RANGE_LIMIT)
    ranges->items[ranges->count++] = range;
}

static void
ranges_read (Ranges *ranges, const char *header)
{
  const char *end = header + strnlen (header, HEADER_LIMIT);

  ranges->count = 0;
  for (const char *at = header; at < end && ranges->count < RANGE_LIMIT;)
    {
      const char *comma = memchr (at, ',', (gsize)(end - at));
      const char *stop = comma != NULL ? comma : end;
      range_add (ranges, at, stop);
      at = comma != NULL ? comma + 1 : end;
    }
}

/* ---- The choice ---- */

/* Whether TAG begins with the first LENGTH bytes of RANGE and then ends, or goes on with another subtag. */
static gboolean
begins_with (const char *tag, const char *range, gsize length)
{
  return g_ascii_strncasecmp (tag, range, length) == 0 && strlen (tag) >= length
         && (tag[length] == '\0' || tag[length] == '-');
}

static gboolean
is_any (const Range *range)
{
  return *range->text == '*';
}

/* Refused by a range of weight 0 that names it; "*;q=0" refuses what no other range names. */
static gboolean
refused (const Ranges *ranges, const char *tag)
{
  const Range *best = NULL;

  for (gsize i = 0; i < ranges->count; i++)
    {
      const Range *range = &ranges->items[i];
      gboolean meets = is_any (range) || begins_with (tag, range->text, range->length);
      if (meets && (best == NULL || is_any (best) || (!is_any (range) && range->length > best->length)))
        best = range;
    }
  return best != NULL && best->weight == 0;
}

/* RFC 4647 section 3.4: the next shorter range, without a single letter at its end. */
static gsize
shorten (const char *range, gsize length)
{
  while (length > 0 && range[length - 1] != '-')
    length--;
  if (length > 0)
    length--;
  return length >= 2 && range[length - 2] == '-' ? length - 2 : length;
}

static const char *
offered_by (const Ranges *ranges, const char *range, gsize length, gboolean whole, const char *const *offered)
{
  for (; *offered != NULL; offered++)
    if (begins_with (*offered, range, length) && (!whole || (*offered)[length] == '\0')
        && !refused (ranges, *offered))
      return *offered;
  return NULL;
}

/* WHOLE: only a language that the range names entirely. */
static const char *
lookup (const Ranges *ranges, const Range *range, gboolean whole, const char *const *offered)
{
  for (gsize length = range->length; length > 0; length = shorten (range->text, length))
    {
      const char *tag = offered_by (ranges, range->text, length, whole, offered);
      if (tag != NULL)
        return tag;
    }
  return NULL;
}

/* "*": the first that is not refused. */
static const char *
any_choose (const Ranges *ranges, const char *const *offered)
{
  while (*offered != NULL && refused (ranges, *offered))
    offered++;
  return *offered;
}

static const char *
range_choose (const Ranges *ranges, const Range *range, const char *const *offered)
{
  if (is_any (range))
    return any_choose (ranges, offered);
  const char *tag = lookup (ranges, range, TRUE, offered);
  return tag != NULL ? tag : lookup (ranges, range, FALSE, offered);
}

/* The heaviest range that was not tried yet; it is marked as tried. */
static const Range *
next_range (const Ranges *ranges, gboolean tried[RANGE_LIMIT])
{
  const Range *best = NULL;

  for (gsize i = 0; i < ranges->count; i++)
    if (!tried[i] && ranges->items[i].weight > 0 && (best == NULL || ranges->items[i].weight > best->weight))
      best = &ranges->items[i];
  if (best != NULL)
    tried[best - ranges->items] = TRUE;
  return best;
}

const char *
locale_negotiate (const char *header, const char *const *offered)
{
  gboolean tried[RANGE_LIMIT] = { FALSE };
  const Range *range;
  Ranges ranges;

  if (header == NULL || offered[0] == NULL)
    return offered[0];
  ranges_read (&ranges, header);
  while ((range = next_range (&ranges, tried)) != NULL)
    {
      const char *tag = range_choose (&ranges, range, offered);
      if (tag != NULL)
        return tag;
    }
  return offered[0];
}

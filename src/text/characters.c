/* characters.c: bytes are told apart by a table, and only the lead bytes that may begin something special are looked
 * at closer: nearly all text passes at one look a byte. */
#include "text/characters.h"

#include <string.h>

enum
{
  PLAIN,
  SPACE,
  CONTROL,
  LOOK /* C2: no-break space and C1 controls; EF, F0 to F4: noncharacters and U+FEFF */
};

static const guint8 classes[256] = {
  [0x00 ... 0x08] = CONTROL, [0x09 ... 0x0a] = SPACE, [0x0b] = CONTROL, [0x0c ... 0x0d] = SPACE,
  [0x0e ... 0x1f] = CONTROL, [0x20] = SPACE,          [0x7f] = CONTROL, [0xc2] = LOOK,
  [0xef ... 0xff] = LOOK,
};

static inline int
byte_class (guchar c)
{
  return classes[c];
}

static inline gboolean
is_fixed (const char *text, gsize length)
{
  return length >= 2 && (guchar)text[0] == 0xc2 && (guchar)text[1] == 0xa0;
}

/* Length of the white space character at TEXT, 0 if none stands there. */
static inline gsize
space_at (const char *text, gsize length)
{
  return is_fixed (text, length) ? 2 : byte_class ((guchar)text[0]) == SPACE ? 1 : 0;
}

/* Length of the forbidden character at TEXT, 0 if none stands there. */
static gsize
forbidden_at (const char *text, gsize length)
{
  const guchar *c = (const guchar *)text;
  int class = byte_class (c[0]);

  if (class == CONTROL)
    return 1;
  if (class != LOOK)
    return 0;
  if (c[0] == 0xc2)
    return length >= 2 && c[1] < 0xa0 ? 2 : 0;
  if (c[0] == 0xef && length >= 3)
    return (c[1] == 0xbf && c[2] >= 0xbe) || (c[1] == 0xb7 && c[2] >= 0x90 && c[2] <= 0xaf)
                   || (c[1] == 0xbb && c[2] == 0xbf)
               ? 3
               : 0;
  return c[0] >= 0xf0 && length >= 4 && (c[1] & 0x0f) == 0x0f && c[2] == 0xbf && c[3] >= 0xbe ? 4 : 0;
}

gsize
characters_leading_space (const char *text, gsize length)
{
  gsize n = 0, step;

  while (n < length && (step = space_at (text + n, length - n)) > 0)
    n += step;
  return n;
}

gsize
characters_trailing_space (const char *text, gsize length)
{
  gsize end = length;

  while (end > 0)
    if (byte_class ((guchar)text[end - 1]) == SPACE)
      end--;
    else if (end >= 2 && is_fixed (text + end - 2, 2))
      end -= 2;
    else
      break;
  return length - end;
}

gboolean
characters_is_fixed_space (const char *text, gsize length)
{
  return length == 2 && is_fixed (text, length);
}

gboolean
characters_any_visible (const char *text, gsize length)
{
  return characters_leading_space (text, length) < length;
}

gboolean
characters_folded (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (byte_class ((guchar)text[i]))
      {
      case PLAIN:
        break;
      case SPACE:
        if (text[i] != ' ' || (i + 1 < length && space_at (text + i + 1, length - i - 1) > 0))
          return FALSE;
        break;
      case CONTROL:
        return FALSE;
      default:
        if (forbidden_at (text + i, length - i) > 0
            || (is_fixed (text + i, length - i) && i + 2 < length && space_at (text + i + 2, length - i - 2) > 0))
          return FALSE;
      }
  return TRUE;
}

gsize
characters_drop_forbidden (const char *text, gsize length, char *out)
{
  gsize kept = 0, step;

  for (gsize i = 0; i < length;)
    if ((step = forbidden_at (text + i, length - i)) > 0)
      i += step;
    else
      out[kept++] = text[i++];
  return kept;
}

gsize
characters_fold (const char *text, gsize length, char *out)
{
  gsize kept = 0, run;

  for (gsize i = 0; i < length;)
    {
      run = characters_leading_space (text + i, length - i);
      if (run == 0)
        out[kept++] = text[i++];
      else if (characters_is_fixed_space (text + i, run))
        memcpy (out + kept, text + i, 2), kept += 2;
      else
        out[kept++] = ' ';
      i += run;
    }
  return kept;
}

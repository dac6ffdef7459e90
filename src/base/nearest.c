/* Words near to a misspelt one, so that an error can say what was probably meant.
 *
 * The measure is the optimal string alignment distance on characters, letter case aside. A word is near if a third of
 * it or less must be changed, and never more than four characters. */
#include "base/nearest.h"

#include <string.h>

#define WORD_LIMIT 64

/* The characters of TEXT in lower case; FALSE if there are too many, or it is no UTF-8. */
static gboolean
fold (const char *text, gunichar *characters, unsigned *length)
{
  *length = 0;
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (*length == WORD_LIMIT)
        return FALSE;
      characters[(*length)++] = g_unichar_tolower (g_utf8_get_char (at));
    }
  return TRUE;
}

static unsigned
cheapest (unsigned table[][WORD_LIMIT + 1], const gunichar *a, const gunichar *b, unsigned i, unsigned j)
{
  unsigned cost = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);

  cost = MIN (cost, MIN (table[i - 1][j], table[i][j - 1]) + 1);
  if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
    cost = MIN (cost, table[i - 2][j - 2] + 1);
  return cost;
}

unsigned
nearest_distance (const char *a, const char *b)
{
  gunichar from[WORD_LIMIT], to[WORD_LIMIT];
  unsigned rows, columns;
  unsigned table[WORD_LIMIT + 1][WORD_LIMIT + 1];

  if (!fold (a, from, &rows) || !fold (b, to, &columns))
    return G_MAXUINT;
  for (unsigned i = 0; i <= rows; i++)
    table[i][0] = i;
  for (unsigned j = 0; j <= columns; j++)
    table[0][j] = j;
  for (unsigned i = 1; i <= rows; i++)
    for (unsigned j = 1; j <= columns; j++)
      table[i][j] = cheapest (table, from, to, i, j);
  return table[rows][columns];
}

unsigned
nearest_limit (const char *word)
{
  return (unsigned)CLAMP (strlen (word) / 3, 1, 4);
}

const char *
nearest_word (const char *word, const char *const *candidates)
{
  unsigned best = MIN (4, MAX (1, (unsigned)(MIN (strlen (word), 100) / 3))) + 1;
  const char *nearest = NULL;

  for (; *candidates != NULL; candidates++)
    {
      unsigned distance = nearest_distance (word, *candidates);
      if (distance < best)
        {
          best = distance;
          nearest = *candidates;
        }
    }
  return nearest;
}

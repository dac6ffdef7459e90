/* merge.c: both texts are compared with the one they grew out of (myers.c). A line of it that both kept is where the
 * three stand together again; what lies between two of these is a piece. So what two people did to neighbouring lines
 * is one piece, and a clash: better asked once too often than words put together that do not belong together. */
#include "text/merge.h"

#include <string.h>

#include "text/myers.h"

typedef struct
{
  char **lines;
  GArray *numbers; /* of guint: equal lines have equal numbers */
} Lines;

static void
lines_clear (Lines *lines)
{
  g_strfreev (lines->lines);
  g_array_unref (lines->numbers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

static void
lines_init (Lines *lines, const char *text, GHashTable *known)
{
  lines->lines = g_strsplit (text, "\n", -1);
  if (lines->lines[0] == NULL) /* g_strsplit() makes nothing of nothing; it is one empty line */
    {
      g_strfreev (lines->lines);
      lines->lines = g_new0 (char *, 2);
      lines->lines[0] = g_strdup ("");
    }
  lines->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (char **line = lines->lines; *line != NULL; line++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (known, *line));
      if (number == 0)
        {
          number = g_hash_table_size (known) + 1;
          g_hash_table_insert (known, g_strdup (*line), GUINT_TO_POINTER (number));
        }
      g_array_append_val (lines->numbers, number);
    }
}

static guint
number_at (const Lines *lines, guint i)
{
  return g_array_index (lines->numbers, guint, i);
}

/* ---- Where the lines of one text stand in another ---- */

#define NOWHERE G_MAXUINT

/* What both ends have in common, for texts that are too far apart for more. */
static void
place_ends (const Lines *from, const Lines *to, guint *places)
{
  guint n = from->numbers->len, m = to->numbers->len, head = 0, tail = 0;

  for (; head < n && head < m && number_at (from, head) == number_at (to, head); head++)
    places[head] = head;
  for (; tail < n - head && tail < m - head && number_at (from, n - 1 - tail) == number_at (to, m - 1 - tail); tail++)
    places[n - 1 - tail] = m - 1 - tail;
}

/* For each line of FROM which line of TO it is, or NOWHERE. */
static guint *
places_of (const Lines *from, const Lines *to)
{
  g_autoptr (GArray) script = myers_script (from->numbers, to->numbers);
  guint *places = g_new (guint, from->numbers->len);
  guint at = 0, there = 0;

  memset (places, 0xff, from->numbers->len * sizeof *places); /* NOWHERE */
  if (script == NULL)
    place_ends (from, to, places);
  for (guint step = 0; script != NULL && step < script->len; step++)
    switch (g_array_index (script, guint8, step))
      {
      case EDIT_KEEP:
        places[at++] = there++;
        break;
      case EDIT_DELETE:
        at++;
        break;
      default:
        there++;
      }
  return places;
}

/* ---- Pieces ---- */

static void
piece_free (gpointer data)
{
  MergePiece *piece = data;

  g_free (piece->base);
  g_free (piece->ours);
  g_free (piece->theirs);
  g_free (piece);
}

static char *
stretch (const Lines *lines, guint from, guint to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    g_string_append_printf (text, "%s\n", lines->lines[i]);
  return g_string_free (text, FALSE);
}

static MergeOutcome
outcome_of (const MergePiece *piece)
{
  gboolean by_us = strcmp (piece->base, piece->ours) != 0, by_them = strcmp (piece->base, piece->theirs) != 0;

  if (!by_us)
    return by_them ? MERGE_THEIRS : MERGE_KEPT;
  if (!by_them)
    return MERGE_OURS;
  return strcmp (piece->ours, piece->theirs) == 0 ? MERGE_ALIKE : MERGE_CLASH;
}

/* Each taken over. */
static void
add_piece (GPtrArray *pieces, char *base, char *ours, char *theirs)
{
  MergePiece *piece = g_new0 (MergePiece, 1);

  *piece = (MergePiece){ MERGE_KEPT, base, ours, theirs };
  piece->outcome = outcome_of (piece);
  if (*base == '\0' && *ours == '\0' && *theirs == '\0')
    piece_free (piece);
  else
    g_ptr_array_add (pieces, piece);
}

static GPtrArray *
merge_three (const Lines *base, const Lines *ours, const Lines *theirs)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (piece_free);
  g_autofree guint *in_ours = places_of (base, ours), *in_theirs = places_of (base, theirs);
  guint length = base->numbers->len, b = 0, o = 0, t = 0;

  while (b < length || o < ours->numbers->len || t < theirs->numbers->len)
    {
      guint same = b;
      while (same < length && in_ours[same] == o + (same - b) && in_theirs[same] == t + (same - b))
        same++;
      if (same > b)
        add_piece (pieces, stretch (base, b, same), stretch (ours, o, o + (same - b)),
                   stretch (theirs, t, t + (same - b)));
      o += same - b;
      t += same - b;
      guint next = same;
      while (next < length && (in_ours[next] == NOWHERE || in_theirs[next] == NOWHERE))
        next++;
      guint ours_end = next < length ? in_ours[next] : ours->numbers->len;
      guint theirs_end = next < length ? in_theirs[next] : theirs->numbers->len;
      add_piece (pieces, stretch (base, same, next), stretch (ours, o, ours_end), stretch (theirs, t, theirs_end));
      b = next;
      o = ours_end;
      t = theirs_end;
    }
  return pieces;
}

/* Without what both grew out of, it cannot be known who changed what. */
static GPtrArray *
merge_two (const Lines *ours, const Lines *theirs)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (piece_free);
  g_autofree guint *places = places_of (ours, theirs);
  guint length = ours->numbers->len, o = 0, t = 0;

  while (o < length || t < theirs->numbers->len)
    {
      guint same = o, next;
      while (same < length && places[same] == t + (same - o))
        same++;
      if (same > o)
        {
          g_autofree char *text = stretch (ours, o, same);
          add_piece (pieces, g_strdup (text), g_strdup (text), g_strdup (text));
        }
      t += same - o;
      for (next = same; next < length && places[next] == NOWHERE; next++)
        ;
      guint end = next < length ? places[next] : theirs->numbers->len;
      guint before = pieces->len;
      add_piece (pieces, g_strdup (""), stretch (ours, same, next), stretch (theirs, t, end));
      if (pieces->len > before)
        ((MergePiece *)pieces->pdata[before])->outcome = MERGE_CLASH;
      o = next;
      t = end;
    }
  return pieces;
}

GPtrArray *
merge_texts (const char *base, const char *ours, const char *theirs)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Lines) our_lines, their_lines;

  lines_init (&our_lines, ours, known);
  lines_init (&their_lines, theirs, known);
  if (base == NULL)
    return merge_two (&our_lines, &their_lines);
  g_auto (Lines) base_lines;
  lines_init (&base_lines, base, known);
  return merge_three (&base_lines, &our_lines, &their_lines);
}

GPtrArray *
merge_whole (const char *base, const char *ours, const char *theirs)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (piece_free);

  add_piece (pieces, g_strconcat (base != NULL ? base : "", "\n", NULL), g_strconcat (ours, "\n", NULL),
             g_strconcat (theirs, "\n", NULL));
  return pieces;
}

guint
merge_clashes (const GPtrArray *pieces)
{
  guint count = 0;

  for (guint i = 0; i < pieces->len; i++)
    count += ((const MergePiece *)pieces->pdata[i])->outcome == MERGE_CLASH ? 1 : 0;
  return count;
}

char *
merge_result (const GPtrArray *pieces, const char *take)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++)
    {
      const MergePiece *piece = pieces->pdata[i];
      int how = piece->outcome == MERGE_CLASH ? *take++ : piece->outcome == MERGE_THEIRS ? 't' : 'o';
      if (how != 'o')
        g_string_append (text, piece->theirs);
      if (how == 'b' && *piece->theirs != '\0' && *piece->ours != '\0')
        g_string_append_c (text, '\n');
      if (how != 't')
        g_string_append (text, piece->ours);
    }
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

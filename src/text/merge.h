/* merge.h: two texts that grew out of one, brought together line by line.
 *
 * What one side alone changed is taken, and so is what both changed alike. Where both changed the same lines, or
 * lines that touch, somebody has to choose. */
#pragma once

#include <glib.h>

typedef enum
{
  MERGE_KEPT,   /* nobody changed it */
  MERGE_OURS,   /* we alone did */
  MERGE_THEIRS, /* they alone did */
  MERGE_ALIKE,  /* both did, and say the same */
  MERGE_CLASH
} MergeOutcome;

/* What stands in the three texts at one place: whole lines, each with a line feed; "" where there is nothing. */
typedef struct
{
  MergeOutcome outcome;
  char *base, *ours, *theirs;
} MergePiece;

/* BASE is what both began from; NULL: it is not known, and then all in which the two differ is a clash. The pieces
 * (array of MergePiece), one after the other, are the texts, with a line feed after the last. Transfer full. */
GPtrArray *merge_texts (const char *base, const char *ours, const char *theirs);
/* The same as one piece, where there is too much to choose from. */
GPtrArray *merge_whole (const char *base, const char *ours, const char *theirs);
guint merge_clashes (const GPtrArray *pieces);
/* The text without a clash; where there is one, what TAKE says of it, in their order: 'o' ours, 't' theirs, 'b'
 * theirs and then ours, an empty line between. TAKE is as long as there are clashes. Transfer full. */
char *merge_result (const GPtrArray *pieces, const char *take);

/* myers.h: the shortest script of deletions and insertions that turns one sequence into another. */
#pragma once

#include <glib.h>

typedef enum
{
  EDIT_KEEP,
  EDIT_DELETE,
  EDIT_INSERT
} Edit;

/* A and B: sequences of numbers that stand for words or blocks. Transfer full: array of guint8 (Edit), one a step;
 * NULL if they differ in more places than bounded work can find. */
GArray *myers_script (const GArray *a, const GArray *b);

/* merging.h: what two people made of one draft, brought together field by field, and the text line by line. Pure. */
#pragma once

#include "desk/text/source.h"

/* A place at which both changed something, and somebody has to choose. */
typedef struct
{
  char *field; /* "title", "speaker.name", "body" */
  char *base, *ours, *theirs;
} Clash;

typedef struct
{
  GPtrArray *clashes; /* of Clash */
  GPtrArray *theirs;  /* of char *: the fields in which something of theirs alone was taken */
  Source *base, *from_us, *from_them;
} Merging;

/* BASE may be NULL: it is not known. */
Merging *merging_new (const char *base, const char *ours, const char *theirs);
void merging_free (Merging *merging);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Merging, merging_free)

/* Whether both may be taken of a clash, one after the other: of a text, not of a choice. */
gboolean clash_takes_both (const Clash *clash);
/* TAKE: for each clash 'o', 't' or 'b' (merge.h). Transfer full. */
Source *merging_result (const Merging *merging, const char *take);

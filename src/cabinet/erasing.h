/* erasing.h: by order of law the words of a text go from the desk's file as well: from every version that was saved
 * of it, and what was said about it. That there was one, who worked on it, and the trail stay. */
#pragma once

#include "cabinet/draft.h"

/* A language of a document. A plain value that borrows. */
typedef struct
{
  const char *office, *document, *language;
  unsigned number; /* the edition that is erased; 0: all are */
} Erasing;

/* How many versions are kept of it at the desk. -1 with ERROR set. */
gint64 cabinet_count_erasing (Cabinet *cabinet, const Erasing *erasing, GError **error);
/* What became the edition loses its words and files; what is being written from it is discarded. What was written
 * later keeps its last version alone, since it began from those words. */
gboolean cabinet_erase (Cabinet *cabinet, const Actor *actor, const Erasing *erasing, GError **error);
/* Once that is committed: write the file anew, so that no free place in it, nor its -wal, holds what was in it. */
gboolean cabinet_scrub (Cabinet *cabinet, GError **error);

/* media.h: files of drafts, with the renditions of pictures, until they are in the record.
 *
 * What a draft has is more than what its text names: an earlier version may name it, and one can go back to that. A
 * file goes when its draft is discarded or public, unless another draft has it. */
#pragma once

#include "cabinet/cabinet.h"

typedef struct
{
  const char *name; /* the last segment of its address; no other file of the draft has it */
  const char *of;   /* the file that it is a rendition of, or NULL */
  const char *type;
  unsigned width, height; /* of a picture; else 0 */
  GBytes *content;
} NewFile;

/* Each file is noted in the trail, but for renditions. The draft is one that can be changed (else STATE). */
gboolean cabinet_add_files (Cabinet *cabinet, const Actor *actor, const char *draft, const NewFile *files,
                            guint count, GError **error);

typedef struct
{
  char *name, *of; /* OF: or NULL */
  char *digest, *type;
  guint64 size;
  unsigned width, height;
} CabinetFile;
void cabinet_file_free (CabinetFile *file);

/* In the order in which they came. Array of CabinetFile; transfer full. */
GPtrArray *cabinet_files (Cabinet *cabinet, const char *draft, GError **error);
/* NULL without ERROR set: no draft has it. TYPE: transfer full. */
GBytes *cabinet_file_content (Cabinet *cabinet, const char *digest, char **type, GError **error);
/* Which drafts have it, by id. Transfer full. */
char **cabinet_file_drafts (Cabinet *cabinet, const char *digest, GError **error);

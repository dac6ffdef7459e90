/* memory.h: the head of a log that was signed last, in a file beside the keys, so that an old copy of the record is
 * found out.
 *
 * Two places of a fixed length, each for one checkpoint, written in turn: one of them is always whole. What stands
 * there vouches for itself, since it is signed. The file is opened once and kept, for a process that may open none.
 */
#pragma once

#include "seal/checkpoint.h"
#include "seal/note.h"

typedef struct _Memory Memory;

/* PATH is made if there is none. Transfer full. SEAL_ERROR_FAILED. */
Memory *memory_open (const char *path, GError **error);
Memory *memory_open_to_read (const char *path, GError **error); /* one that is there */
void memory_close (Memory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Memory, memory_close)

/* The larger head that one of COUNT keys LOG signed, as the note that it is; NULL: nothing is remembered. SIZE and
 * ROOT are its. Transfer full. */
char *memory_recall (const Memory *memory, Verifier *const *log, gsize count, guint64 *size, Hash *root);
/* Keep NOTE, of the log of SIZE, and have it on the disk, unless a larger one is kept. SEAL_ERROR_FAILED. */
gboolean memory_keep (const Memory *memory, Verifier *const *log, gsize count, const char *note, guint64 size,
                      GError **error);

/* state_file.h: what a witness remembers, in a file that is on the disk before anybody is answered by it.
 *
 * One process at a time has it; of a file that is not whole nothing is believed. */
#pragma once

#include "witness/state_text.h"

typedef struct _StateFile StateFile;

/* If there is no file PATH the witness has seen nothing yet; *FRESH tells. SEAL_ERROR_FAILED: it cannot be read, or
 * another process has it. Transfer full. */
StateFile *state_file_open (const char *path, gboolean *fresh, GError **error);
void state_file_close (StateFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StateFile, state_file_close)

/* NULL: nothing of this ORIGIN. Borrowed until the next setting. */
const Seen *state_file_get (const StateFile *file, const char *origin);
/* Durable when TRUE is returned; else what state_file_get() gives stays as it was. */
gboolean state_file_set (StateFile *file, const char *origin, const Seen *seen, GError **error);
/* All but its own name, for a sandbox: the folder in which it makes its files. */
const char *state_file_folder (const StateFile *file);

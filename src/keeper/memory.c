#include "keeper/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define PLACE_BYTES 4096
#define PLACES 2

struct _Memory
{
  int file;
};

typedef struct
{
  char *note; /* NULL: there is none */
  guint64 size;
  Hash root;
} Kept;

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "what was signed last cannot be %s: %s", what,
               g_strerror (errno));
  return FALSE;
}

static Memory *
open_with (const char *path, int flags, GError **error)
{
  int file = g_open (path, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    {
      fail (error, "remembered");
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  Memory *memory = g_new (Memory, 1);
  memory->file = file;
  return memory;
}

Memory *
memory_open (const char *path, GError **error)
{
  return open_with (path, O_RDWR | O_CREAT, error);
}

Memory *
memory_open_to_read (const char *path, GError **error)
{
  return open_with (path, O_RDONLY, error);
}

void
memory_close (Memory *memory)
{
  close (memory->file);
  g_free (memory);
}

static Kept
read_place (const Memory *memory, int place, Verifier *const *log, gsize count)
{
  char text[PLACE_BYTES + 1] = "";
  Kept kept = { NULL };

  if (pread (memory->file, text, PLACE_BYTES, (off_t)place * PLACE_BYTES) <= 0)
    return kept;
  g_autoptr (Note) note = note_open (text, strlen (text), log, count, NULL);
  g_autoptr (Checkpoint) head = note != NULL ? checkpoint_parse (note->text, NULL) : NULL;
  if (head != NULL)
    kept = (Kept){ g_strdup (text), head->size, head->root };
  return kept;
}

/* The place of the larger head, or of none. */
static int
larger (const Memory *memory, Verifier *const *log, gsize count, Kept *kept)
{
  Kept first = read_place (memory, 0, log, count), second = read_place (memory, 1, log, count);
  int place = second.note != NULL && (first.note == NULL || second.size > first.size);

  *kept = place == 0 ? first : second;
  g_free (place == 0 ? second.note : first.note);
  return place;
}

char *
memory_recall (const Memory *memory, Verifier *const *log, gsize count, guint64 *size, Hash *root)
{
  Kept kept;

  larger (memory, log, count, &kept);
  *size = kept.note != NULL ? kept.size : 0;
  *root = kept.root;
  return kept.note;
}

/* In the other place than that of the larger one. */
static gboolean
keep (const Memory *memory, Verifier *const *log, gsize count, const char *note, guint64 size, GError **error)
{
  char text[PLACE_BYTES] = "";
  Kept kept;
  int place = larger (memory, log, count, &kept);
  gboolean old = kept.note != NULL && kept.size >= size;

  g_free (kept.note);
  if (old)
    return TRUE;
  gsize length = strlen (note);
  if (length >= sizeof text)
    {
      errno = EMSGSIZE;
      return fail (error, "remembered");
    }
  memcpy (text, note, length + 1);
  gboolean written =
      pwrite (memory->file, text, sizeof text, (off_t)(PLACES - 1 - place) * PLACE_BYTES) == sizeof text
      && fsync (memory->file) == 0;
  return written || fail (error, "remembered");
}

gboolean
memory_keep (const Memory *memory, Verifier *const *log, gsize count, const char *note, guint64 size, GError **error)
{
  if (flock (memory->file, LOCK_EX) != 0) /* another keeper of the same keys */
    return fail (error, "remembered");
  gboolean kept = keep (memory, log, count, note, size, error);
  flock (memory->file, LOCK_UN);
  return kept;
}

/* A new state is written beside the old one, brought to the disk, and given its name; then the folder is brought to
 * the disk. So there is always one whole state, and after each set it is the new one. The lock is on a file of its
 * own, since the state's is another one after each set. */
#include "witness/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct _StateFile
{
  char *path, *next, *folder_path;
  int lock, folder;
  GHashTable *seen; /* origin -> Seen */
};

static gboolean
fail_system (GError **error, const char *path, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "%s: %s: %s", path, what, g_strerror (errno));
  return FALSE;
}

/* ---- Opening ---- */

static gboolean
take_lock (StateFile *file, GError **error)
{
  g_autofree char *path = g_strconcat (file->path, ".lock", NULL);

  file->lock = g_open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file->lock < 0)
    return fail_system (error, path, "the lock of the witness's state cannot be made");
  if (flock (file->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (errno != EWOULDBLOCK)
    return fail_system (error, path, "the witness's state cannot be locked");
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "%s: another witness is at work with this state", file->path);
  return FALSE;
}

static gboolean
open_folder (StateFile *file, GError **error)
{
  file->folder = g_open (file->folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  return file->folder >= 0 || fail_system (error, file->folder_path, "the folder of the witness's state");
}

static gboolean
read_state (StateFile *file, gboolean *fresh, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  gsize length;

  *fresh = FALSE;
  if (g_file_get_contents (file->path, &text, &length, &failure))
    {
      file->seen = state_text_read (text, length, error);
      if (file->seen == NULL)
        g_prefix_error (error, "%s: ", file->path);
      return file->seen != NULL;
    }
  *fresh = g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  if (*fresh)
    file->seen = state_text_new ();
  else
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the witness's state cannot be read: %s", failure->message);
  return *fresh;
}

StateFile *
state_file_open (const char *path, gboolean *fresh, GError **error)
{
  g_autoptr (StateFile) file = g_new0 (StateFile, 1);

  file->path = g_strdup (path);
  file->next = g_strconcat (path, ".new", NULL);
  file->folder_path = g_path_get_dirname (path);
  file->lock = file->folder = -1;
  return open_folder (file, error) && take_lock (file, error) && read_state (file, fresh, error)
             ? g_steal_pointer (&file)
             : NULL;
}

void
state_file_close (StateFile *file)
{
  if (file->folder >= 0)
    close (file->folder);
  if (file->lock >= 0)
    close (file->lock);
  g_clear_pointer (&file->seen, g_hash_table_unref);
  g_free (file->path);
  g_free (file->next);
  g_free (file->folder_path);
  g_free (file);
}

/* ---- Setting ---- */

static gboolean
write_all (int to, const char *text, gsize left)
{
  while (left > 0)
    {
      ssize_t written = write (to, text, left);
      if (written < 0 && errno != EINTR)
        return FALSE;
      gsize done = written > 0 ? (gsize)written : 0;
      text += done;
      left -= done;
    }
  return fsync (to) == 0;
}

static gboolean
write_next (const StateFile *file, const char *text)
{
  int to = g_open (file->next, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (to < 0)
    return FALSE;

  gboolean written = write_all (to, text, strlen (text));
  int kept = errno;
  close (to);
  errno = kept;
  return written;
}

gboolean
state_file_set (StateFile *file, const char *origin, const Seen *seen, GError **error)
{
  const Seen *before = g_hash_table_lookup (file->seen, origin);
  g_autofree Seen *old = before != NULL ? g_memdup2 (before, sizeof *before) : NULL;

  g_hash_table_replace (file->seen, g_strdup (origin), g_memdup2 (seen, sizeof *seen));
  g_autofree char *text = state_text_write (file->seen);
  if (write_next (file, text) && g_rename (file->next, file->path) == 0 && fsync (file->folder) == 0)
    return TRUE;

  fail_system (error, file->path, "the witness's state cannot be written");
  if (old != NULL)
    g_hash_table_replace (file->seen, g_strdup (origin), g_steal_pointer (&old));
  else
    g_hash_table_remove (file->seen, origin);
  return FALSE;
}

const Seen *
state_file_get (const StateFile *file, const char *origin)
{
  return g_hash_table_lookup (file->seen, origin);
}

const char *
state_file_folder (const StateFile *file)
{
  return file->folder_path;
}

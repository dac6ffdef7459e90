/* The files are named one by one, with their -wal and -shm: beside them lie the keys. While its connections are open,
 * these stay. It takes in visitors, and calls nobody. */
#include "desk/confine.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>

static void
add_database (GPtrArray *files, const char *path)
{
  g_ptr_array_add (files, g_strdup (path));
  g_ptr_array_add (files, g_strconcat (path, "-wal", NULL));
  g_ptr_array_add (files, g_strconcat (path, "-shm", NULL));
}

/* In which both files are put together anew after an erasure; its files have no name. */
static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir (folder, 0700) != 0 && errno != EEXIST)
    {
      g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_ACCESS, "%s: the folder cannot be made: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }
  store_set_scrub_folder (folder);
  return TRUE;
}

static gboolean
enter (const DeskOptions *options, const char *record, const char *own, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) write = g_ptr_array_new_with_free_func (g_free);
  const char *const read[] = { "/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", options->templates, NULL };

  add_database (write, record);
  add_database (write, own);
  g_ptr_array_add (write, g_strdup (folder));
  g_ptr_array_add (write, NULL);
  const SandboxProfile profile = {
    .user = options->user, .read = read, .write = (const char *const *)write->pdata, .accepts = TRUE
  };
  return sandbox_enter (&profile, error);
}

/* Their -wal and -shm are made, if they are not there. */
static gboolean
open_files (Desk *desk, const char *own, GError **error)
{
  const char *record = desk->options->record;

  desk->record = store_open (record, STORE_WRITE, error);
  if (desk->record == NULL)
    return FALSE;
  store_generation (desk->record);
  desk->visible = store_open (record, STORE_FRONT, error);
  desk->cabinet = desk->visible != NULL ? cabinet_open (own, error) : NULL;
  desk->at_door = desk->cabinet != NULL ? cabinet_open (own, error) : NULL;
  desk->aside = desk->at_door != NULL ? cabinet_open (own, error) : NULL;
  desk->visible_aside = desk->aside != NULL ? store_open (record, STORE_FRONT, error) : NULL;
  return desk->visible_aside != NULL && cabinet_people_count (desk->cabinet, error) >= 0
         && cabinet_people_count (desk->at_door, error) >= 0 && cabinet_people_count (desk->aside, error) >= 0;
}

/* What it makes is to be its user's own. */
gboolean
desk_confine (Desk *desk, GError **error)
{
  const DeskOptions *options = desk->options;
  g_autofree char *own = cabinet_path (options->record);

  g_autofree char *folder = g_strconcat (own, "-tmp", NULL);
  if (!sandbox_become (options->user, error) || !open_files (desk, own, error) || !make_folder (folder, error))
    return FALSE;
  webauthn_prepare ();
  if (options->unconfined)
    return TRUE;
  char *record = realpath (options->record, NULL), *desk_file = realpath (own, NULL);
  gboolean entered = record != NULL && desk_file != NULL && enter (options, record, desk_file, folder, error);
  free (record);
  free (desk_file);
  return entered;
}

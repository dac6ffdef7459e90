/* chancery backup: the record and the desk's file, copied while both are used, as they stood at one moment.
 *
 * No commit is of both files: a publication is decided in the desk's, made in the record, and confirmed in the
 * desk's. So nobody may write to the desk's file while it is said of both from when on they are read; what was
 * decided and not confirmed at that moment a desk that starts from the copies finds, as after a crash. */
#include "command/command.h"

#include "cabinet/checking.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  Store *record;
  Cabinet *desk, *reader; /* or NULL: there is no desk */
} Sources;

static void
sources_clear (Sources *sources)
{
  g_clear_pointer (&sources->record, store_close);
  g_clear_pointer (&sources->reader, cabinet_close);
  g_clear_pointer (&sources->desk, cabinet_close);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sources, sources_clear)

static gboolean
open_sources (Sources *sources, const char *site, GError **error)
{
  g_autofree char *desk = cabinet_path (site);

  sources->record = store_open (site, STORE_READ, error);
  if (sources->record == NULL || !g_file_test (desk, G_FILE_TEST_EXISTS))
    return sources->record != NULL;
  sources->desk = cabinet_open_as_it_is (desk, error);
  sources->reader = sources->desk != NULL ? cabinet_open_as_it_is (desk, error) : NULL;
  return sources->reader != NULL;
}

static gboolean
hold_still (const Sources *sources, GError **error)
{
  if (sources->desk == NULL)
    return store_hold_still (sources->record, error);
  gboolean held =
      cabinet_hold_still (sources->desk, sources->reader, error) && store_hold_still (sources->record, error);
  cabinet_let_write (sources->desk);
  return held;
}

/* Beside where it will stand, so that what has that name is whole. */
static gboolean
put_in_place (const char *unfinished, const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (unfinished, path) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s: %s", path,
               g_file_test (path, G_FILE_TEST_EXISTS) ? "there is a file of that name" : g_strerror (errno));
  return FALSE;
}

/* Where a copy of the file SITE is to stand in FOLDER. Transfer full. */
static char *
place_of (const char *folder, const char *site)
{
  g_autofree char *name = g_path_get_basename (site);
  return g_build_filename (folder, name, NULL);
}

static gboolean
copy_all (const Sources *sources, const char *site, const char *folder, GError **error)
{
  g_autofree char *record = place_of (folder, site), *desk = cabinet_path (record);
  g_autofree char *record_part = g_strconcat (record, ".part", NULL), *desk_part = g_strconcat (desk, ".part", NULL);
  gboolean done = hold_still (sources, error) && store_copy (sources->record, record_part, error)
                  && (sources->reader == NULL || cabinet_copy (sources->reader, desk_part, error))
                  && (sources->reader == NULL || put_in_place (desk_part, desk, error))
                  && put_in_place (record_part, record, error);

  g_unlink (record_part);
  g_unlink (desk_part);
  if (done)
    printf ("%s\n%s%s", record, sources->reader != NULL ? desk : "", sources->reader != NULL ? "\n" : "");
  return done;
}

int
command_backup (int argc, char **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  int status;
  if (!command_options ("backup", entries, &argc, &argv, 2, 2, &status))
    return status;
  const char *site = argv[1], *folder = argv[2];
  g_auto (Sources) sources = { NULL, NULL, NULL };
  g_autofree char *record = place_of (folder, site), *desk = cabinet_path (record);
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return command_wrong ("backup: %s: %s", folder, g_strerror (errno));
  if (g_file_test (record, G_FILE_TEST_EXISTS) || g_file_test (desk, G_FILE_TEST_EXISTS))
    return command_wrong ("backup: %s has a copy already; give another folder", folder);
  return open_sources (&sources, site, &error) && copy_all (&sources, site, folder, &error) ? COMMAND_FINE
                                                                                            : command_fail (error);
}

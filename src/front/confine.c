/* The front in its sandbox.
 *
 * A connection to the record needs its -wal and -shm. Either may be missing until someone opens the record, and goes
 * again with the last connection of a process that may write; while one is open they stay. So a first one is opened
 * before the sandbox is entered. All connections of a process share its -shm, which thus is never opened by name
 * again; the -wal each opens for itself, and within the sandbox for reading only. */
#include "front/confine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The index of a log of 32 GB: a hijacked front fills no disk. */
#define LONGEST_INDEX ((guint64)64 << 20)

gboolean
confine_user (const FrontOptions *options, SandboxUser **user, GError **error)
{
  if (!sandbox_user_find (options->user, options->record, user, error))
    return FALSE;

  if (options->unconfined)
    fprintf (stderr, "chancery: --no-sandbox: whoever takes over the front can do all that its user can\n");
  else if (sandbox_shortfall () != NULL)
    fprintf (stderr, "chancery: %s\n", sandbox_shortfall ());
  if (geteuid () == 0 && *user == NULL && g_file_test (options->record, G_FILE_TEST_EXISTS))
    fprintf (stderr,
             "chancery: the record is root's, so the front stays root%s; give the record to another user (chown), or "
             "name one with --user\n",
             options->unconfined ? "" : ", without root's privileges");
  return TRUE;
}

/* GLib reads time zones as they are asked for; ICU's data are a library. */
static gboolean
enter (const FrontOptions *options, const SandboxUser *user, const char *record, GError **error)
{
  g_autofree char *log = g_strconcat (record, "-wal", NULL);
  g_autoptr (GPtrArray) read = g_ptr_array_new ();
  const char *const paths[] = {
    record, log, "/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", options->templates, g_getenv ("TZDIR")
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    if (paths[i] != NULL)
      g_ptr_array_add (read, (gpointer)paths[i]);
  g_ptr_array_add (read, NULL);
  /* No limit of memory: it grows with the visitors, and an allocation that fails ends the process. A control group
   * counts better what it really uses. An access log, which the supervisor opens, may be of any length. */
  const SandboxProfile profile = { .user = user,
                                   .read = (const char *const *)read->pdata,
                                   .accepts = TRUE,
                                   .file_size = options->access_log == NULL ? LONGEST_INDEX : 0 };
  return sandbox_enter (&profile, error);
}

gboolean
confine (const FrontOptions *options, const SandboxUser *user, Store **opened, GError **error)
{
  *opened = NULL;
  if (options->unconfined)
    return sandbox_become (user, error);
  *opened = store_open (options->record, STORE_FRONT, error);
  if (*opened == NULL)
    return FALSE;

  char *record = realpath (options->record, NULL); /* SQLite follows links too, and names the others after the end */
  gboolean entered = record != NULL && enter (options, user, record, error);
  free (record);
  if (!entered)
    g_clear_pointer (opened, store_close);
  return entered;
}

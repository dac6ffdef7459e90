/* The record's own files are named one by one: beside them lie the keys. While its connection is open, its -wal and
 * -shm stay. It may connect to others, which are the witnesses. */
#include "clerk/confine.h"

#include <stdlib.h>

static gboolean
enter (const ClerkOptions *options, const char *record, GError **error)
{
  g_autofree char *log = g_strconcat (record, "-wal", NULL), *index = g_strconcat (record, "-shm", NULL);
  const char *const write[] = { record, log, index, NULL };
  const char *const read[] = { "/usr/share/zoneinfo",
                               "/etc/localtime",
                               "/dev/urandom",
                               "/etc/resolv.conf",
                               "/etc/hosts",
                               "/etc/host.conf",
                               "/run/systemd/resolve",
                               "/etc/nsswitch.conf",
                               "/etc/gai.conf",
                               "/etc/ssl",
                               "/usr/share/ca-certificates",
                               NULL };
  const SandboxProfile profile = { .user = options->user, .read = read, .write = write, .connects = TRUE };

  return sandbox_enter (&profile, error);
}

gboolean
clerk_confine (const ClerkOptions *options, Store **store, GError **error)
{
  if (options->unconfined && !sandbox_become (options->user, error))
    return FALSE;
  *store = store_open (options->record, STORE_WRITE, error);
  if (*store == NULL || options->unconfined)
    return *store != NULL;

  store_generation (*store); /* makes -wal and -shm, if they are not there */
  char *record = realpath (options->record, NULL);
  gboolean entered = record != NULL && enter (options, record, error);
  free (record);
  return entered;
}

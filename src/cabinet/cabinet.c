/* The desk's file: its beginning and end. */
#include "cabinet/checking.h"
#include "cabinet/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK (cabinet_error, cabinet_error)

GResource *cabinet_resources_get_resource (void);

static const char *const steps[] = { "001-desk.sql", "002-taking-back.sql", "003-press.sql", "004-passkey.sql",
                                     "005-media.sql" };

static const SqlRoom cabinet_room = {
  .resources = cabinet_resources_get_resource,
  .folder = "/chancery/cabinet",
  .application_id = 0x43686e64, /* "Chnd" */
  .version = G_N_ELEMENTS (steps),
  .steps = steps,
  .kind = "the file of a Chancery desk",
  .name = "the desk's file",
  .domain = cabinet_error_quark,
  .codes = {
    [SQL_FAILED] = CABINET_ERROR_FAILED,
    [SQL_NOT_OURS] = CABINET_ERROR_NOT_DESK,
    [SQL_NEWER] = CABINET_ERROR_NOT_DESK,
    [SQL_OLDER] = CABINET_ERROR_NOT_DESK,
    [SQL_CORRUPT] = CABINET_ERROR_FAILED,
    [SQL_READ_ONLY] = CABINET_ERROR_FAILED,
    [SQL_FULL] = CABINET_ERROR_FULL,
    [SQL_BUSY] = CABINET_ERROR_BUSY,
    [SQL_RULE] = CABINET_ERROR_FAILED,
  },
};

char *
cabinet_path (const char *site)
{
  gsize length = strlen (site);
  if (g_str_has_suffix (site, ".db") && length > 3 && site[length - 4] != '/')
    length -= 3;
  return g_strdup_printf ("%.*s.desk", (int)length, site);
}

/* What root makes belongs to whom the record beside it belongs to, as whom the desk runs. */
static void
give_to_owner (int file, const char *path)
{
  static const char *const endings[] = { ".db", "" };
  struct stat status;

  for (gsize i = 0; i < G_N_ELEMENTS (endings) && geteuid () == 0; i++)
    {
      g_autofree char *site = g_strdup_printf ("%.*s%s", (int)(strlen (path) - strlen (".desk")), path, endings[i]);
      if (g_str_has_suffix (path, ".desk") && stat (site, &status) == 0)
        {
          if (fchown (file, status.st_uid, status.st_gid) != 0)
            g_debug ("%s: %s", path, g_strerror (errno)); /* cabinet_open() fails for the desk, and says so */
          return;
        }
    }
}

/* SQLite gives -wal and -shm the file's own permissions, so they are right from the first byte on. A file that is
 * there is not opened beside SQLite: closing it would give up the locks of all connections that this process has to
 * it (fcntl(2)), and whoever closes it next elsewhere would take the -wal away from under them. */
static gboolean
make_private (const char *path, GError **error)
{
  struct stat status;
  int file = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (file >= 0)
    {
      give_to_owner (file, path);
      close (file);
      return TRUE;
    }
  if (errno != EEXIST || lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
    g_set_error (error, CABINET_ERROR, CABINET_ERROR_FAILED, "%s: the desk's file cannot be opened: %s", path,
                 errno != EEXIST ? g_strerror (errno) : "it is no file");
  else if ((status.st_mode & 077) != 0)
    g_set_error (error, CABINET_ERROR, CABINET_ERROR_FAILED,
                 "%s: others than its owner may read or write the desk's file; “chmod 600” mends that", path);
  else
    return TRUE;
  return FALSE;
}

static Cabinet *
open_cabinet (const char *path, gboolean as_it_is, GError **error)
{
  if (sodium_init () < 0)
    {
      g_set_error_literal (error, CABINET_ERROR, CABINET_ERROR_FAILED, "there is no source of random numbers");
      return NULL;
    }
  if (!as_it_is && !make_private (path, error))
    return NULL;
  g_autoptr (Cabinet) cabinet = g_new0 (Cabinet, 1);
  cabinet_set_effort (cabinet, crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE);
  Sql *sql = &cabinet->sql;
  if (sql_open_file (sql, &cabinet_room, path, SQLITE_OPEN_READWRITE, error)
      && (as_it_is || sql_make_schema (sql, TRUE, error)) && sql_accept_schema (sql, error)
      && sql_run (sql,
                  "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
                  "PRAGMA secure_delete = ON; PRAGMA recursive_triggers = ON",
                  error))
    return g_steal_pointer (&cabinet);
  return NULL;
}

Cabinet *
cabinet_open (const char *path, GError **error)
{
  return open_cabinet (path, FALSE, error);
}

Cabinet *
cabinet_open_as_it_is (const char *path, GError **error)
{
  return open_cabinet (path, TRUE, error);
}

void
cabinet_close (Cabinet *cabinet)
{
  sql_close_file (&cabinet->sql);
  g_free (cabinet);
}

/* ---- Changes ---- */

/* What every file of this room needs of a connection: failing in plain words, running a statement. */
#include "store/connection.h"

G_DEFINE_QUARK (store_error, store_error)

typedef struct
{
  int code;
  int error; /* of StoreError */
  const char *words;
} Failure;

static const Failure failures[] = {
  { SQLITE_FULL, STORE_ERROR_FULL, "there is no space left on the disk; nothing was changed" },
  { SQLITE_READONLY, STORE_ERROR_READ_ONLY, "the file or its folder is read-only; nothing was changed" },
  { SQLITE_CORRUPT, STORE_ERROR_CORRUPT, "the file is damaged; restore it from a backup" },
  { SQLITE_NOTADB, STORE_ERROR_NOT_RECORD, "this file is not a Chancery record" },
  { SQLITE_BUSY, STORE_ERROR_BUSY, "another process has been writing for too long; try again" },
  { SQLITE_CANTOPEN, STORE_ERROR_FAILED, "the file cannot be opened; check its path and permissions" },
  { SQLITE_PERM, STORE_ERROR_FAILED, "access to the file was refused; check its permissions" },
  { SQLITE_IOERR, STORE_ERROR_FAILED, "the disk failed to read or write; nothing was changed" },
  { SQLITE_CONSTRAINT, STORE_ERROR_RULE, "it would break a rule of the record" },
};

gboolean
store_failed (Store *store, GError **error)
{
  int code = sqlite3_extended_errcode (store->db);
  const char *detail = sqlite3_errmsg (store->db);

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].code == (code & 0xff))
      {
        g_set_error (error, STORE_ERROR, failures[i].error, "%s: %s (%s)", store->path, failures[i].words, detail);
        return FALSE;
      }
  g_set_error (error, STORE_ERROR, STORE_ERROR_FAILED, "%s: %s", store->path, detail);
  return FALSE;
}

gboolean
store_run (Store *store, const char *sql, GError **error)
{
  return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK || store_failed (store, error);
}

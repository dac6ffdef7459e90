#include "publish/signing.h"

#include "publish/sealing.h"
#include "seal/edition_document.h"
#include "seal/note.h"
#include "seal/sign_request.h"

#include <sodium.h>
#include <string.h>

/* The leaf as it is to be signed, and its document; salted. */
static char *
leaf_of (Store *store, const StoreLog *log, StoreToSign *waiting, char **document, GError **error)
{
  gboolean after_withdrawal = FALSE;
  gint64 before = -1;

  if (waiting->salt == NULL)
    {
      guint8 salt[SALT_BYTES];
      randombytes_buf (salt, sizeof salt);
      waiting->salt = g_bytes_new (salt, sizeof salt);
      if (!store_add_salt (store, waiting->id, salt, error))
        return NULL;
    }
  if (waiting->edition->number > 1 && !store_leaf_before (store, waiting->edition, &before, &after_withdrawal, error))
    return NULL;
  return sealing_leaf (waiting->edition, log->origin, g_bytes_get_data (waiting->salt, NULL), before,
                       after_withdrawal, document, error);
}

/* NULL with ERROR set where the office has no log. */
static StoreLog *
log_of (Store *store, const char *office, GError **error)
{
  GError *failure = NULL;
  StoreLog *log = store_log (store, office, &failure);

  if (log == NULL && failure == NULL)
    g_set_error (&failure, SEAL_ERROR, SEAL_ERROR_FAILED,
                 "the record of “%s” is not sealed; “chancery key new” begins its log", office);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return log;
}

char *
signing_request (Store *store, const char *office, guint *count, GError **error)
{
  g_autoptr (StoreLog) log = log_of (store, office, error);
  g_autoptr (GPtrArray) all = log != NULL ? store_to_sign (store, office, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autofree char *document = NULL;
      g_autofree char *leaf = leaf_of (store, log, all->pdata[i], &document, error);
      if (leaf == NULL)
        return NULL;
      g_autofree char *line = sign_request_write (document, leaf);
      g_string_append (out, line);
    }
  *count = all != NULL ? all->len : 0;
  return all != NULL ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* ---- The answer ---- */

/* By the text of its leaf, what waits. */
static GHashTable *
waiting_by_leaf (Store *store, const StoreLog *log, GPtrArray *all, GError **error)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < all->len; i++)
    {
      StoreToSign *waiting = all->pdata[i];
      g_autofree char *document = NULL;
      char *leaf = waiting->salt != NULL ? leaf_of (store, log, waiting, &document, error) : NULL;
      if (leaf == NULL && waiting->salt != NULL)
        return NULL;
      if (leaf != NULL)
        g_hash_table_insert (table, leaf, waiting);
    }
  return g_steal_pointer (&table);
}

static gboolean
take_entry (Store *store, const char *entry, Verifier *office, GHashTable *waiting, GError **error)
{
  g_autoptr (Note) note = note_open (entry, strlen (entry), &office, 1, error);
  const StoreToSign *meant = note != NULL ? g_hash_table_lookup (waiting, note->text) : NULL;

  if (note != NULL && meant == NULL)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
                 "it is about no edition that waits to be signed, or says other things of it");
  return meant != NULL && store_add_signed (store, meant->id, entry, error);
}

static gboolean
take_all (Store *store, const StoreLog *log, GPtrArray *all, char **entries, GError **error)
{
  g_autoptr (Verifier) office = verifier_parse (log->office_key, error);
  g_autoptr (GHashTable) waiting = office != NULL ? waiting_by_leaf (store, log, all, error) : NULL;

  for (guint i = 0; waiting != NULL && entries[i] != NULL; i++)
    if (!take_entry (store, entries[i], office, waiting, error))
      {
        g_prefix_error (error, "line %u: ", i + 1);
        return FALSE;
      }
  return waiting != NULL;
}

gboolean
signing_take (Store *store, const char *office, const char *bytes, gsize length, guint *count, GError **error)
{
  g_autoptr (StoreLog) log = log_of (store, office, error);
  g_auto (GStrv) entries = log != NULL ? sign_answer_read (bytes, length, error) : NULL;
  g_autoptr (GPtrArray) all = entries != NULL ? store_to_sign (store, office, error) : NULL;

  *count = entries != NULL ? g_strv_length (entries) : 0;
  return all != NULL && take_all (store, log, all, entries, error);
}

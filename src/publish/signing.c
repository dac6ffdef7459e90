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
  if (waiting->salt == NULL)
    {
      guint8 salt[SALT_BYTES];
      randombytes_buf (salt, sizeof salt);
      waiting->salt = g_bytes_new (salt, sizeof salt);
      if (!store_add_salt (store, waiting->id, salt, error))
        return NULL;
    }
  return sealing_leaf (store, waiting->edition, log->origin, g_bytes_get_data (waiting->salt, NULL), document, error);
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

static gboolean
request_editions (Store *store, const char *office, const StoreLog *log, GString *out, guint *count, GError **error)
{
  g_autoptr (GPtrArray) all = store_to_sign (store, office, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autofree char *document = NULL;
      g_autofree char *leaf = leaf_of (store, log, all->pdata[i], &document, error);
      if (leaf == NULL)
        return FALSE;
      g_autofree char *line = sign_request_write (document, leaf);
      g_string_append (out, line);
    }
  *count += all != NULL ? all->len : 0;
  return all != NULL;
}

static gboolean
request_erasures (Store *store, const char *office, const StoreLog *log, GString *out, guint *count, GError **error)
{
  g_autoptr (GPtrArray) all = store_erasures (store, office, FALSE, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const StoreErasure *erasure = all->pdata[i];
      g_autofree char *document = NULL, *leaf = NULL;
      if (erasure->entry != NULL)
        continue;
      leaf = sealing_erasure_leaf (erasure, log->origin, &document, error);
      if (leaf == NULL)
        return FALSE;
      g_autofree char *line = sign_request_write (document, leaf);
      g_string_append (out, line);
      (*count)++;
    }
  return all != NULL;
}

char *
signing_request (Store *store, const char *office, guint *count, GError **error)
{
  g_autoptr (StoreLog) log = log_of (store, office, error);
  g_autoptr (GString) out = g_string_new (NULL);

  *count = 0;
  return log != NULL && request_editions (store, office, log, out, count, error)
                 && request_erasures (store, office, log, out, count, error)
             ? g_string_free (g_steal_pointer (&out), FALSE)
             : NULL;
}

/* ---- The answer ---- */

/* What waits, by the text of its leaf; KEPT is what the tables point into. */
typedef struct
{
  GHashTable *editions, *erasures;
  GPtrArray *kept_editions, *kept_erasures;
} Waiting;

static void
waiting_clear (Waiting *waiting)
{
  g_hash_table_unref (waiting->editions);
  g_hash_table_unref (waiting->erasures);
  g_clear_pointer (&waiting->kept_editions, g_ptr_array_unref);
  g_clear_pointer (&waiting->kept_erasures, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiting, waiting_clear)

static gboolean
find_editions (Waiting *waiting, Store *store, const char *office, const StoreLog *log, GError **error)
{
  GPtrArray *all = waiting->kept_editions = store_to_sign (store, office, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      StoreToSign *one = all->pdata[i];
      g_autofree char *document = NULL;
      char *leaf = one->salt != NULL ? leaf_of (store, log, one, &document, error) : NULL;
      if (leaf == NULL && one->salt != NULL)
        return FALSE;
      if (leaf != NULL)
        g_hash_table_insert (waiting->editions, leaf, one);
    }
  return all != NULL;
}

static gboolean
find_erasures (Waiting *waiting, Store *store, const char *office, const StoreLog *log, GError **error)
{
  GPtrArray *all = waiting->kept_erasures = store_erasures (store, office, FALSE, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autofree char *document = NULL;
      char *leaf = sealing_erasure_leaf (all->pdata[i], log->origin, &document, error);
      if (leaf == NULL)
        return FALSE;
      g_hash_table_insert (waiting->erasures, leaf, all->pdata[i]);
    }
  return all != NULL;
}

static gboolean
take_entry (Store *store, const char *entry, Verifier *office, const Waiting *waiting, GError **error)
{
  g_autoptr (Note) note = note_open (entry, strlen (entry), &office, 1, error);
  const StoreToSign *edition = note != NULL ? g_hash_table_lookup (waiting->editions, note->text) : NULL;
  const StoreErasure *erasure = note != NULL ? g_hash_table_lookup (waiting->erasures, note->text) : NULL;

  if (note != NULL && edition == NULL && erasure == NULL)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
                 "it is about no edition that waits to be signed, or says other things of it");
  return edition != NULL   ? store_add_signed (store, edition->id, entry, error)
         : erasure != NULL ? store_set_erasure_entry (store, erasure->id, entry, error)
                           : FALSE;
}

static gboolean
take_all (Store *store, const char *office, const StoreLog *log, char **entries, GError **error)
{
  g_autoptr (Verifier) key = verifier_parse (log->office_key, error);
  g_auto (Waiting) waiting = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                               g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), NULL, NULL };
  if (key == NULL || !find_editions (&waiting, store, office, log, error)
      || !find_erasures (&waiting, store, office, log, error))
    return FALSE;

  for (guint i = 0; entries[i] != NULL; i++)
    if (!take_entry (store, entries[i], key, &waiting, error))
      {
        g_prefix_error (error, "line %u: ", i + 1);
        return FALSE;
      }
  return TRUE;
}

gboolean
signing_take (Store *store, const char *office, const char *bytes, gsize length, guint *count, GError **error)
{
  g_autoptr (StoreLog) log = log_of (store, office, error);
  g_auto (GStrv) entries = log != NULL ? sign_answer_read (bytes, length, error) : NULL;

  *count = entries != NULL ? g_strv_length (entries) : 0;
  return entries != NULL && take_all (store, office, log, entries, error);
}

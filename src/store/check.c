/* Whether the file is whole and the record keeps its rules.
 *
 * SQLite's own check comes first; then every rule, as the query that finds its breaches (queries.sql); then the
 * digests of all editions and media are computed anew. */
#include "store/connection.h"

#include "base/sha256.h"

#include <string.h>

typedef struct
{
  Store *store;
  StoreFinding found;
  gpointer data;
} Check;

static const struct
{
  const char *query;
  const char *words;
} rules[] = {
  { "breach_numbers", "the editions are not numbered 1, 2, 3 …" },
  { "breach_notes", "an edition after the first has no change note" },
  { "breach_ends", "the edition does not end where its successor begins" },
  { "breach_beginnings", "the edition is visible before its time" },
  { "breach_order", "an edition was recorded before its predecessor" },
  { "breach_addresses", "two documents have the same address" },
  { "breach_renditions", "the edition has no rendition" },
  { "breach_profiles", "the office has no profile" },
  { "breach_facets", "it is not listed as its edition is" },
  { "breach_tally", "it is not counted right" },
  { "breach_attachments", "the file of an attachment is missing" },
  { "breach_erasures", "it is erased without an erasure, or has one and is not" },
  { "breach_erased", "it is erased, and something of it is still there" },
  { "breach_unlogged", "it is neither in the log nor waits to be, and the record is sealed" },
  { "breach_files", "a file is kept that no edition shows" },
};

static void
report (const Check *check, const char *what, const char *words)
{
  g_autofree char *finding = g_strdup_printf ("%s: %s", what, words);
  check->found (finding, check->data);
}

static gboolean
check_rule (const Check *check, const char *query, const char *words, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (check->store, error, query, "");
  if (cursor == NULL)
    return FALSE;

  GError *failure = NULL;
  while (cursor_next (check->store, cursor, &failure))
    report (check, cursor_text (cursor, 0), words);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static int
integrity_row (void *data, int count, char **values, char **names)
{
  (void)count;
  (void)names;
  if (strcmp (values[0], "ok") != 0)
    report (data, "the file", values[0]);
  return 0;
}

static gboolean
check_file (Check *check, GError **error)
{
  return sqlite3_exec (check->store->sql.db, "PRAGMA integrity_check", integrity_row, check, NULL) == SQLITE_OK
         || store_failed (check->store, error);
}

/* Every word that texts are found by is read first: a damaged index fails at any question. */
static gboolean
check_words (const Check *check, GError **error)
{
  static const char words[] = "its words are not kept as those of a text that is found, or waits to be";
  Store *store = check->store;

  if (!store_run (store, "CREATE VIRTUAL TABLE temp.found_by USING fts5vocab (main, search, row)", error))
    return FALSE;
  gboolean whole = sql_number (&store->sql, "SELECT coalesce (sum (doc), 0) FROM temp.found_by") >= 0;
  if (!whole)
    report (check, "the words that texts are found by", sqlite3_errmsg (store->sql.db));
  return store_run (store, "DROP TABLE temp.found_by", error)
         && (!whole || check_rule (check, "breach_search", words, error));
}

static gboolean
check_digests (const Check *check, GError **error)
{
  enum
  {
    COLUMN_DIGEST = 22
  };
  g_autoptr (Cursor) cursor = cursor_open (check->store, error, "every_edition", "");
  if (cursor == NULL)
    return FALSE;

  GError *failure = NULL;
  while (cursor_next (check->store, cursor, &failure))
    {
      g_autoptr (Edition) edition = edition_from_row (cursor);
      g_autofree char *digest = edition_digest (edition);
      if (g_strcmp0 (digest, cursor_text (cursor, COLUMN_DIGEST)) != 0)
        report (check, edition->path, "the text is not the one that was recorded");
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
check_media (const Check *check, GError **error)
{
  g_autoptr (Cursor) cursor = cursor_open (check->store, error, "every_media", "");
  if (cursor == NULL)
    return FALSE;

  GError *failure = NULL;
  while (cursor_next (check->store, cursor, &failure))
    {
      const guchar *content = sqlite3_column_blob (cursor, 1);
      g_autofree char *digest = sha256_hex (content, (gsize)sqlite3_column_bytes (cursor, 1));
      if (g_strcmp0 (digest, cursor_text (cursor, 0)) != 0)
        report (check, cursor_text (cursor, 0), "the file of an attachment is not the one that was recorded");
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

Instant
store_instant_of (Store *store, const char *office, const char *document, const char *language, unsigned number,
                  GError **error)
{
  g_autoptr (Cursor) cursor =
      cursor_open (store, error, "instant_of", "sssi", office, document, language, (gint64)number);
  return cursor != NULL && cursor_next (store, cursor, error) ? cursor_integer (cursor, 0) : INSTANT_MAX;
}

gboolean
store_check (Store *store, StoreFinding found, gpointer data, GError **error)
{
  Check check = { store, found, data };

  if (!check_file (&check, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (!check_rule (&check, rules[i].query, rules[i].words, error))
      return FALSE;
  return check_words (&check, error) && check_digests (&check, error) && check_media (&check, error);
}

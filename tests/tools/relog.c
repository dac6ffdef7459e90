/* relog SITE.db KEYS [--editions]: what a forger does who has the office's keys (made with “key new --open”).
 *
 * The leaves that stand in the file, however they were changed or taken out by hand, are numbered anew, signed anew,
 * and hashed into tiles and one checkpoint, and the keys' memory of what was signed last is made to fit. With
 * --editions every leaf first says what its edition says now. It prints the size and the root. */
#include "keeper/memory.h"
#include "seal/checkpoint.h"
#include "seal/edition_document.h"
#include "seal/key_file.h"
#include "seal/leaf.h"
#include "seal/note.h"
#include "seal/tile.h"
#include "store/store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  sqlite3 *db;
  const char *office;
  const StoreLog *log;
  const Keys *keys;
  const char *keys_path;
  GHashTable *places; /* old position -> new */
  GArray *hashes;
} Forgery;

G_NORETURN static void
die (const char *what)
{
  fprintf (stderr, "relog: %s\n", what);
  exit (1);
}

static void
run (sqlite3 *db, const char *sql)
{
  char *problem = NULL;
  if (sqlite3_exec (db, sql, NULL, NULL, &problem) != SQLITE_OK)
    die (problem);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql, const char *office)
{
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    die (sqlite3_errmsg (db));
  sqlite3_bind_text (statement, 1, office, -1, SQLITE_TRANSIENT);
  return statement;
}

static void
finish (sqlite3 *db, sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    die (sqlite3_errmsg (db));
  sqlite3_finalize (statement);
}

/* ---- Leaves ---- */

static void
say_what_the_edition_says (Leaf *leaf, const Forgery *forgery, const StoreLogged *logged)
{
  gsize length;
  if (logged->edition == NULL || logged->salt == NULL)
    return;
  g_autofree char *document = edition_document_write (logged->edition, forgery->log->origin,
                                                      g_bytes_get_data (logged->salt, NULL), &length, NULL);
  leaf->document_digest = hash_of (document, length);
  leaf->published = logged->edition->published;
  leaf->recorded = logged->edition->recorded;
}

static char *
sign_again (const Forgery *forgery, const StoreLogged *logged, gboolean editions)
{
  const char *end = strchr (logged->entry, '\n');
  g_autoptr (Leaf) leaf = end != NULL ? leaf_read (logged->entry, (gsize)(end + 1 - logged->entry), NULL) : NULL;
  gpointer place;
  if (leaf == NULL)
    die ("a leaf is none");

  if (leaf->previous != LEAF_NONE)
    leaf->previous = g_hash_table_lookup_extended (forgery->places, GSIZE_TO_POINTER (leaf->previous), NULL, &place)
                         ? GPOINTER_TO_SIZE (place)
                         : LEAF_NONE;
  if (editions)
    say_what_the_edition_says (leaf, forgery, logged);
  g_autofree char *text = leaf_write (leaf), *line = note_sign (text, forgery->keys->office, 0);
  return note_write (text, line);
}

static void
put_leaf (Forgery *forgery, const StoreLogged *logged, gboolean editions)
{
  g_autofree char *entry = sign_again (forgery, logged, editions);
  Hash hash = hash_leaf (entry, strlen (entry));
  sqlite3_stmt *statement = prepare (
      forgery->db, "UPDATE leaf SET position = ?3, hash = ?4, entry = ?5 WHERE office = ?1 AND position = ?2",
      forgery->office);

  sqlite3_bind_int64 (statement, 2, (sqlite3_int64)logged->position);
  sqlite3_bind_int64 (statement, 3, forgery->hashes->len);
  sqlite3_bind_blob (statement, 4, hash.bytes, sizeof hash, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 5, entry, -1, SQLITE_TRANSIENT);
  finish (forgery->db, statement);
  g_hash_table_insert (forgery->places, GSIZE_TO_POINTER (logged->position),
                       GSIZE_TO_POINTER ((gsize)forgery->hashes->len));
  g_array_append_val (forgery->hashes, hash);
}

/* ---- Tiles and the checkpoint ---- */

static Hash
root_of (const Hash *hashes, gsize count)
{
  gsize left = 1;
  if (count == 1)
    return hashes[0];
  while (2 * left < count)
    left *= 2;
  Hash one = root_of (hashes, left), two = root_of (hashes + left, count - left);
  return hash_node (&one, &two);
}

static void
put_tile_hashes (const Forgery *forgery)
{
  const Hash *leaves = (const Hash *)(void *)forgery->hashes->data;
  for (gsize level = 1, span = TILE_WIDTH; span <= forgery->hashes->len; level++, span *= TILE_WIDTH)
    for (gsize i = 0; (i + 1) * span <= forgery->hashes->len; i++)
      {
        Hash hash = root_of (leaves + i * span, span);
        sqlite3_stmt *statement =
            prepare (forgery->db, "INSERT INTO log_hash (office, level, position, hash) VALUES (?1, ?2, ?3, ?4)",
                     forgery->office);
        sqlite3_bind_int64 (statement, 2, (sqlite3_int64)level);
        sqlite3_bind_int64 (statement, 3, (sqlite3_int64)i);
        sqlite3_bind_blob (statement, 4, hash.bytes, sizeof hash, SQLITE_TRANSIENT);
        finish (forgery->db, statement);
      }
}

/* Of what was signed before this nothing is left. */
static void
remember (const Forgery *forgery, const char *note)
{
  g_autofree char *path = g_strconcat (forgery->keys_path, ".state", NULL);
  Verifier *const known[] = { forgery->keys->log->verifier };

  g_unlink (path);
  g_autoptr (Memory) memory = memory_open (path, NULL);
  if (memory == NULL || !memory_keep (memory, known, 1, note, forgery->hashes->len, NULL))
    die ("the keys' memory cannot be written");
}

static void
put_checkpoint (const Forgery *forgery)
{
  Hash root = root_of ((const Hash *)(void *)forgery->hashes->data, forgery->hashes->len);
  g_autofree char *text = checkpoint_write (forgery->log->origin, forgery->hashes->len, &root);
  g_autofree char *line = note_sign (text, forgery->keys->log, 0), *note = note_write (text, line);
  sqlite3_stmt *statement =
      prepare (forgery->db, "INSERT INTO checkpoint (office, size, note) VALUES (?1, ?2, ?3)", forgery->office);

  sqlite3_bind_int64 (statement, 2, forgery->hashes->len);
  sqlite3_bind_text (statement, 3, note, -1, SQLITE_TRANSIENT);
  finish (forgery->db, statement);
  remember (forgery, note);
  g_autofree char *hash = hash_write (&root);
  printf ("%u %s\n", forgery->hashes->len, hash);
}

/* ---- The whole ---- */

static void
forge (Forgery *forgery, GPtrArray *leaves, gboolean editions)
{
  run (forgery->db, "BEGIN IMMEDIATE; DROP TRIGGER IF EXISTS leaf_is_final; DROP TRIGGER IF EXISTS leaf_stays;"
                    "DROP TRIGGER IF EXISTS checkpoint_is_final; DROP TRIGGER IF EXISTS checkpoint_stays");
  for (guint i = 0; i < leaves->len; i++)
    put_leaf (forgery, leaves->pdata[i], editions);
  finish (forgery->db, prepare (forgery->db, "DELETE FROM log_hash WHERE office = ?1", forgery->office));
  finish (forgery->db, prepare (forgery->db, "DELETE FROM checkpoint WHERE office = ?1", forgery->office));
  put_tile_hashes (forgery);
  put_checkpoint (forgery);
  run (forgery->db, "COMMIT");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc < 3)
    die ("usage: relog SITE.db KEYS [--editions]");
  gboolean editions = argc > 3 && strcmp (argv[3], "--editions") == 0;
  g_autoptr (Keys) keys = keys_load (argv[2], NULL, &error);
  g_autoptr (Store) store = keys != NULL ? store_open (argv[1], STORE_READ, &error) : NULL;
  g_auto (GStrv) offices = store != NULL ? store_offices (store, &error) : NULL;
  g_autoptr (StoreLog) log = offices != NULL ? store_log (store, offices[0], &error) : NULL;
  g_autoptr (GPtrArray) leaves = log != NULL ? store_logged (store, offices[0], 0, G_MAXINT, &error) : NULL;
  if (leaves == NULL || leaves->len == 0)
    die (error != NULL ? error->message : "the office has no log");

  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (Hash));
  Forgery forgery = {
    .office = offices[0], .log = log, .keys = keys, .keys_path = argv[2], .places = places, .hashes = hashes
  };
  if (sqlite3_open_v2 (argv[1], &forgery.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    die (sqlite3_errmsg (forgery.db));
  forge (&forgery, leaves, editions);
  sqlite3_close (forgery.db);
  return 0;
}

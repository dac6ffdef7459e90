/* Erasing one edition: what goes, what stays, and what that does to the chain, the lists and the counts. */
#include "store/connection.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
  Store *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = g_dir_make_tmp ("chancery-erase-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "site.db", NULL);
  fixture->store = store_open (fixture->path, STORE_CREATE, NULL);
  g_assert_true (store_add_office (fixture->store, "office", NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  (void)data;
  g_clear_pointer (&fixture->store, store_close);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (fixture->path, endings[i], NULL);
      g_unlink (file);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* An edition of the document "a" that bears a topic and a word of its own. */
static Edition *
edition_of (const char *document, unsigned number, Instant published, Instant recorded)
{
  Edition *one = edition_new ();
  one->office = g_strdup ("office");
  one->document = g_strdup (document);
  one->language = g_strdup ("en");
  one->number = number;
  one->kind = KIND_STATEMENT;
  one->published = published;
  one->recorded = recorded;
  one->dated = 1;
  one->slug = g_strdup (document);
  one->path = g_strdup_printf ("2026/01/01/%s", document);
  one->title = g_strdup_printf ("title%s%u", document, number);
  one->summary = g_strdup_printf ("summary%s%u", document, number);
  one->body = g_strdup_printf ("body%s%u", document, number);
  one->html = g_strdup_printf ("<p>body%s%u</p>", document, number);
  one->lead = g_strdup_printf ("lead%s%u", document, number);
  one->change_note = number > 1 ? g_strdup_printf ("note%s%u", document, number) : NULL;
  g_autofree char *topic = g_strdup_printf ("topic%s%u", document, number);
  json_object_set_new (one->fields, "topics", json_pack ("[s]", topic));
  return one;
}

static void
add (Fixture *fixture, const char *document, unsigned number, Instant published, Instant recorded)
{
  g_autoptr (Edition) one = edition_of (document, number, published, recorded);
  gint64 id;
  g_assert_true (store_begin (fixture->store, NULL));
  g_assert_true (store_add_edition (fixture->store, one, &id, NULL));
  g_assert_true (store_commit (fixture->store, NULL));
}

static void
erase (Fixture *fixture, const char *document, unsigned number, Instant recorded)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (store_begin (fixture->store, NULL));
  g_autoptr (GPtrArray) chain = store_whole_chain (fixture->store, "office", document, "en", NULL);
  g_assert_true (store_erase (fixture->store, chain->pdata[number - 1], "A court.", recorded, &error));
  g_assert_true (store_commit (fixture->store, &error));
  g_assert_no_error (error);
}

/* What the public reads of the document "a" at an instant: its number, and whether it is erased. */
static void
assert_current (Fixture *fixture, Instant at, unsigned number, State state)
{
  store_set_instant (fixture->store, at);
  g_autoptr (Edition) current = store_edition_at (fixture->store, "office", "en", "2026/01/01/a", NULL);
  g_assert_nonnull (current);
  g_assert_cmpuint (current->number, ==, number);
  g_assert_cmpint (current->state, ==, state);
  g_assert_cmpint (current->superseded, ==, INSTANT_MAX);
}

static gint64
number_of (Fixture *fixture, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  g_assert_cmpint (sqlite3_prepare_v2 (fixture->store->sql.db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  gint64 number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static void
note (const char *finding, gpointer found)
{
  g_ptr_array_add (found, g_strdup (finding));
}

/* The office of these tests has no profile, and that is all that may be found. */
static guint
findings (Fixture *fixture)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (store_check (fixture->store, note, found, NULL));
  for (guint i = 0; i < found->len; i++)
    g_test_message ("%s", (const char *)found->pdata[i]);
  return found->len - 1;
}

static void
takes_the_words_and_leaves_the_place (Fixture *fixture, gconstpointer data)
{
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "a", 2, 20, 20);
  add (fixture, "a", 3, 30, 30);
  erase (fixture, "a", 2, 40);
  store_set_instant (fixture->store, 25);
  g_autoptr (Edition) erased = store_edition_number (fixture->store, "office", "a", "en", 2, NULL);
  g_autoptr (StoreErasure) erasure = store_erasure (fixture->store, erased, NULL);
  g_autoptr (Edition) before = store_edition_number (fixture->store, "office", "a", "en", 1, NULL);

  g_assert_cmpint (erased->state, ==, STATE_ERASED);
  g_assert_cmpstr (erased->title, ==, "");
  g_assert_null (erased->summary);
  g_assert_cmpstr (erased->body, ==, "");
  g_assert_null (erased->html);
  g_assert_cmpint (erased->published, ==, 20);
  g_assert_cmpstr (erased->path, ==, "2026/01/01/a");
  g_assert_cmpstr (erasure->reason, ==, "A court.");
  g_assert_cmpint (erasure->recorded, ==, 40);
  g_assert_cmpint (erasure->leaf, ==, -1);
  g_assert_cmpstr (before->body, ==, "bodya1");
  assert_current (fixture, 35, 3, STATE_PUBLISHED);
  assert_current (fixture, 25, 2, STATE_ERASED);
  g_assert_cmpuint (findings (fixture), ==, 0);
}

static void
what_a_reader_sees_is_another_state (Fixture *fixture, gconstpointer data)
{
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "b", 1, 10, 10);
  store_set_instant (fixture->store, 50);
  gint64 before = store_state (fixture->store, NULL);
  erase (fixture, "a", 1, 40);
  g_assert_cmpint (store_state (fixture->store, NULL), !=, before);
}

static void
the_last_of_a_chain_is_no_longer_counted (Fixture *fixture, gconstpointer data)
{
  StoreFilter filter = { .office = "office", .language = "en" };
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "b", 1, 10, 10);
  erase (fixture, "a", 1, 40);
  for (Instant at = 20; at < 60; at += 30)
    {
      store_set_instant (fixture->store, at);
      g_autoptr (GPtrArray) list = store_list (fixture->store, &filter, 0, 10, NULL);
      g_autoptr (GPtrArray) topics = store_counts (fixture->store, &filter, "topic", NULL);
      g_assert_cmpuint (list->len, ==, 1);
      g_assert_cmpint (store_count (fixture->store, &filter, NULL), ==, 1);
      g_assert_cmpuint (topics->len, ==, 1);
      g_assert_cmpstr (((const StoreCount *)topics->pdata[0])->label, ==, "topicb1");
    }
  add (fixture, "a", 2, 60, 60); /* a redacted one */
  store_set_instant (fixture->store, 70);
  g_assert_cmpint (store_count (fixture->store, &filter, NULL), ==, 2);
  g_assert_cmpuint (findings (fixture), ==, 0);
}

static void
one_that_was_still_to_come_never_comes (Fixture *fixture, gconstpointer data)
{
  StoreFilter filter = { .office = "office", .language = "en" };
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "a", 2, 100, 20);
  assert_current (fixture, 100, 2, STATE_PUBLISHED);
  erase (fixture, "a", 2, 40);
  assert_current (fixture, 50, 1, STATE_PUBLISHED);
  assert_current (fixture, 1000, 1, STATE_PUBLISHED);
  g_assert_null (store_edition_number (fixture->store, "office", "a", "en", 2, NULL));
  g_autoptr (GPtrArray) topics = store_counts (fixture->store, &filter, "topic", NULL);
  g_assert_cmpuint (topics->len, ==, 1);
  g_assert_cmpstr (((const StoreCount *)topics->pdata[0])->label, ==, "topica1");
  g_assert_cmpuint (findings (fixture), ==, 0);

  add (fixture, "a", 3, 200, 60); /* and another in its place */
  assert_current (fixture, 199, 1, STATE_PUBLISHED);
  assert_current (fixture, 200, 3, STATE_PUBLISHED);
  g_assert_cmpint (store_count (fixture->store, &filter, NULL), ==, 1);
  g_assert_cmpuint (findings (fixture), ==, 0);
}

static void
a_document_that_was_still_to_come_never_comes (Fixture *fixture, gconstpointer data)
{
  StoreFilter filter = { .office = "office", .language = "en" };
  (void)data;
  add (fixture, "a", 1, 100, 20);
  erase (fixture, "a", 1, 40);
  store_set_instant (fixture->store, 1000);
  g_assert_null (store_edition_at (fixture->store, "office", "en", "2026/01/01/a", NULL));
  g_assert_cmpint (store_count (fixture->store, &filter, NULL), ==, 0);
  g_assert_cmpuint (findings (fixture), ==, 0);
}

/* Whatever is erased, in whatever order, of chains with editions past and to come: counts are true and no rule
 * broken. */
static void
no_order_of_erasing_breaks_a_rule (Fixture *fixture, gconstpointer data)
{
  GRand *random = g_rand_new_with_seed (11);
  StoreFilter filter = { .office = "office", .language = "en" };
  (void)data;
  for (int i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("d%d", i);
      unsigned editions = (unsigned)g_rand_int_range (random, 1, 5);
      for (unsigned number = 1; number <= editions; number++)
        add (fixture, name, number, g_rand_int_range (random, 1, 100), i);
      for (unsigned number = 1; number <= editions; number++)
        if (g_rand_boolean (random))
          erase (fixture, name, number, 50);
      if (g_rand_boolean (random))
        add (fixture, name, editions + 1, g_rand_int_range (random, 50, 100), 50);
    }
  g_rand_free (random);
  g_assert_cmpuint (findings (fixture), ==, 0);
  for (Instant at = 0; at < 110; at += 5)
    {
      store_set_instant (fixture->store, at);
      g_autoptr (GPtrArray) list = store_list (fixture->store, &filter, 0, 100, NULL);
      g_assert_cmpint (store_count (fixture->store, &filter, NULL), ==, list->len);
    }
}

static void
a_file_goes_with_the_last_edition_that_shows_it (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("file", 4);
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "a", 2, 20, 20);
  for (gint64 id = 1; id <= 2; id++)
    g_assert_true (store_add_media (fixture->store, id,
                                    "3b9c358f36f0a31b6ad3e14f309c7cf198ac9246e8316f9ce543d5b19ac02b80", "f.txt",
                                    "text/plain", bytes, NULL));
  erase (fixture, "a", 1, 40);
  g_assert_cmpint (number_of (fixture, "SELECT count (*) FROM media"), ==, 1);
  erase (fixture, "a", 2, 40);
  g_assert_cmpint (number_of (fixture, "SELECT count (*) FROM media"), ==, 0);
}

/* Only what the order of a court names, and only once it is recorded, may change in an edition. */
static void
nothing_else_may_change (Fixture *fixture, gconstpointer data)
{
#define RECORDED "INSERT INTO erasure (edition, office, reason, recorded) VALUES (2, 'office', 'A court.', 40);"
#define EMPTIED "UPDATE edition SET title = '', summary = NULL, fields = '{}', body = '', "
  static const char *const refused[] = {
    (EMPTIED "change_note = 'A court.', state = 'erased' WHERE id = 2"),
    (RECORDED EMPTIED "change_note = 'x', state = 'erased' WHERE id = 2"),
    (RECORDED EMPTIED "change_note = 'A court.', state = 'erased', number = 7 WHERE id = 2"),
    (RECORDED EMPTIED "change_note = 'A court.' WHERE id = 2"),
    "UPDATE edition SET state = 'published' WHERE id = 1",
    "UPDATE edition SET title = 'new words' WHERE id = 1",
    "UPDATE erasure SET reason = 'None.'",
    "UPDATE erasure SET recorded = 1",
    "DELETE FROM erasure",
  };
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "a", 2, 20, 20);
  erase (fixture, "a", 1, 40);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", refused[i]);
      g_assert_true (store_run (fixture->store, "SAVEPOINT s", NULL));
      g_assert_false (store_run (fixture->store, refused[i], &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_RULE);
      g_assert_true (store_run (fixture->store, "ROLLBACK TO s; RELEASE s", NULL));
    }
}

static void
every_remnant_is_found (Fixture *fixture, gconstpointer data)
{
  static const char *const breaches[] = {
    "UPDATE edition SET title = 'word' WHERE id = 1",
    "UPDATE edition SET body = 'word' WHERE id = 1",
    "UPDATE edition SET summary = 'word' WHERE id = 1",
    "UPDATE edition SET fields = '{\"topics\":[]}' WHERE id = 1",
    "UPDATE edition SET change_note = 'word' WHERE id = 1",
    "UPDATE edition SET state = 'erased' WHERE id = 2",
    "DELETE FROM erasure",
    "INSERT INTO salt VALUES (1, zeroblob (32))",
    "INSERT INTO unsealed VALUES (1, 'office', 10)",
    "INSERT INTO rendition VALUES (1, 'word', NULL, 'word')",
    "INSERT INTO facet VALUES (1, 'topic', 'w', 'w', 'office', 'en', 'statement', '2026/01', 1, 10, 20)",
    ("INSERT INTO media VALUES ('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'text/plain', "
     "'x')"),
    "UPDATE tally SET count = count + 1",
  };
  (void)data;
  add (fixture, "a", 1, 10, 10);
  add (fixture, "a", 2, 20, 20);
  erase (fixture, "a", 1, 40);
  g_assert_cmpuint (findings (fixture), ==, 0);
  g_assert_true (store_run (fixture->store, "DROP TRIGGER edition_is_final; DROP TRIGGER erasure_stays", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (breaches); i++)
    {
      g_test_message ("%s", breaches[i]);
      g_assert_true (store_run (fixture->store, "SAVEPOINT s", NULL));
      g_assert_true (store_run (fixture->store, breaches[i], NULL));
      g_assert_cmpuint (findings (fixture), >, 0);
      g_assert_true (store_run (fixture->store, "ROLLBACK TO s; RELEASE s", NULL));
    }
}

/* ---- Bytes ---- */

static gboolean
holds (const char *path, const char *ending, const char *word)
{
  g_autofree char *file = g_strconcat (path, ending, NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  return g_file_get_contents (file, &bytes, &length, NULL) && memmem (bytes, length, word, strlen (word)) != NULL;
}

static void
read_in_some (Fixture *fixture)
{
  gboolean more;
  g_assert_true (store_read_in (fixture->store, 100, 5 * INSTANT_MILLISECOND, &more, NULL));
  g_test_message ("%" G_GINT64_FORMAT " are not read in", store_unread (fixture->store, 100, NULL));
}

/* By the index itself, which keeps a word that no text bears any more. */
static gint64
texts_with (Fixture *fixture, const char *word)
{
  g_autofree char *count = g_strdup_printf ("SELECT count (*) FROM temp.word WHERE term = '%s'", word);
  g_assert_true (
      store_run (fixture->store, "CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, search, row)", NULL));
  gint64 texts = number_of (fixture, count);
  g_assert_true (store_run (fixture->store, "DROP TABLE temp.word", NULL));
  return texts;
}

/* A canary of its own in each text, among which every third is erased. In the order of the topics rows come and go at
 * random, so pages are split and joined, and old copies of rows stay in their gaps: overwriting what is deleted is
 * not enough. */
static void
no_byte_is_left (Fixture *fixture, gconstpointer data)
{
  enum
  {
    COUNT = 900
  };
  GRand *random = g_rand_new_with_seed (1);
  (void)data;
  for (guint i = 0; i < COUNT; i++)
    {
      g_autofree char *name = g_strdup_printf ("d%04u", i), *filler = g_strnfill (g_rand_int (random) % 110, 'x');
      g_autoptr (Edition) one = edition_of (name, 1, 10, 10);
      g_autofree char *topic = g_strdup_printf ("t%08x canary%04u%s", g_rand_int (random), i, filler);
      gint64 id;
      json_object_set_new (one->fields, "topics", json_pack ("[s]", topic));
      g_assert_true (store_begin (fixture->store, NULL));
      g_assert_true (store_add_edition (fixture->store, one, &id, NULL));
      g_assert_true (store_commit (fixture->store, NULL));
    }
  g_rand_free (random);
  for (guint i = 0; i < 4; i++) /* the rest waits to be read in */
    read_in_some (fixture);
  g_assert_cmpint (number_of (fixture, "SELECT count (*) FROM search_pending"), >, 0);
  g_assert_cmpint (texts_with (fixture, "titled00001"), ==, 1);
  for (guint i = 0; i < COUNT; i += 3)
    {
      g_autofree char *name = g_strdup_printf ("d%04u", i);
      erase (fixture, name, 1, 50);
    }
  g_assert_true (store_scrub (fixture->store, NULL));
  g_assert_cmpint (texts_with (fixture, "titled00001"), ==, 0);
  g_assert_cmpint (texts_with (fixture, "titled00011"), ==, 1);
  for (guint i = 0; i < COUNT; i++)
    {
      g_autofree char *canary = g_strdup_printf ("canary%04u", i), *title = g_strdup_printf ("titled%04u1", i);
      g_assert_cmpint (holds (fixture->path, "", canary), ==, i % 3 != 0);
      g_assert_cmpint (holds (fixture->path, "", title), ==, i % 3 != 0);
      g_assert_false (holds (fixture->path, "-wal", canary));
    }
  g_assert_cmpuint (findings (fixture), ==, 0);
}

/* ---- From an older record ---- */

static void
no_instant (sqlite3_context *context, int count, sqlite3_value **values)
{
  (void)count;
  (void)values;
  sqlite3_result_null (context);
}

/* As an older Chancery erased: all of the chain is empty, and its last edition says so. */
static char *
older_file (Fixture *fixture)
{
  static const char *const steps[] = { "001-record.sql", "002-tally.sql" };
  static const char rows[] =
      "INSERT INTO office VALUES ('office', 0);"
      "INSERT INTO edition VALUES"
      " (1, 'office', 'a', 'en', 1, 'statement', 'published', 10, 10, 0, 10, 20, 10, 'x', 'a', '2026/01/01/a', '', "
      "NULL,"
      "  NULL, '{}', ''),"
      " (2, 'office', 'a', 'en', 2, 'statement', 'erased', 20, 20, 0, 20, 9223372036854775807, 10, 'y', 'a',"
      "  '2026/01/01/a', '', NULL, 'A court.', '{}', '');"
      "INSERT INTO rendition VALUES (1, '', NULL, ''), (2, '', NULL, '');"
      "CREATE TRIGGER edition_is_final BEFORE UPDATE OF title ON edition BEGIN SELECT RAISE (ABORT, 'final'); END;"
      "PRAGMA application_id = 0x43686e63; PRAGMA user_version = 2";
  char *path = g_build_filename (fixture->folder, "older.db", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_create_function (db, "at_instant", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, NULL, no_instant, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *name = g_strconcat ("/chancery/store/schema/", steps[i], NULL);
      g_autoptr (GBytes) sql = g_resources_lookup_data (name, 0, NULL);
      g_assert_cmpint (sqlite3_exec (db, g_bytes_get_data (sql, NULL), NULL, NULL, NULL), ==, SQLITE_OK);
    }
  g_assert_cmpint (sqlite3_exec (db, rows, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  return path;
}

static void
an_older_erasure_becomes_one_for_each_edition (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = older_file (fixture);
  (void)data;
  store_close (fixture->store);
  fixture->store = store_open (path, STORE_WRITE, NULL);
  g_assert_nonnull (fixture->store);
  g_assert_cmpint (number_of (fixture, "SELECT count (*) FROM edition WHERE state = 'erased'"), ==, 2);
  g_assert_cmpint (number_of (fixture, "SELECT count (*) FROM erasure WHERE reason = 'A court.' AND recorded = 20"),
                   ==, 2);
  g_assert_cmpuint (findings (fixture), ==, 0);
  assert_current (fixture, 50, 2, STATE_ERASED);
  add (fixture, "b", 1, 50, 50);
  erase (fixture, "b", 1, 60);
  g_assert_cmpuint (findings (fixture), ==, 0);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/erase/takes-the-words-and-leaves-the-place", takes_the_words_and_leaves_the_place },
    { "/erase/what-a-reader-sees-is-another-state", what_a_reader_sees_is_another_state },
    { "/erase/the-last-of-a-chain-is-no-longer-counted", the_last_of_a_chain_is_no_longer_counted },
    { "/erase/one-that-was-still-to-come-never-comes", one_that_was_still_to_come_never_comes },
    { "/erase/a-document-that-was-still-to-come-never-comes", a_document_that_was_still_to_come_never_comes },
    { "/erase/no-order-of-erasing-breaks-a-rule", no_order_of_erasing_breaks_a_rule },
    { "/erase/a-file-goes-with-the-last-edition-that-shows-it", a_file_goes_with_the_last_edition_that_shows_it },
    { "/erase/nothing-else-may-change", nothing_else_may_change },
    { "/erase/every-remnant-is-found", every_remnant_is_found },
    { "/erase/no-byte-is-left", no_byte_is_left },
    { "/erase/an-older-erasure-becomes-one-for-each-edition", an_older_erasure_becomes_one_for_each_edition },
  };
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}

/* The record as it stands at an instant, and what is out of reach. */
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

static Edition *
edition (const char *document, unsigned number, Instant published, Instant recorded, gboolean imported)
{
  Edition *one = edition_new ();
  one->office = g_strdup ("office");
  one->document = g_strdup (document);
  one->language = g_strdup ("en");
  one->number = number;
  one->kind = KIND_STATEMENT;
  one->published = one->dated = published;
  one->recorded = recorded;
  one->imported = imported;
  one->slug = g_strdup (document);
  one->path = g_strdup_printf ("2026/01/01/%s", document);
  one->title = g_strdup_printf ("%s %u", document, number);
  one->body = g_strdup ("body");
  one->html = g_strdup ("<p>body</p>");
  one->lead = g_strdup ("body");
  one->change_note = number > 1 ? g_strdup ("why") : NULL;
  return one;
}

static void
add (Fixture *fixture, Edition *one)
{
  g_autoptr (GError) error = NULL;
  gint64 id;
  g_assert_true (store_begin (fixture->store, &error));
  g_assert_true (store_add_edition (fixture->store, one, &id, &error));
  g_assert_true (store_commit (fixture->store, &error));
  edition_free (one);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = g_dir_make_tmp ("chancery-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "site.db", NULL);
  fixture->store = store_open (fixture->path, STORE_CREATE, NULL);
  g_assert_nonnull (fixture->store);
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

/* What is visible at an instant: "a 1,b 2", newest first. */
static char *
visible (Store *store, Instant at)
{
  GString *titles = g_string_new (NULL);
  store_set_instant (store, at);
  g_autoptr (GPtrArray) list = store_latest (store, "office", "en", 10, NULL);
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? "," : "", ((const Edition *)list->pdata[i])->title);
  return g_string_free (titles, FALSE);
}

#define assert_visible(store, at, expected)                                                                          \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    g_autofree char *seen = visible (store, at);                                                                     \
    g_assert_cmpstr (seen, ==, expected);                                                                            \
  }                                                                                                                  \
  G_STMT_END

static void
visible_from_published_and_recorded (Fixture *fixture, gconstpointer data)
{
  (void)data;
  add (fixture, edition ("a", 1, 100, 50, FALSE)); /* scheduled */
  add (fixture, edition ("b", 1, 20, 60, FALSE));  /* back-dated */
  add (fixture, edition ("c", 1, 10, 70, TRUE));   /* carried over */
  assert_visible (fixture->store, 9, "");
  assert_visible (fixture->store, 10, "c 1");
  assert_visible (fixture->store, 59, "c 1");
  assert_visible (fixture->store, 60, "b 1,c 1");
  assert_visible (fixture->store, 99, "b 1,c 1");
  assert_visible (fixture->store, 100, "a 1,b 1,c 1");
}

static void
a_later_edition_takes_the_place_of_all_before (Fixture *fixture, gconstpointer data)
{
  (void)data;
  add (fixture, edition ("a", 1, 10, 10, FALSE));
  add (fixture, edition ("a", 2, 90, 20, FALSE)); /* scheduled … */
  add (fixture, edition ("a", 3, 50, 30, FALSE)); /* … and overtaken */
  assert_visible (fixture->store, 49, "a 1");
  assert_visible (fixture->store, 50, "a 3");
  assert_visible (fixture->store, 1000, "a 3");
  store_set_instant (fixture->store, 1000);
  g_autoptr (GPtrArray) chain = store_chain (fixture->store, "office", "a", "en", NULL);
  g_assert_cmpuint (chain->len, ==, 2); /* the overtaken one was never public */
}

static void
the_next_change_is_the_next_edition (Fixture *fixture, gconstpointer data)
{
  (void)data;
  add (fixture, edition ("a", 1, 100, 50, FALSE));
  add (fixture, edition ("b", 1, 200, 50, FALSE));
  store_set_instant (fixture->store, 99);
  g_assert_cmpint (store_next_change (fixture->store, "office", NULL), ==, 100);
  store_set_instant (fixture->store, 100);
  g_assert_cmpint (store_next_change (fixture->store, "office", NULL), ==, 200);
  store_set_instant (fixture->store, 200);
  g_assert_cmpint (store_next_change (fixture->store, "office", NULL), ==, INSTANT_MAX);
}

/* Every statement that could read a table past the views, or write. */
static void
the_front_reaches_nothing_but_the_views (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "SELECT * FROM edition",
    "SELECT count(*) FROM edition",
    "SELECT title FROM edition WHERE id = 1",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM edition)",
    "SELECT (SELECT max (title) FROM edition)",
    "SELECT v.title FROM visible_edition v JOIN edition e ON e.id = v.id",
    "WITH x AS (SELECT title FROM edition) SELECT * FROM x",
    "SELECT * FROM rendition",
    "SELECT * FROM source",
    "SELECT * FROM media",
    "SELECT * FROM media_use",
    "SELECT * FROM redirect",
    "SELECT * FROM facet",
    "SELECT sql FROM sqlite_schema",
    "CREATE TEMP VIEW visible_all AS SELECT * FROM edition",
    "CREATE TEMP TABLE visible_t AS SELECT * FROM edition",
    "INSERT INTO office VALUES ('x', 1)",
    "UPDATE edition SET visible_until = 0",
    "DELETE FROM office",
    "DROP VIEW visible_edition",
    "ATTACH ':memory:' AS m",
    "PRAGMA writable_schema = 1",
    "PRAGMA table_info (edition)",
  };
  (void)data;
  add (fixture, edition ("a", 1, 100, 50, FALSE));
  g_autoptr (Store) front = store_open (fixture->path, STORE_FRONT, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      sqlite3_stmt *statement = NULL;
      g_test_message ("%s", refused[i]);
      g_assert_cmpint (sqlite3_prepare_v2 (front->sql.db, refused[i], -1, &statement, NULL), !=, SQLITE_OK);
      sqlite3_finalize (statement);
    }
  assert_visible (front, 99, "");
  assert_visible (front, 100, "a 1");
}

static void
an_edition_is_final (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "UPDATE edition SET title = 'x'",
    "UPDATE edition SET recorded = 0",
    "UPDATE edition SET body = '', title = ''",
    "UPDATE edition SET visible_from = 0",
    "DELETE FROM edition",
    "UPDATE edition SET digest = 'x'",
  };
  (void)data;
  add (fixture, edition ("a", 1, 100, 50, FALSE));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (store_run (fixture->store, refused[i], &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_RULE);
    }
}

static void
note (const char *finding, gpointer found)
{
  g_ptr_array_add (found, g_strdup (finding));
}

/* Each rule of the record, broken past the triggers, is found. */
static void
every_broken_rule_is_found (Fixture *fixture, gconstpointer data)
{
  static const char *const breaches[] = {
    "UPDATE edition SET body = 'other' WHERE id = 1",
    "UPDATE edition SET visible_until = 5 WHERE number = 2",
    "UPDATE edition SET visible_from = 1 WHERE number = 2",
    "UPDATE edition SET number = 7 WHERE number = 2",
    "UPDATE edition SET recorded = 200 WHERE number = 1",
    "DELETE FROM rendition WHERE edition = 1",
    "UPDATE tally SET count = count + 1",
    "UPDATE edition SET path = '2026/01/01/a'",
  };
  (void)data;
  add (fixture, edition ("a", 1, 10, 10, FALSE));
  add (fixture, edition ("a", 2, 90, 20, FALSE));
  add (fixture, edition ("b", 1, 90, 30, FALSE));
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (store_check (fixture->store, note, before, NULL));
  store_run (fixture->store, "DROP TRIGGER edition_is_final; DROP TRIGGER edition_stays", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (breaches); i++)
    {
      g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
      g_test_message ("%s", breaches[i]);
      g_assert_true (store_run (fixture->store, "SAVEPOINT s", NULL));
      g_assert_true (store_run (fixture->store, breaches[i], NULL));
      g_assert_true (store_check (fixture->store, note, after, NULL));
      g_assert_cmpuint (after->len, >, before->len);
      g_assert_true (store_run (fixture->store, "ROLLBACK TO s; RELEASE s", NULL));
    }
}

static void
filters_and_counts_agree (Fixture *fixture, gconstpointer data)
{
  (void)data;
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("d%d", i);
      Edition *one = edition (name, 1, 10 + i, 5, FALSE);
      json_object_set_new (one->fields, "topics", json_pack ("[s]", i % 2 ? "Water" : "Trade & ports"));
      g_free (one->path);
      one->path = g_strdup_printf ("2026/0%d/01/%s", 1 + i / 3, name);
      add (fixture, one);
    }
  store_set_instant (fixture->store, 14);
  StoreFilter water = { .office = "office", .language = "en", .topic = "water" };
  g_assert_cmpint (store_count (fixture->store, &water, NULL), ==, 2);
  g_autoptr (GPtrArray) list = store_list (fixture->store, &water, 0, 10, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  StoreFilter january = { .office = "office", .language = "en", .period = "2026/01" };
  g_assert_cmpint (store_count (fixture->store, &january, NULL), ==, 3);
  g_autoptr (GPtrArray) topics = store_counts (fixture->store, &january, "topic", NULL);
  g_assert_cmpuint (topics->len, ==, 2);
  const StoreCount *first = topics->pdata[0];
  g_assert_cmpstr (first->label, ==, "Trade & ports");
  g_assert_cmpuint (first->count, ==, 2);
}

static guint64
count_of (GPtrArray *counts, const char *slug)
{
  for (guint i = 0; i < counts->len; i++)
    if (strcmp (((const StoreCount *)counts->pdata[i])->slug, slug) == 0)
      return ((const StoreCount *)counts->pdata[i])->count;
  return 0;
}

/* What the list shows, counted here, is what the tally says. */
static void
assert_tally_is_true (Store *store, Instant at, const char *kind)
{
  static const char *const topics[] = { "trade", "water" };
  StoreFilter filter = { .office = "office", .language = "en", .kind = kind };
  guint64 found[2] = { 0, 0 };

  store_set_instant (store, at);
  g_autoptr (GPtrArray) list = store_list (store, &filter, 0, 1000, NULL);
  g_autoptr (GPtrArray) counts = store_counts (store, &filter, "topic", NULL);
  g_autoptr (GPtrArray) months = store_counts (store, &filter, "month", NULL);
  for (guint i = 0; i < list->len; i++)
    for (int t = 0; t < 2; t++)
      {
        const Edition *one = list->pdata[i];
        json_t *topic = json_array_get (json_object_get (one->fields, "topics"), 0);
        found[t] += g_ascii_strcasecmp (json_string_value (topic), topics[t]) == 0;
      }
  for (int t = 0; t < 2; t++)
    g_assert_cmpuint (count_of (counts, topics[t]), ==, found[t]);
  g_assert_cmpint (store_count (store, &filter, NULL), ==, list->len);
  g_assert_cmpuint (count_of (months, "2026/01"), ==, list->len);
}

static void
the_tally_is_what_can_be_counted (Fixture *fixture, gconstpointer data)
{
  GRand *random = g_rand_new_with_seed (7);

  (void)data;
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("d%d", i);
      int editions = g_rand_int_range (random, 1, 4);
      for (int number = 1; number <= editions; number++)
        {
          Edition *one = edition (name, (unsigned)number, g_rand_int_range (random, 1, 100), i, FALSE);
          one->kind = g_rand_boolean (random) ? KIND_STATEMENT : KIND_REMARKS;
          one->state = number == 3 && i % 4 == 0 ? STATE_WITHDRAWN : STATE_PUBLISHED;
          json_object_set_new (one->fields, "topics", json_pack ("[s]", g_rand_boolean (random) ? "Water" : "Trade"));
          add (fixture, one);
        }
    }
  g_rand_free (random);
  for (Instant at = 0; at < 110; at += 7)
    {
      assert_tally_is_true (fixture->store, at, NULL);
      assert_tally_is_true (fixture->store, at, "remarks");
    }
}

static void
an_older_file_is_brought_up_to_date (Fixture *fixture, gconstpointer data)
{
  static const char trigger[] = "CREATE TRIGGER edition_is_final BEFORE UPDATE OF title ON edition "
                                "BEGIN SELECT RAISE (ABORT, 'an edition never changes'); END";
  g_autofree char *path = g_build_filename (fixture->folder, "older.db", NULL);
  g_autoptr (GBytes) sql = g_resources_lookup_data ("/chancery/store/schema/001-record.sql", 0, NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  (void)data;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, g_bytes_get_data (sql, NULL), NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, trigger, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA user_version = 1; PRAGMA application_id = 0x43686e63", NULL, NULL, NULL);
  sqlite3_close (db);

  g_assert_null (store_open (path, STORE_FRONT, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_OLDER);
  Store *store = store_open (path, STORE_WRITE, NULL);
  g_assert_nonnull (store);
  store_close (store);
  store = store_open (path, STORE_FRONT, NULL);
  g_assert_nonnull (store);
  store_close (store);
  g_unlink (path);
}

/* The titles of what has WORDS, newest first. */
static char *
found (Store *store, const char *words, gboolean in_title, gint64 beyond)
{
  static const char *const places[] = { "office/en", "office/fr", NULL };
  const StoreSearch search = { words, places, in_title, beyond };
  g_autoptr (GError) error = NULL;
  GString *titles = g_string_new (NULL);
  gboolean more;
  g_assert_true (store_read_in (store, store->at, G_USEC_PER_SEC, &more, &error));
  g_autoptr (GPtrArray) all = store_search (store, &search, 2, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? "," : "", ((const StoreFound *)all->pdata[i])->edition->title);
  return g_string_free (titles, FALSE);
}

#define assert_found(words, in_title, beyond, expected)                                                              \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    g_autofree char *titles = found (fixture->store, words, in_title, beyond);                                       \
    g_assert_cmpstr (titles, ==, expected);                                                                          \
  }                                                                                                                  \
  G_STMT_END

/* What is not public yet, and what another edition took the place of, is not found. */
static void
what_is_public_is_found_by_its_words (Fixture *fixture, gconstpointer data)
{
  (void)data;
  const Instant second = INSTANT_SECOND;

  add (fixture, edition ("ferry", 1, -20 * second, 10, TRUE));
  add (fixture, edition ("ferries", 1, 30 * second, 20, FALSE));
  add (fixture, edition ("bridge", 1, 20 * second, 30, FALSE));
  add (fixture, edition ("bridge", 2, 90 * second, 40, FALSE));
  store_set_instant (fixture->store, 50 * second);
  assert_found ("FERR", TRUE, G_MAXINT64, "ferries 1,ferry 1");
  assert_found ("ferry", TRUE, G_MAXINT64, "ferry 1");
  assert_found ("fe", TRUE, G_MAXINT64, ""); /* the beginning of too many words */
  assert_found ("body", TRUE, G_MAXINT64, "");
  assert_found ("body", FALSE, G_MAXINT64, "ferries 1,bridge 1");
  assert_found ("body bridge", FALSE, G_MAXINT64, "bridge 1");
  assert_found ("body", FALSE, 30 * (1LL << 28), "bridge 1,ferry 1");
  assert_found ("", FALSE, 20 * (1LL << 28), "ferry 1");
  assert_found ("\" OR scope : *", FALSE, G_MAXINT64, "");
  store_set_instant (fixture->store, 100 * second);
  assert_found ("bridge", FALSE, G_MAXINT64, "bridge 2");
}

/* Until then it is counted as unread; and what is to come is not read in. */
static void
a_text_is_found_once_it_is_read_in (Fixture *fixture, gconstpointer data)
{
  const Instant second = INSTANT_SECOND;
  static const char *const places[] = { "office/en", NULL };
  const StoreSearch search = { "body", places, FALSE, G_MAXINT64 };
  g_autoptr (GError) error = NULL;
  gboolean more;
  (void)data;
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("text-%d", i);
      add (fixture, edition (name, 1, 10 * second, 10 * second, FALSE));
    }
  add (fixture, edition ("later", 1, 100 * second, 10 * second, FALSE));
  store_set_instant (fixture->store, 50 * second);
  g_autoptr (GPtrArray) before = store_search (fixture->store, &search, 100, NULL);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpint (store_unread (fixture->store, 50 * second, NULL), ==, 20);

  for (int left = 19; left >= 0; left--) /* no time: one by one */
    {
      g_assert_true (store_read_in (fixture->store, 50 * second, 0, &more, &error));
      g_assert_cmpint (more, ==, left > 0);
      g_assert_cmpint (store_unread (fixture->store, 50 * second, NULL), ==, left);
    }
  g_autoptr (GPtrArray) after = store_search (fixture->store, &search, 100, NULL);
  g_assert_cmpuint (after->len, ==, 20);
  g_assert_cmpint (store_unread (fixture->store, 100 * second, NULL), ==, 1);
  g_assert_cmpint (sql_number (&fixture->store->sql, "PRAGMA synchronous"), ==, 1);
  g_assert_true (store_begin (fixture->store, NULL)); /* what an editor writes lasts again */
  g_assert_cmpint (sql_number (&fixture->store->sql, "PRAGMA synchronous"), ==, 2);
  store_rollback (fixture->store);
}

static void
reading_in_waits_for_nobody_who_writes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean more;
  (void)data;
  add (fixture, edition ("a", 1, 10, 10, FALSE));
  Store *other = store_open (fixture->path, STORE_WRITE, NULL);
  g_assert_true (store_begin (other, NULL));
  gint64 from = g_get_monotonic_time ();
  g_assert_false (store_read_in (fixture->store, 20, 1000, &more, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_BUSY);
  g_assert_cmpint (g_get_monotonic_time () - from, <, 2 * G_USEC_PER_SEC);
  store_rollback (other);
  store_close (other);
  g_assert_cmpint (store_unread (fixture->store, 20, NULL), ==, 1);
  g_assert_true (store_read_in (fixture->store, 20, 1000, &more, NULL));
  g_assert_cmpint (store_unread (fixture->store, 20, NULL), ==, 0);
}

static gboolean
take_back (Fixture *fixture, const char *document, unsigned number, Instant now, GError **error)
{
  const Edition which = {
    .office = (char *)"office", .document = (char *)document, .language = (char *)"en", .number = number
  };
  Instant instant;
  gboolean seen;

  g_assert_true (store_begin_before (fixture->store, NULL));
  gboolean done = store_take_back (fixture->store, &which, "a.md", now, &instant, error)
                  && store_commit_before (fixture->store, instant, &seen, error);
  if (!done)
    store_rollback (fixture->store);
  return done;
}

static void
count_findings (const char *finding, gpointer count)
{
  g_test_message ("%s", finding);
  ++*(guint *)count;
}

/* With all that was made of it, and nothing else. */
static void
what_is_to_come_can_leave_as_if_it_had_never_been (Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autoptr (GError) error = NULL;
  Instant now = g_get_real_time (), soon = now + 3600 * INSTANT_SECOND;
  guint findings = 0;

  add (fixture, edition ("a", 1, now - 20, now - 10, FALSE));
  add (fixture, edition ("a", 2, soon, now, FALSE));
  add (fixture, edition ("b", 1, soon, now, FALSE));
  add (fixture, edition ("b", 2, soon + 1, now, FALSE));

  g_assert_false (take_back (fixture, "a", 1, now, &error)); /* public */
  g_assert_no_error (error);
  g_assert_false (take_back (fixture, "a", 2, soon, &error)); /* by now */
  g_assert_no_error (error);
  g_assert_false (take_back (fixture, "b", 1, now, &error)); /* something follows it */
  g_assert_error (error, STORE_ERROR, STORE_ERROR_RULE);
  g_clear_error (&error);
  g_assert_false (take_back (fixture, "a", 3, now, &error)); /* it is not there */
  g_assert_error (error, STORE_ERROR, STORE_ERROR_RULE);
  g_clear_error (&error);

  g_assert_true (take_back (fixture, "a", 2, now, &error));
  g_assert_true (take_back (fixture, "b", 2, now, &error));
  g_assert_true (take_back (fixture, "b", 1, now, &error));
  g_assert_no_error (error);
  assert_visible (fixture->store, soon, "a 1");
  g_assert_cmpint (sql_number (&fixture->store->sql, "SELECT count (*) FROM edition"), ==, 1);
  g_assert_cmpint (sql_number (&fixture->store->sql, "SELECT count (*) FROM taken_back"), ==, 0);
  g_assert_cmpint (sql_number (&fixture->store->sql, "PRAGMA synchronous"), ==, 2);
  g_assert_true (store_check (fixture->store, count_findings, &findings, NULL));
  g_assert_cmpuint (findings, ==, 1); /* the office has no profile */
}

static guint
findings_of (Fixture *fixture)
{
  guint findings = 0;
  g_assert_true (store_check (fixture->store, count_findings, &findings, NULL));
  return findings - 1; /* the office has no profile */
}

static gint64
blocks_with (Fixture *fixture, const char *word)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM search_data WHERE instr (block, CAST ('%s' AS BLOB)) > 0", word);
  return sql_number (&fixture->store->sql, sql);
}

/* Its words were never in the index, and the next edition, which gets its number, is found by its own. */
static void
what_was_taken_back_is_not_found (Fixture *fixture, gconstpointer data)
{
  Instant now = g_get_real_time (), soon = now + 3600 * INSTANT_SECOND;
  gboolean more;
  (void)data;
  store_set_instant (fixture->store, soon + INSTANT_SECOND);
  add (fixture, edition ("secret", 1, soon, now, FALSE));
  g_assert_true (store_read_in (fixture->store, now, G_USEC_PER_SEC, &more, NULL));
  g_assert_true (take_back (fixture, "secret", 1, now, NULL));
  g_assert_cmpint (blocks_with (fixture, "secret"), ==, 0);
  g_assert_cmpint (sql_number (&fixture->store->sql, "SELECT count (*) FROM search_pending"), ==, 0);
  add (fixture, edition ("other", 1, now - 20, now - 10, FALSE));
  assert_found ("secret", FALSE, G_MAXINT64, "");
  assert_found ("other", FALSE, G_MAXINT64, "other 1");
  g_assert_cmpint (blocks_with (fixture, "other"), >, 0);
  g_assert_cmpuint (findings_of (fixture), ==, 0);
}

/* And if it was in the index, since a clock ran ahead, it is not found either. */
static void
what_was_read_in_too_early_can_be_taken_back (Fixture *fixture, gconstpointer data)
{
  Instant now = g_get_real_time (), soon = now + 3600 * INSTANT_SECOND;
  (void)data;
  store_set_instant (fixture->store, soon + INSTANT_SECOND);
  add (fixture, edition ("early", 1, soon, now, FALSE));
  assert_found ("early", FALSE, G_MAXINT64, "early 1");
  g_assert_true (take_back (fixture, "early", 1, now, NULL));
  add (fixture, edition ("other", 1, now - 20, now - 10, FALSE));
  assert_found ("early", FALSE, G_MAXINT64, "");
  assert_found ("other", FALSE, G_MAXINT64, "other 1");
  g_assert_cmpuint (findings_of (fixture), ==, 0);
}

static void
every_text_is_read_in_or_waits (Fixture *fixture, gconstpointer data)
{
  static const char *const breaches[] = {
    "DELETE FROM search_pending WHERE edition = 3",
    "INSERT INTO search_pending VALUES (1, 10)",
    "INSERT INTO search_pending VALUES (77, 10)",
    "UPDATE search_pending SET due = due + 1",
    ("INSERT INTO search (search, rowid, title, text, scope) "
     "SELECT 'delete', place, title, text, scope FROM searched WHERE edition = 2"),
    "INSERT INTO search (rowid, title, text, scope) VALUES (77, 'a', 'b', 'in00')",
    ("INSERT INTO search (rowid, title, text, scope) "
     "SELECT place, title, text, scope FROM searched WHERE edition = 3"),
    "UPDATE search_data SET block = substr (block, 1, length (block) - 9) WHERE id > 10",
    "DELETE FROM search_data WHERE id > 10",
  };
  gboolean more;
  (void)data;
  add (fixture, edition ("a", 1, 10, 10, FALSE));
  add (fixture, edition ("b", 1, 10, 10, FALSE));
  g_assert_true (store_read_in (fixture->store, 20, G_USEC_PER_SEC, &more, NULL));
  add (fixture, edition ("c", 1, 10, 10, FALSE));
  g_assert_cmpuint (findings_of (fixture), ==, 0);
  sqlite3_db_config (fixture->store->sql.db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (breaches); i++)
    {
      g_test_message ("%s", breaches[i]);
      g_assert_true (store_run (fixture->store, "SAVEPOINT s", NULL));
      g_assert_true (store_run (fixture->store, breaches[i], NULL));
      g_assert_cmpuint (findings_of (fixture), >, 0);
      g_assert_true (store_run (fixture->store, "ROLLBACK TO s; RELEASE s", NULL));
    }
}

/* A commit that would come too late is none. */
static void
what_is_about_to_be_public_stays (Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autoptr (GError) error = NULL;
  Instant now = g_get_real_time (), soon = now + 100 * INSTANT_MILLISECOND;

  add (fixture, edition ("a", 1, soon, now, FALSE));
  g_assert_false (take_back (fixture, "a", 1, now, &error));
  g_assert_no_error (error);
  assert_visible (fixture->store, soon, "a 1");
  g_assert_true (store_begin (fixture->store, &error));
  g_assert_true (store_commit (fixture->store, &error));
  g_assert_cmpint (sql_number (&fixture->store->sql, "PRAGMA synchronous"), ==, 2);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/store/visible-from-published-and-recorded", visible_from_published_and_recorded },
    { "/store/a-later-edition-takes-the-place-of-all-before", a_later_edition_takes_the_place_of_all_before },
    { "/store/the-next-change-is-the-next-edition", the_next_change_is_the_next_edition },
    { "/store/the-front-reaches-nothing-but-the-views", the_front_reaches_nothing_but_the_views },
    { "/store/what-is-public-is-found-by-its-words", what_is_public_is_found_by_its_words },
    { "/store/a-text-is-found-once-it-is-read-in", a_text_is_found_once_it_is_read_in },
    { "/store/reading-in-waits-for-nobody-who-writes", reading_in_waits_for_nobody_who_writes },
    { "/store/what-was-taken-back-is-not-found", what_was_taken_back_is_not_found },
    { "/store/what-was-read-in-too-early-can-be-taken-back", what_was_read_in_too_early_can_be_taken_back },
    { "/store/every-text-is-read-in-or-waits", every_text_is_read_in_or_waits },
    { "/store/what-is-to-come-can-leave-as-if-it-had-never-been", what_is_to_come_can_leave_as_if_it_had_never_been },
    { "/store/what-is-about-to-be-public-stays", what_is_about_to_be_public_stays },
    { "/store/an-edition-is-final", an_edition_is_final },
    { "/store/every-broken-rule-is-found", every_broken_rule_is_found },
    { "/store/filters-and-counts-agree", filters_and_counts_agree },
    { "/store/the-tally-is-what-can-be-counted", the_tally_is_what_can_be_counted },
    { "/store/an-older-file-is-brought-up-to-date", an_older_file_is_brought_up_to_date },
  };
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}

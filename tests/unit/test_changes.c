/* What calendars are made of: the changes of a period, and that finding them reads no more than it must. */
#include "store/connection.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder, *path;
  Store *store;
} Fixture;

static void
add (Fixture *fixture, const char *document, const char *language, unsigned number, Instant published)
{
  g_autoptr (Edition) one = edition_new ();
  gint64 id;

  one->office = g_strdup ("office");
  one->document = g_strdup (document);
  one->language = g_strdup (language);
  one->number = number;
  one->kind = *language == '\0' ? KIND_PROFILE : KIND_STATEMENT;
  one->published = one->dated = one->recorded = published;
  one->imported = TRUE;
  one->slug = g_strdup (document);
  one->path = g_strdup_printf ("2026/01/01/%s", document);
  one->title = g_strdup_printf ("%s %u", document, number);
  one->body = g_strdup ("body");
  one->html = g_strdup ("<p>body</p>");
  one->lead = g_strdup ("body");
  one->change_note = number > 1 ? g_strdup ("why") : NULL;
  g_assert_true (store_begin (fixture->store, NULL) && store_add_edition (fixture->store, one, &id, NULL)
                 && store_commit (fixture->store, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = g_dir_make_tmp ("chancery-changes-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "site.db", NULL);
  fixture->store = store_open (fixture->path, STORE_CREATE, NULL);
  g_assert_true (store_add_office (fixture->store, "office", NULL));
  add (fixture, "profile", "", 1, 100);
  add (fixture, "a", "en", 1, 200);
  add (fixture, "b", "fr", 1, 300);
  add (fixture, "a", "en", 2, 400);
  add (fixture, "c", "en", 1, 900);
  store_set_instant (fixture->store, 500);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  (void)data;
  store_close (fixture->store);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (fixture->path, endings[i], NULL);
      g_unlink (file);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
a_period_has_a_languages_own_changes (Fixture *fixture, gconstpointer data)
{
  (void)data;
  StorePeriod period = { .office = "office", .language = "en", .from = 0, .until = 10000 };
  g_autoptr (GArray) all = store_instants (fixture->store, &period, NULL);
  g_assert_cmpuint (all->len, ==, 2); /* neither what is to come nor another language's, nor the first profile */
  g_assert_cmpint (g_array_index (all, Instant, 0), ==, 200);
  g_assert_cmpint (g_array_index (all, Instant, 1), ==, 400);

  period.until = 400;
  g_autoptr (GPtrArray) early = store_changed (fixture->store, &period, 9, NULL);
  g_assert_cmpuint (early->len, ==, 1);
  const StoreChanged *first = early->pdata[0];
  g_assert_cmpint (first->instant, ==, 200);
  g_assert_cmpstr (first->edition->title, ==, "a 1");
}

static void
a_documents_changes_are_its_own (Fixture *fixture, gconstpointer data)
{
  (void)data;
  StorePeriod period = { .office = "office", .language = "en", .document = "a", .from = 0, .until = 10000 };
  g_autoptr (GPtrArray) changed = store_changed (fixture->store, &period, 9, NULL);
  g_assert_cmpuint (changed->len, ==, 2);
  g_assert_cmpuint (((const StoreChanged *)changed->pdata[0])->edition->number, ==, 2);
  period.document = "c";
  g_autoptr (GArray) none = store_instants (fixture->store, &period, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* The plan of the statement NAME, a line a step. */
static char *
plan_of (Fixture *fixture, const char *name)
{
  g_autoptr (Cursor) cursor = cursor_open (fixture->store, NULL, name, "");
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", sqlite3_sql (cursor), NULL);
  GString *plan = g_string_new (NULL);
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (fixture->store->sql.db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (plan, "%s\n", sqlite3_column_text (statement, 3));
  sqlite3_finalize (statement);
  return g_string_free (plan, FALSE);
}

static void
calendars_walk_an_index (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "instants_between", "COVERING INDEX edition_by_visibility (office=? AND visible_from>? AND visible_from<?)" },
    { "changed_between", "INDEX edition_by_visibility (office=? AND visible_from>? AND visible_from<?)" },
    { "instants_of_document", "(office=? AND document=? AND language=?)" },
    { "changed_of_document", "(office=? AND document=? AND language=?)" },
  };
  (void)data;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *plan = plan_of (fixture, names[i][0]);
      g_test_message ("%s: %s", names[i][0], plan);
      g_assert_nonnull (strstr (plan, names[i][1]));
      g_assert_null (strstr (plan, "SCAN"));
      g_assert_true (i >= 2 || strstr (plan, "B-TREE") == NULL);
    }
}

static gint64
first_count (const GPtrArray *counts)
{
  return counts->len > 0 ? (gint64)((const StoreCount *)counts->pdata[0])->count : 0;
}

/* What is counted anew at an instant long past is what the tally, corrected, would say. */
static void
counts_of_the_past_are_those_of_the_tally (Fixture *fixture, gconstpointer data)
{
  StoreFilter filter = { .office = "office", .language = "en" };
  (void)data;
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("later-%d", i);
      add (fixture, name, "en", 1, 1000 + i);
    }
  for (Instant at = 150; at < 1600; at += 350) /* much to come at first, then little */
    {
      store_set_instant (fixture->store, at);
      gint64 count = store_count (fixture->store, &filter, NULL);
      g_autoptr (GPtrArray) listed = store_list (fixture->store, &filter, 0, 1000, NULL);
      g_autoptr (GPtrArray) kinds = store_counts (fixture->store, &filter, "kind", NULL);
      g_autoptr (GPtrArray) months = store_counts (fixture->store, &filter, "month", NULL);
      g_assert_cmpint (count, ==, listed->len);
      g_assert_cmpint (count, ==, first_count (kinds));
      g_assert_cmpint (count, ==, first_count (months));
    }
  store_set_instant (fixture->store, 5000);
  g_assert_cmpint (store_count (fixture->store, &filter, NULL), ==, 502);
}

static void
counts_of_the_past_read_indexes_alone (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "past_total", "past_kinds", "past_months" };
  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *plan = plan_of (fixture, names[i]);
      g_test_message ("%s: %s", names[i], plan);
      g_assert_nonnull (strstr (plan, "USING COVERING INDEX"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/changes/a-period", Fixture, NULL, set_up, a_period_has_a_languages_own_changes, tear_down);
  g_test_add ("/changes/a-document", Fixture, NULL, set_up, a_documents_changes_are_its_own, tear_down);
  g_test_add ("/changes/plans", Fixture, NULL, set_up, calendars_walk_an_index, tear_down);
  g_test_add ("/changes/past-counts", Fixture, NULL, set_up, counts_of_the_past_are_those_of_the_tally, tear_down);
  g_test_add ("/changes/past-plans", Fixture, NULL, set_up, counts_of_the_past_read_indexes_alone, tear_down);
  return g_test_run ();
}

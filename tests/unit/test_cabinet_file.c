/* The desk's file itself, and the trail in it: who can read it, what it keeps, what cannot be taken out of it. */
#include "cabinet_fixture.h"

#include "cabinet/trail.h"

#include <string.h>

static void
test_name (void)
{
  static const char *const names[][2] = { { "site.db", "site.desk" }, { "/a/site.db", "/a/site.desk" },
                                          { "site", "site.desk" },    { "site.data", "site.data.desk" },
                                          { ".db", ".db.desk" },      { "/a/.db", "/a/.db.desk" } };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = cabinet_path (names[i][0]);
      g_assert_cmpstr (path, ==, names[i][1]);
    }
}

static void
test_private (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      struct stat status;
      g_autofree char *file = g_strconcat (fixture->path, endings[i], NULL);
      g_assert_cmpint (stat (file, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
    }
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  g_assert_null (cabinet_open (fixture->path, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "chmod 600"));
}

static void
test_other_files (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (GError) error = NULL, failure = NULL;

  g_assert_true (g_file_set_contents_full (other, "no database, but long enough to look like none", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_null (cabinet_open (other, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_NOT_DESK);
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  g_assert_null (cabinet_open (link, &failure));
  g_assert_error (failure, CABINET_ERROR, CABINET_ERROR_FAILED);
  g_unlink (other);
  g_unlink (link);
}

static void
test_newer (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (sql_run (&fixture->cabinet->sql, "PRAGMA user_version = 1000", NULL));
  g_assert_null (cabinet_open (fixture->path, &error));
  g_assert_error (error, CABINET_ERROR, CABINET_ERROR_NOT_DESK);
  g_assert_nonnull (strstr (error->message, "newer Chancery"));
}

static gint64
trail_length (Cabinet *cabinet)
{
  return sql_number (&cabinet->sql, "SELECT count(*) FROM trail");
}

static void
test_trail_is_final (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const refused[] = {
    "UPDATE trail SET name = 'nobody'",
    "UPDATE trail SET after = NULL WHERE id = 1",
    "DELETE FROM trail",
    "DELETE FROM trail WHERE id = 1",
    "REPLACE INTO trail (id, at, person, name, place, action) VALUES (1, 0, 0, '', '', '')",
    "INSERT OR REPLACE INTO trail (id, at, person, name, place, action) VALUES (1, 0, 0, '', '', '')",
    "INSERT INTO trail SELECT * FROM trail WHERE TRUE ON CONFLICT (id) DO UPDATE SET name = 'nobody'",
    "DELETE FROM person",
  };
  gint64 length = trail_length (fixture->cabinet);
  g_assert_cmpint (length, >, 2);
  /* As from a connection that is not ours. */
  g_assert_true (sql_run (&fixture->cabinet->sql, "PRAGMA recursive_triggers = OFF", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (sql_run (&fixture->cabinet->sql, refused[i], NULL));
  g_assert_cmpint (trail_length (fixture->cabinet), ==, length);
  g_assert_cmpint (sql_number (&fixture->cabinet->sql, "SELECT count(*) FROM trail WHERE name = 'nobody'"), ==, 0);
}

static void
note (Cabinet *cabinet, const char *name, const char *action, const char *document, Instant at)
{
  const Actor actor = { 7, name, "2001:db8::1", at };
  g_assert_true (cabinet_note (cabinet, &actor, action, "lisbon", document, json_pack ("{s:i}", "n", 1),
                               json_pack ("{s:i}", "n", 2), NULL));
}

static guint
found (Cabinet *cabinet, const TrailFilter *filter)
{
  g_autoptr (GPtrArray) entries = cabinet_trail (cabinet, filter, 100, NULL);
  g_assert_nonnull (entries);
  return entries->len;
}

static void
test_trail_is_searched (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  note (cabinet, "vera", "draft.saved", "d1", NOON + 1);
  note (cabinet, "vera", "draft.submitted", "d1", NOON + 2);
  note (cabinet, "wanda", "draft.saved", "d2", NOON + 3);

  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .name = "vera" }), ==, 2);
  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .document = "d2" }), ==, 1);
  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .office = "lisbon" }), ==, 3);
  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .action = "draft." }), ==, 3);
  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .action = "draft.saved", .name = "vera" }), ==, 1);
  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .since = NOON + 2 }), ==, 2);
  g_assert_cmpuint (found (cabinet, &(TrailFilter){ .since = NOON + 1, .until = NOON + 3 }), ==, 2);
}

static void
test_trail_is_paged (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (int i = 0; i < 25; i++)
    note (fixture->cabinet, "vera", "draft.saved", "d1", NOON + i);
  for (int oldest = 0; oldest < 2; oldest++)
    {
      TrailFilter filter = { .name = "vera", .oldest_first = oldest };
      guint count = 0;
      Instant last = oldest ? INSTANT_MIN : INSTANT_MAX;
      for (;;)
        {
          g_autoptr (GPtrArray) page = cabinet_trail (fixture->cabinet, &filter, 10, NULL);
          for (guint i = 0; i < page->len; i++, count++)
            {
              const TrailEntry *entry = page->pdata[i];
              g_assert_true (oldest ? entry->at > last : entry->at < last);
              last = entry->at;
              filter.beyond = entry->id;
            }
          if (page->len < 10)
            break;
        }
      g_assert_cmpuint (count, ==, 25);
    }
}

static void
test_trail_line (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  note (fixture->cabinet, "vera", "draft.saved", "d1", NOON);
  g_autoptr (GPtrArray) page = cabinet_trail (fixture->cabinet, &(TrailFilter){ .name = "vera" }, 1, NULL);
  json_auto_t *line = trail_entry_json (page->pdata[0]);
  json_object_del (line, "id");
  g_autofree char *text = json_dumps (line, JSON_COMPACT);
  g_assert_cmpstr (text, ==,
                   "{\"at\":\"2026-09-21T14:13:20Z\",\"person\":7,\"name\":\"vera\",\"place\":\"2001:db8::1\","
                   "\"action\":\"draft.saved\",\"office\":\"lisbon\",\"document\":\"d1\",\"before\":{\"n\":1},"
                   "\"after\":{\"n\":2}}");
}

static void
test_together (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Cabinet *cabinet = fixture->cabinet;
  const Actor actor = by (0, NOON);
  gint64 before = trail_length (cabinet);

  g_assert_true (cabinet_begin (cabinet, NULL));
  g_assert_true (cabinet_set_two_person (cabinet, &actor, "lisbon", FALSE, NULL));
  g_assert_false (cabinet_two_person (cabinet, "lisbon", NULL));
  cabinet_rollback (cabinet);
  g_assert_true (cabinet_two_person (cabinet, "lisbon", NULL));
  g_assert_cmpint (trail_length (cabinet), ==, before);

  g_assert_true (cabinet_set_two_person (cabinet, &actor, "lisbon", FALSE, NULL));
  g_assert_false (cabinet_two_person (cabinet, "lisbon", NULL));
  g_assert_true (cabinet_two_person (cabinet, "cairo", NULL));
  g_assert_cmpint (trail_length (cabinet), ==, before + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cabinet/it-lies-beside-the-record", test_name);
  ADD ("/cabinet/its-owner-alone-reads-it", test_private);
  ADD ("/cabinet/what-is-something-else-is-left-alone", test_other_files);
  ADD ("/cabinet/what-is-newer-is-left-alone", test_newer);
  ADD ("/cabinet/what-is-done-together-is-done-or-not", test_together);
  ADD ("/trail/nothing-in-it-changes", test_trail_is_final);
  ADD ("/trail/it-is-searched", test_trail_is_searched);
  ADD ("/trail/it-is-read-page-by-page", test_trail_is_paged);
  ADD ("/trail/a-line-says-it-all", test_trail_line);
  return g_test_run ();
}

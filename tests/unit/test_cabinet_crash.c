/* Many at once, and killed: what was said to be saved is there, whole, and nobody's words were saved over. */
#include "cabinet_fixture.h"

#include "cabinet/draft.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define WRITERS 4
#define ROUNDS 12
#define ACKNOWLEDGED 40 /* of each round, before the kill */

typedef struct
{
  gint64 writer, version, number; /* NUMBER of WRITER was saved as VERSION */
} Saved;

static char *
text_of (gint64 writer, gint64 number)
{
  return g_strdup_printf ("words %" G_GINT64_FORMAT " of writer %" G_GINT64_FORMAT, number, writer);
}

/* Save until killed; say on OUT what was saved, once it was. */
static void
write_for_ever (const char *path, const char *id, gint64 writer, gint64 number, int out)
{
  Cabinet *cabinet = open_fast (path);
  for (;; number++)
    {
      g_autofree char *words = text_of (writer, number);
      const DraftText text = { KIND_STATEMENT, "Title", words };
      const Actor actor = by (writer, NOON + number);
      gint64 version = 0;
      g_autoptr (CabinetDraft) draft = cabinet_draft (cabinet, id, NOON, NULL);
      for (gint64 read = draft->version; version == 0;)
        {
          g_autoptr (CabinetDraft) there = NULL;
          g_autoptr (GError) error = NULL;
          if (cabinet_save_draft (cabinet, &actor, id, read, &text, FALSE, &version, &there, &error))
            break;
          g_assert_error (error, CABINET_ERROR, CABINET_ERROR_CONFLICT);
          read = there->version;
          version = 0;
        }
      const Saved saved = { writer, version, number };
      if (write (out, &saved, sizeof saved) != sizeof saved)
        _exit (1);
    }
}

static pid_t
start (const char *path, const char *id, gint64 writer, gint64 number, int out)
{
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    write_for_ever (path, id, writer, number, out);
  return child;
}

static void
take (int in, GArray *all, guint most)
{
  Saved saved;
  for (guint i = 0; i < most && read (in, &saved, sizeof saved) == sizeof saved; i++)
    g_array_append_val (all, saved);
}

/* One round: everybody writes, then all are killed. */
static void
write_and_kill (const char *path, const char *id, gint64 round, GArray *all)
{
  int ends[2];
  pid_t children[WRITERS];
  g_assert_cmpint (pipe (ends), ==, 0);
  for (gint64 i = 0; i < WRITERS; i++)
    children[i] = start (path, id, i + 1, round * 100000, ends[1]);
  close (ends[1]);
  take (ends[0], all, ACKNOWLEDGED);
  for (guint i = 0; i < WRITERS; i++)
    {
      int status;
      g_assert_cmpint (kill (children[i], SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
    }
  take (ends[0], all, G_MAXUINT);
  close (ends[0]);
}

static void
test_killed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const DraftText first = { KIND_STATEMENT, "Title", "first" };
  const Actor anna = by (fixture->anna, NOON);
  g_autofree char *id = cabinet_begin_draft (fixture->cabinet, &anna, "lisbon", NULL, "en", 0, &first, NULL);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Saved));
  g_clear_pointer (&fixture->cabinet, cabinet_close);
  for (gint64 round = 0; round < ROUNDS; round++)
    write_and_kill (fixture->path, id, round, all);
  fixture->cabinet = open_fast (fixture->path);

  g_assert_cmpuint (all->len, >=, ROUNDS * ACKNOWLEDGED);
  for (guint i = 0; i < all->len; i++)
    {
      const Saved *saved = &g_array_index (all, Saved, i);
      g_autofree char *words = text_of (saved->writer, saved->number);
      g_autoptr (DraftVersion) version = cabinet_draft_version (fixture->cabinet, id, saved->version, NULL);
      g_assert_nonnull (version);
      g_assert_cmpstr (version->text, ==, words);
      g_assert_cmpint (version->person, ==, saved->writer);
    }
  /* No gap and no version without its line in the trail; at most the one save that each was in the midst of was not
   * said. */
  Sql *sql = &fixture->cabinet->sql;
  gint64 versions = sql_number (sql, "SELECT count(*) FROM draft_version");
  g_assert_cmpint (sql_number (sql, "SELECT version FROM draft"), ==, versions);
  g_assert_cmpint (sql_number (sql, "SELECT count(*) FROM trail WHERE action = 'draft.saved'"), ==, versions - 1);
  g_assert_cmpint (versions - 1 - (gint64)all->len, <=, ROUNDS * WRITERS);
  g_assert_cmpint (sql_number (sql, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/cabinet/no-acknowledged-save-is-lost-when-writers-are-killed", test_killed);
  return g_test_run ();
}

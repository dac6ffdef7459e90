/* What a witness remembers: whole or not at all, one process at a time, on the disk before it answers; and a
 * sequencer that cosigns no two trees of one size, whatever happens between. */
#include "seal/merkle.h"
#include "witness/sequencer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORIGIN "log.example"

typedef struct
{
  char *folder, *path;
  StateFile *file;
  Signer *log, *new_log, *other_log, *witness;
  Watched *watched;
} Scene;

static StateFile *
open_state (const Scene *scene, gboolean expect_fresh)
{
  g_autoptr (GError) error = NULL;
  gboolean fresh;
  StateFile *file = state_file_open (scene->path, &fresh, &error);

  g_assert_no_error (error);
  g_assert_true (fresh == expect_fresh);
  return file;
}

static void
scene_begin (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  scene->folder = g_dir_make_tmp ("chancery-witness-XXXXXX", NULL);
  scene->path = g_build_filename (scene->folder, "state", NULL);
  scene->file = open_state (scene, TRUE);
  scene->log = signer_new (ORIGIN, KEY_ED25519, NULL);
  scene->new_log = signer_new (ORIGIN, KEY_ED25519, NULL);
  scene->other_log = signer_new ("other.example", KEY_ED25519, NULL);
  scene->witness = signer_new ("witness.example", KEY_COSIGNATURE, NULL);
  g_autofree char *key = verifier_write (scene->log->verifier), *new_key = verifier_write (scene->new_log->verifier);
  const char *const keys[] = { key, new_key, key, NULL };
  scene->watched = watched_new (keys, NULL);
}

static void
scene_end (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "", ".lock", ".new" };

  g_clear_pointer (&scene->file, state_file_close);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat (scene->path, names[i], NULL);
      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (scene->folder), ==, 0);
  watched_free (scene->watched);
  signer_free (scene->log);
  signer_free (scene->new_log);
  signer_free (scene->other_log);
  signer_free (scene->witness);
  g_free (scene->path);
  g_free (scene->folder);
}

static void
reopen (Scene *scene)
{
  g_clear_pointer (&scene->file, state_file_close);
  scene->file = open_state (scene, FALSE);
}

static Seen
seen_of (guint64 size, const char *what)
{
  return (Seen){ { size, hash_of (what, strlen (what)) }, 1700000000 };
}

static void
set (const Scene *scene, const char *origin, guint64 size, const char *what)
{
  g_autoptr (GError) error = NULL;
  const Seen seen = seen_of (size, what);

  state_file_set (scene->file, origin, &seen, &error);
  g_assert_no_error (error);
}

static void
assert_seen (const Scene *scene, const char *origin, guint64 size, const char *what)
{
  const Seen *seen = state_file_get (scene->file, origin), expected = seen_of (size, what);

  g_assert_nonnull (seen);
  g_assert_cmpuint (seen->tree.size, ==, size);
  g_assert_true (hash_equal (&seen->tree.root, &expected.tree.root));
  g_assert_cmpint (seen->time, ==, expected.time);
}

/* ---- The file ---- */

static void
what_is_set_is_there_after_a_restart (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_null (state_file_get (scene->file, ORIGIN));
  set (scene, ORIGIN, 1, "a");
  set (scene, "b.example/log", G_MAXUINT64, "b");
  set (scene, ORIGIN, 2, "c");
  reopen (scene);
  assert_seen (scene, ORIGIN, 2, "c");
  assert_seen (scene, "b.example/log", G_MAXUINT64, "b");
  g_assert_null (state_file_get (scene->file, "c.example"));

  GStatBuf status;
  g_assert_cmpint (g_stat (scene->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
one_process_at_a_time_has_it (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  gboolean fresh;

  set (scene, ORIGIN, 1, "a"); /* the file is another one now, and still taken */
  g_assert_null (state_file_open (scene->path, &fresh, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "another witness is at work"));
  reopen (scene);
}

static void
a_half_written_state_is_not_read (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *next = g_strconcat (scene->path, ".new", NULL);

  set (scene, ORIGIN, 5, "a");
  g_assert_true (g_file_set_contents (next, "chancery witness, ver", -1, NULL));
  reopen (scene);
  assert_seen (scene, ORIGIN, 5, "a");
  set (scene, ORIGIN, 6, "b");
  reopen (scene);
  assert_seen (scene, ORIGIN, 6, "b");
}

static void
what_cannot_be_written_is_not_believed (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = g_strconcat (scene->path, ".new", NULL);
  const Seen later = seen_of (9, "b");

  set (scene, ORIGIN, 5, "a");
  g_assert_cmpint (g_mkdir (next, 0700), ==, 0); /* nothing can be written there, by root neither */
  g_assert_false (state_file_set (scene->file, ORIGIN, &later, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_FAILED);
  g_assert_false (state_file_set (scene->file, "new.example", &later, NULL));
  assert_seen (scene, ORIGIN, 5, "a");
  g_assert_null (state_file_get (scene->file, "new.example"));
  g_assert_cmpint (g_rmdir (next), ==, 0);
  reopen (scene);
  assert_seen (scene, ORIGIN, 5, "a");
}

/* ---- The text ---- */

static gboolean
reads (const char *text, gsize length)
{
  g_autoptr (GHashTable) seen = state_text_read (text, length, NULL);
  return seen != NULL;
}

static void
flip (char *text, gsize bit)
{
  text[bit / 8] = (char)((guchar)text[bit / 8] ^ (1U << bit % 8));
}

static void
every_change_to_a_state_is_found (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *text = NULL;
  gsize length;

  set (scene, ORIGIN, 1, "a");
  set (scene, "b.example/log", 700, "b");
  g_assert_true (g_file_get_contents (scene->path, &text, &length, NULL));
  g_assert_true (reads (text, length));
  for (gsize bit = 0; bit < 8 * length; bit++)
    {
      flip (text, bit);
      g_assert_false (reads (text, length));
      flip (text, bit);
    }
  for (gsize shorter = 0; shorter < length; shorter++)
    g_assert_false (reads (text, shorter));
}

/* With a right digest below it. */
static gboolean
body_reads (const char *body)
{
  g_autofree char *digest = sha256_hex (body, strlen (body));
  g_autofree char *text = g_strdup_printf ("%ssha256 %s\n", body, digest);
  return reads (text, strlen (text));
}

static void
only_what_would_be_written_is_read (Scene *scene G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
#define FIRST "chancery witness, version 1\n"
#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  g_assert_true (body_reads (FIRST));
  g_assert_true (body_reads (FIRST "o\n1 " ROOT " 0\n"));
  g_assert_false (body_reads ("chancery witness, version 2\no\n1 " ROOT " 0\n"));
  g_assert_false (body_reads (FIRST "o\n"));
  g_assert_false (body_reads (FIRST "o\n01 " ROOT " 0\n"));
  g_assert_false (body_reads (FIRST "o\n1 " ROOT "\n"));
  g_assert_false (body_reads (FIRST "o\n1 " ROOT " 0 0\n"));
  g_assert_false (body_reads (FIRST "o\n1 " ROOT " -1\n"));
  g_assert_false (body_reads (FIRST "o\n1 " ROOT " 18446744073709551615\n"));
  g_assert_false (body_reads (FIRST "o\n1 x" ROOT " 0\n"));
  g_assert_false (body_reads (FIRST "\n1 " ROOT " 0\n"));
  g_assert_false (body_reads (FIRST "o\n1 " ROOT " 0\no\n2 " ROOT " 0\n"));
  g_assert_false (body_reads (FIRST "o\n1 " ROOT " 0\n\n"));
}

static void
a_damaged_state_is_refused_and_left_alone (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean fresh;

  g_clear_pointer (&scene->file, state_file_close);
  g_assert_true (g_file_set_contents (scene->path, "", 0, NULL));
  g_assert_null (state_file_open (scene->path, &fresh, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, scene->path));
  g_assert_true (g_file_get_contents (scene->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "");
}

/* ---- The sequencer: trees of one and two leaves, and forks of them ---- */

static Hash
leaf (const char *what)
{
  return hash_leaf (what, strlen (what));
}

/* FIRST and SECOND: the leaves; SECOND NULL: there is one. */
static unsigned
send (const Scene *scene, const Signer *signer, guint64 old, const char *first, const char *second)
{
  Sequencer sequencer = { scene->watched, scene->witness, scene->file };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  g_autofree char *origin = NULL;
  Hash left = leaf (first), right = leaf (second != NULL ? second : "");
  Hash root = second != NULL ? hash_node (&left, &right) : left;
  if (old == 1 && second != NULL)
    g_array_append_val (proof, right);
  g_autofree char *text = checkpoint_write (signer->verifier->name, second != NULL ? 2 : 1, &root);
  g_autofree char *line = note_sign (text, signer, 0), *note = note_write (text, line);
  g_autofree char *body = witness_request_write (old, proof, note);

  g_autoptr (WitnessAnswer) answer = sequencer_answer (&sequencer, body, strlen (body), 1700000000, &origin, &error);
  return answer != NULL ? answer->outcome : 500;
}

static void
of_two_trees_of_a_size_one_is_cosigned (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpuint (send (scene, scene->log, 0, "a", NULL), ==, 200);
  g_assert_cmpuint (send (scene, scene->log, 0, "b", NULL), ==, 409);
  g_assert_cmpuint (send (scene, scene->log, 1, "b", NULL), ==, 409);
  g_assert_cmpuint (send (scene, scene->log, 1, "a", NULL), ==, 200); /* once more */
  reopen (scene);
  g_assert_cmpuint (send (scene, scene->log, 1, "b", NULL), ==, 409);
  g_assert_cmpuint (send (scene, scene->log, 1, "b", "c"), ==, 422);
  g_assert_cmpuint (send (scene, scene->log, 1, "a", "c"), ==, 200);
  g_assert_cmpuint (send (scene, scene->log, 1, "a", NULL), ==, 409); /* not back */
  reopen (scene);
  g_assert_cmpuint (send (scene, scene->log, 2, "a", "d"), ==, 409);
}

static void
a_log_keeps_its_origin_when_its_key_changes (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpuint (watched_origins (scene->watched)->len, ==, 1);
  g_assert_cmpuint (send (scene, scene->log, 0, "a", NULL), ==, 200);
  g_assert_cmpuint (send (scene, scene->new_log, 0, "b", NULL), ==, 409);
  g_assert_cmpuint (send (scene, scene->new_log, 1, "a", "b"), ==, 200);
  g_assert_cmpuint (send (scene, scene->other_log, 0, "a", NULL), ==, 404);
}

static void
what_is_not_on_the_disk_is_not_cosigned (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *next = g_strconcat (scene->path, ".new", NULL);

  g_assert_cmpint (g_mkdir (next, 0700), ==, 0);
  g_assert_cmpuint (send (scene, scene->log, 0, "a", NULL), ==, 500);
  g_assert_cmpint (g_rmdir (next), ==, 0);
  g_assert_cmpuint (send (scene, scene->log, 0, "b", NULL), ==, 200);
}

static void
a_watched_key_is_a_logs (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *witness = verifier_write (scene->witness->verifier);
  const char *const bad[] = { witness, "log.example+00000000+AAAA", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *const keys[] = { bad[i], NULL };
      g_assert_null (watched_new (keys, &error));
      g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, bad[i]));
    }
}

#define ADD(name, test) g_test_add ("/witness-state/" name, Scene, NULL, scene_begin, test, scene_end)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("what-is-set-is-there-after-a-restart", what_is_set_is_there_after_a_restart);
  ADD ("one-process-at-a-time-has-it", one_process_at_a_time_has_it);
  ADD ("a-half-written-state-is-not-read", a_half_written_state_is_not_read);
  ADD ("what-cannot-be-written-is-not-believed", what_cannot_be_written_is_not_believed);
  ADD ("every-change-to-a-state-is-found", every_change_to_a_state_is_found);
  ADD ("only-what-would-be-written-is-read", only_what_would_be_written_is_read);
  ADD ("a-damaged-state-is-refused-and-left-alone", a_damaged_state_is_refused_and_left_alone);
  ADD ("of-two-trees-of-a-size-one-is-cosigned", of_two_trees_of_a_size_one_is_cosigned);
  ADD ("a-log-keeps-its-origin-when-its-key-changes", a_log_keeps_its_origin_when_its_key_changes);
  ADD ("what-is-not-on-the-disk-is-not-cosigned", what_is_not_on_the_disk_is_not_cosigned);
  ADD ("a-watched-key-is-a-logs", a_watched_key_is_a_logs);
  return g_test_run ();
}

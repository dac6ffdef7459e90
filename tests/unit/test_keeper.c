/* What the keeper of the keys signs, and what it refuses; what it remembers; and the process that it is. */
#include "keeper/answer.h"
#include "keeper/keeper.h"

#include "seal/leaf.h"
#include "seal/merkle.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define ORIGIN "log.example"
#define MOST 600

typedef struct
{
  char *folder, *path, *state;
  Keys *keys;
  Memory *memory;
  Answerer answerer;
  Hash leaves[MOST];
} Scene;

static void
set_up (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  scene->folder = g_dir_make_tmp ("chancery-keeper-XXXXXX", NULL);
  scene->path = g_build_filename (scene->folder, "site.keys", NULL);
  scene->state = g_strconcat (scene->path, ".state", NULL);
  scene->keys = keys_new (ORIGIN, NULL, NULL);
  scene->memory = memory_open (scene->state, NULL);
  g_assert_nonnull (scene->memory);
  answerer_begin (&scene->answerer, scene->keys, scene->memory);
  for (guint i = 0; i < MOST; i++)
    scene->leaves[i] = hash_leaf (&i, sizeof i);
}

static void
tear_down (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  memory_close (scene->memory);
  keys_free (scene->keys);
  g_remove (scene->path);
  g_remove (scene->state);
  g_rmdir (scene->folder);
  g_free (scene->folder);
  g_free (scene->path);
  g_free (scene->state);
}

/* ---- Questions ---- */

static gboolean
done (Scene *scene, GByteArray *question, PacketReader *fields, GByteArray **answer)
{
  *answer = keeper_answer (&scene->answerer, question->data, question->len);
  *fields = (PacketReader){ (*answer)->data + 1, (*answer)->len - 1 };
  g_byte_array_unref (question);
  return *(*answer)->data == ANSWER_DONE;
}

/* The first field of the answer; NULL if it is a refusal. */
static char *
ask (Scene *scene, GByteArray *question)
{
  g_autoptr (GByteArray) answer = NULL;
  PacketReader fields;
  return done (scene, question, &fields, &answer) ? packet_next_text (&fields) : NULL;
}

static GByteArray *
leaves_of (const char *text)
{
  GByteArray *question = packet_new (ORDER_LEAVES);
  packet_put_text (question, text);
  return question;
}

/* ---- Leaves ---- */

static void
signs_leaves_that_it_can_read (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  Leaf leaf = {
    .kind = LEAF_EDITION, .document = (char *)"d", .language = (char *)"en", .number = 1, .previous = LEAF_NONE
  };
  g_autofree char *text = leaf_write (&leaf);
  g_autofree char *line = ask (scene, leaves_of (text));
  g_autofree char *note = note_write (text, line);
  g_autoptr (Note) opened = note_open (note, strlen (note), &scene->keys->office_verifier, 1, NULL);

  g_assert_nonnull (opened);
  g_assert_cmpstr (opened->text, ==, text);
}

static void
refuses_what_is_no_leaf (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *head = checkpoint_write (ORIGIN, 1, &scene->leaves[0]);
  char *names[] = { (char *)"k", NULL };
  Leaf keys = { .kind = LEAF_KEYS, .keys = names };
  g_autofree char *of_keys = leaf_write (&keys);
  const char *const texts[] = { "", "words\n", "{}\n", head, of_keys };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (ask (scene, leaves_of (texts[i])));
}

static void
refuses_what_is_no_question (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const questions[] = { "", "X", "L\1\2", "L\377\377\377\377", "H", "R", "H\0\0\0\0011" };

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (GByteArray) answer =
          keeper_answer (&scene->answerer, (const guint8 *)questions[i], strlen (questions[i]));
      g_assert_cmpint (*answer->data, ==, ANSWER_REFUSED);
    }
}

/* ---- Heads ---- */

static gboolean
read_tile (gpointer data, const Tile *tile, Hash *hashes, GError **error G_GNUC_UNUSED)
{
  const Hash *leaves = data;
  gsize span = (gsize)1 << (tile->level * TILE_HEIGHT);

  for (guint i = 0; i < tile->width; i++)
    {
      TileReader reader = { read_tile, data };
      g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, (tile->index * TILE_WIDTH + i + 1) * span);
      if (tile->level == 0)
        hashes[i] = leaves[tile->index * TILE_WIDTH + i];
      else
        merkle_full_tile (tree, tile->level - 1, tile->index * TILE_WIDTH + i, &hashes[i], NULL);
    }
  return TRUE;
}

static void
put_proof (GByteArray *question, MerkleTree *tree, guint64 old, guint64 size)
{
  g_autoptr (GArray) proof = old > 0 && old < size ? merkle_prove_consistency (tree, old, NULL) : NULL;
  packet_put (question, proof != NULL ? proof->data : "", proof != NULL ? proof->len * sizeof (Hash) : 0);
}

/* The head of the first SIZE leaves, and how it grows from LAST and from what is REMEMBERED. */
static GByteArray *
head_of (Scene *scene, guint64 size, const char *last, guint64 last_size, guint64 remembered)
{
  TileReader reader = { read_tile, scene->leaves };
  g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, size);
  GByteArray *question = packet_new (ORDER_HEAD);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  Hash root;

  g_assert_true (merkle_root (tree, &root, NULL));
  packet_put_text (question, number);
  packet_put (question, &root, sizeof root);
  packet_put_text (question, last);
  put_proof (question, tree, last_size, size);
  put_proof (question, tree, remembered, size);
  return question;
}

static char *
note_of (Scene *scene, guint64 size, const char *lines)
{
  TileReader reader = { read_tile, scene->leaves };
  g_autoptr (MerkleTree) tree = merkle_tree_new (&reader, size);
  Hash root;
  g_assert_true (merkle_root (tree, &root, NULL));
  g_autofree char *text = checkpoint_write (ORIGIN, size, &root);
  return note_write (text, lines);
}

static void
remember (Scene *scene, const char *note)
{
  GByteArray *question = packet_new (ORDER_REMEMBER);
  g_autoptr (GByteArray) answer = NULL;
  PacketReader fields;

  packet_put_text (question, note);
  g_assert_true (done (scene, question, &fields, &answer));
}

static char *
sign_and_remember (Scene *scene, guint64 size, const char *last, guint64 last_size)
{
  g_autofree char *lines = ask (scene, head_of (scene, size, last, last_size, last_size));
  g_assert_nonnull (lines);
  char *note = note_of (scene, size, lines);
  remember (scene, note);
  return note;
}

static void
signs_heads_that_grow (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  static const guint64 sizes[] = { 1, 2, 3, 255, 256, 257, 300, 512, 600 };
  g_autofree char *last = NULL;
  guint64 last_size = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *note = sign_and_remember (scene, sizes[i], last, last_size);
      g_free (last);
      last = note;
      last_size = sizes[i];
    }
}

static void
refuses_a_log_that_lost_or_changed_leaves (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *first = sign_and_remember (scene, 100, NULL, 0);
  g_autofree char *last = sign_and_remember (scene, 300, first, 100);

  /* An old copy of the record goes on, from its own last checkpoint. */
  g_assert_null (ask (scene, head_of (scene, 150, first, 100, 0)));
  g_assert_null (ask (scene, head_of (scene, 299, NULL, 0, 0)));
  g_assert_null (ask (scene, head_of (scene, 310, first, 100, 100)));

  scene->leaves[50].bytes[0] ^= 1;
  g_assert_null (ask (scene, head_of (scene, 310, last, 300, 300)));
  g_assert_null (ask (scene, head_of (scene, 300, last, 300, 300)));
  g_assert_null (ask (scene, head_of (scene, 310, NULL, 0, 300))); /* by memory alone */
  scene->leaves[50].bytes[0] ^= 1;
  g_free (ask (scene, head_of (scene, 310, last, 300, 300)));
  g_autofree char *again = ask (scene, head_of (scene, 310, last, 300, 300));
  g_assert_nonnull (again);
}

/* Who asks for a head need not have asked for what is remembered, nor say that there was a head before. */
static void
goes_by_its_own_memory (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *first = sign_and_remember (scene, 100, NULL, 0);
  Answerer stale = scene->answerer, fresh;
  g_autofree char *last = sign_and_remember (scene, 300, first, 100);

  answerer_begin (&fresh, scene->keys, scene->memory);
  scene->leaves[200].bytes[0] ^= 1;
  scene->answerer = fresh;
  g_assert_null (ask (scene, head_of (scene, 301, NULL, 0, 0)));
  g_assert_null (ask (scene, head_of (scene, 301, NULL, 0, 300)));
  scene->answerer = stale; /* another keeper had the 300 remembered */
  g_assert_null (ask (scene, head_of (scene, 301, first, 100, 100)));
  scene->leaves[200].bytes[0] ^= 1;
  scene->answerer = fresh;
  g_autofree char *lines = ask (scene, head_of (scene, 301, last, 300, 300));
  g_assert_nonnull (lines);
}

static void
refuses_another_logs_last_head (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (Keys) others = keys_new (ORIGIN, NULL, NULL);
  g_autofree char *text = checkpoint_write (ORIGIN, 1, &scene->leaves[0]);
  g_autofree char *line = note_sign (text, others->log, 0);
  g_autofree char *note = note_write (text, line);

  g_assert_null (ask (scene, head_of (scene, 2, note, 1, 0)));
}

static void
refuses_to_go_on_without_its_memory (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *first = sign_and_remember (scene, 100, NULL, 0);

  g_assert_cmpint (truncate (scene->state, 0), ==, 0);
  g_assert_null (ask (scene, head_of (scene, 150, first, 100, 0)));
  remember (scene, first);
  g_autofree char *lines = ask (scene, head_of (scene, 150, first, 100, 100));
  g_assert_nonnull (lines);
}

/* ---- Memory ---- */

static void
remembers_whatever_is_torn (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *first = sign_and_remember (scene, 10, NULL, 0);
  g_autofree char *second = sign_and_remember (scene, 20, first, 10);
  Verifier *log[] = { scene->keys->log->verifier };
  int file = open (scene->state, O_WRONLY);
  guint64 size;
  Hash root;

  g_autofree char *both = memory_recall (scene->memory, log, 1, &size, &root);
  g_assert_cmpstr (both, ==, second);
  g_assert_cmpint (pwrite (file, "torn", 4, 4), ==, 4); /* the second stands in the first place */
  g_autofree char *one = memory_recall (scene->memory, log, 1, &size, &root);
  g_assert_cmpstr (one, ==, first);
  g_assert_cmpuint (size, ==, 10);
  g_assert_cmpint (pwrite (file, "torn", 4, 4096 + 4), ==, 4);
  g_assert_null (memory_recall (scene->memory, log, 1, &size, &root));
  g_assert_cmpuint (size, ==, 0);
  close (file);
}

static void
forgets_nothing_larger (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *first = sign_and_remember (scene, 10, NULL, 0);
  g_autofree char *second = sign_and_remember (scene, 20, first, 10);
  Verifier *log[] = { scene->keys->log->verifier };
  guint64 size;
  Hash root;

  remember (scene, first); /* from a process that was slow */
  g_autofree char *note = memory_recall (scene->memory, log, 1, &size, &root);
  g_assert_cmpuint (size, ==, 20);
  g_assert_cmpstr (note, ==, second);
}

/* ---- Two log keys, and an office's key elsewhere ---- */

static void
signs_with_both_log_keys (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *before = sign_and_remember (scene, 5, NULL, 0);
  scene->keys->old_log = scene->keys->log;
  scene->keys->log = signer_new (ORIGIN, KEY_ED25519, NULL);
  answerer_begin (&scene->answerer, scene->keys, scene->memory);
  g_autofree char *lines = ask (scene, head_of (scene, 6, before, 5, 5));
  g_assert_nonnull (lines);
  g_autofree char *note = note_of (scene, 6, lines);
  Verifier *both[] = { scene->keys->log->verifier, scene->keys->old_log->verifier };
  g_autoptr (Note) opened = note_open (note, strlen (note), both, 2, NULL);

  g_assert_cmpuint (opened->signed_by->len, ==, 2);
}

static void
signs_no_leaf_for_a_key_elsewhere (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  Leaf leaf = {
    .kind = LEAF_EDITION, .document = (char *)"d", .language = (char *)"en", .number = 1, .previous = LEAF_NONE
  };
  g_autofree char *text = leaf_write (&leaf);

  g_clear_pointer (&scene->keys->office, signer_free);
  g_assert_null (ask (scene, leaves_of (text)));
}

/* ---- The process ---- */

static const char *passphrase;

static char *
give_passphrase (const char *path G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  char *kept = key_memory (strlen (passphrase) + 1);
  memcpy (kept, passphrase, strlen (passphrase) + 1);
  return kept;
}

static void
is_a_process_of_its_own (Scene *scene, gconstpointer unused G_GNUC_UNUSED)
{
  KeeperOptions options = { .path = scene->path, .passphrase = give_passphrase };
  g_autoptr (GError) error = NULL;

  g_assert_true (keys_save (scene->keys, scene->path, "right", NULL));
  passphrase = "wrong";
  g_assert_null (keeper_start (&options, &error));
  g_assert_nonnull (strstr (error->message, "the passphrase is wrong"));
  passphrase = "right";
  g_autoptr (Keeper) keeper = keeper_start (&options, NULL);
  g_assert_nonnull (keeper);
  const KeeperKeys *keys = keeper_keys (keeper, NULL);
  g_assert_true (verifier_equal (keys->office, scene->keys->office_verifier));
  g_assert_true (verifier_equal (keys->log, scene->keys->log->verifier));
  g_assert_false (keys->office_elsewhere);

  KeeperHead head = { .size = 1, .root = scene->leaves[0] };
  g_autofree char *lines = keeper_sign_head (keeper, &head, NULL);
  g_assert_nonnull (lines);
  g_autofree char *note = note_of (scene, 1, lines);
  g_assert_true (keeper_remember (keeper, note, NULL));
  g_assert_false (keeper_remember (keeper, "words", NULL));
  g_autofree char *remembered = g_strdup (keeper_keys (keeper, NULL)->remembered);
  g_assert_cmpstr (remembered, ==, note);
}

#define ADD(name, function) g_test_add ("/keeper/" name, Scene, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("signs-leaves-that-it-can-read", signs_leaves_that_it_can_read);
  ADD ("refuses-what-is-no-leaf-and-leaves-of-keys", refuses_what_is_no_leaf);
  ADD ("refuses-what-is-no-question", refuses_what_is_no_question);
  ADD ("signs-heads-that-grow", signs_heads_that_grow);
  ADD ("refuses-a-log-that-lost-or-changed-leaves", refuses_a_log_that_lost_or_changed_leaves);
  ADD ("goes-by-its-own-memory", goes_by_its_own_memory);
  ADD ("refuses-a-last-head-that-others-signed", refuses_another_logs_last_head);
  ADD ("refuses-to-go-on-without-its-memory", refuses_to_go_on_without_its_memory);
  ADD ("remembers-whatever-is-torn", remembers_whatever_is_torn);
  ADD ("forgets-nothing-larger", forgets_nothing_larger);
  ADD ("signs-with-both-log-keys-while-they-overlap", signs_with_both_log_keys);
  ADD ("signs-no-leaf-where-the-offices-key-is-elsewhere", signs_no_leaf_for_a_key_elsewhere);
  ADD ("is-a-process-of-its-own", is_a_process_of_its_own);
  return g_test_run ();
}

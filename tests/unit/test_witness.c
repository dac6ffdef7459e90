/* Witnesses: each of their answers, in the order of the standard's checks, and a log that grows before one's eyes. */
#include "seal/merkle.h"
#include "seal/witness.h"

#include <string.h>

#define ORIGIN "log.example"
#define LEAVES 40
#define NOW 1700000000

/* ---- A log in memory: leaf n is the one byte n, and every tree is hashed anew (RFC 6962 section 2.1) ---- */

static guint64
split (guint64 count)
{
  guint64 half = 1;
  while (half * 2 < count)
    half *= 2;
  return half;
}

static Hash
tree (guint64 first, guint64 count)
{
  guint8 leaf = (guint8)first;
  if (count == 0)
    return hash_empty ();
  if (count == 1)
    return hash_leaf (&leaf, 1);
  guint64 half = split (count);
  Hash left = tree (first, half), right = tree (first + half, count - half);
  return hash_node (&left, &right);
}

/* SUBPROOF of section 2.1.2. */
static void
prove (GArray *proof, guint64 old, guint64 first, guint64 count, gboolean known)
{
  if (old == count)
    {
      Hash hash = tree (first, count);
      if (!known)
        g_array_append_val (proof, hash);
      return;
    }
  guint64 half = split (count);
  gboolean left = old <= half;
  prove (proof, left ? old : old - half, left ? first : first + half, left ? half : count - half, left && known);
  Hash hash = left ? tree (first + half, count - half) : tree (first, half);
  g_array_append_val (proof, hash);
}

static GArray *
proof_of (guint64 old, guint64 size)
{
  GArray *proof = g_array_new (FALSE, FALSE, sizeof (Hash));
  if (old > 0 && old < size)
    prove (proof, old, 0, size, TRUE);
  return proof;
}

typedef struct
{
  Signer *log, *other, *witness;
  Verifier *key;
} Scene;

static void
scene_begin (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  scene->log = signer_new (ORIGIN, KEY_ED25519, NULL);
  scene->other = signer_new (ORIGIN, KEY_ED25519, NULL);
  scene->witness = signer_new ("witness.example", KEY_COSIGNATURE, NULL);
  scene->key = scene->log->verifier;
}

static void
scene_end (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  signer_free (scene->log);
  signer_free (scene->other);
  signer_free (scene->witness);
}

static char *
checkpoint_signed (const Signer *signer, const char *origin, guint64 size, Hash root)
{
  g_autofree char *text = checkpoint_write (origin, size, &root), *line = note_sign (text, signer, 0);
  return note_write (text, line);
}

static WitnessAnswer *
ask_text (const Scene *scene, const char *text, const WitnessState *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WitnessRequest) request = witness_request_parse (text, strlen (text), &error);
  WitnessLog log = { ORIGIN, &scene->key, 1 };

  if (request == NULL)
    return witness_refuse (error);
  gboolean known = strcmp (request->claimed->origin, ORIGIN) == 0;
  return witness_answer (request, known ? &log : NULL, state, &scene->witness, 1, NOW);
}

static WitnessAnswer *
ask (const Scene *scene, const char *checkpoint, guint64 old, const GArray *proof, const WitnessState *state)
{
  g_autofree char *text = witness_request_write (old, proof, checkpoint);
  return ask_text (scene, text, state);
}

/* From what is in STATE to the honest tree of SIZE. */
static WitnessAnswer *
grow (const Scene *scene, guint64 old, guint64 size, const WitnessState *state)
{
  g_autofree char *checkpoint = checkpoint_signed (scene->log, ORIGIN, size, tree (0, size));
  g_autoptr (GArray) proof = proof_of (old, size);
  return ask (scene, checkpoint, old, proof, state);
}

static WitnessState
state_of (guint64 size)
{
  return (WitnessState){ size, tree (0, size) };
}

static void
assert_says (WitnessAnswer *answer, WitnessOutcome outcome, const char *type, const char *word)
{
  g_assert_cmpint ((int)answer->outcome, ==, (int)outcome);
  g_assert_cmpstr (answer->type, ==, type);
  g_assert_nonnull (strstr (answer->body, word));
  g_assert_true (g_str_has_suffix (answer->body, "\n"));
  witness_answer_free (answer);
}

#define PLAIN "text/plain; charset=utf-8"

/* ---- The rules ---- */

static void
a_log_that_only_grows_is_cosigned (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  for (guint64 old = 0; old <= LEAVES; old++)
    for (guint64 size = old; size <= LEAVES; size++)
      {
        WitnessState state = state_of (old), expected = state_of (size);
        g_autoptr (WitnessAnswer) answer = grow (scene, old, size, old == 0 && size % 2 ? NULL : &state);
        g_assert_cmpint ((int)answer->outcome, ==, (int)WITNESS_COSIGNED);
        g_assert_cmpuint (answer->state.size, ==, size);
        g_assert_true (hash_equal (&answer->state.root, &expected.root));
      }
}

static void
its_cosignature_tells_when_it_saw_which_tree (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  WitnessState state = state_of (3);
  g_autoptr (WitnessAnswer) answer = grow (scene, 3, 7, &state);
  g_autofree char *text = checkpoint_write (ORIGIN, 7, &answer->state.root), *bytes = note_write (text, answer->body);
  g_autoptr (Note) note = note_open (bytes, strlen (bytes), &scene->witness->verifier, 1, NULL);

  g_assert_nonnull (note);
  g_assert_cmpint (note_signature (note, scene->witness->verifier)->time, ==, NOW);
}

static void
a_log_that_is_not_known_is_not_found (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *checkpoint = checkpoint_signed (scene->log, "other.example", 1, tree (0, 1));
  g_autoptr (GArray) none = proof_of (0, 0);
  g_autofree char *body = witness_request_write (0, none, checkpoint);
  g_autoptr (WitnessRequest) request = witness_request_parse (body, strlen (body), NULL);
  WitnessLog log = { ORIGIN, &scene->key, 1 };

  assert_says (ask_text (scene, body, NULL), WITNESS_UNKNOWN_LOG, PLAIN, "does not know");
  assert_says (witness_answer (request, &log, NULL, &scene->witness, 1, NOW), WITNESS_UNKNOWN_LOG, PLAIN, "another");
}

static void
what_the_log_did_not_sign_is_forbidden (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GArray) none = proof_of (0, 0);
  g_autofree char *strange = checkpoint_signed (scene->other, ORIGIN, 1, tree (0, 1));
  g_autofree char *changed = checkpoint_signed (scene->log, ORIGIN, 1, tree (0, 1));
  *strchr (changed, '1') = '2';
  g_autofree char *line = note_sign ("x\n", scene->other, 0),
                  *own = checkpoint_signed (scene->log, ORIGIN, 0, tree (0, 0));
  g_autofree char *both = g_strconcat (own, line, NULL);

  assert_says (ask (scene, strange, 0, none, NULL), WITNESS_UNSIGNED, PLAIN, "none of the known keys");
  assert_says (ask (scene, changed, 0, none, NULL), WITNESS_UNSIGNED, PLAIN, "is wrong");
  g_autoptr (WitnessAnswer) answer = ask (scene, both, 0, none, NULL); /* a stranger's wrong signature is no matter */
  g_assert_cmpint ((int)answer->outcome, ==, (int)WITNESS_COSIGNED);
}

static void
a_log_cannot_shrink (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  WitnessState state = state_of (5);

  assert_says (grow (scene, 5, 4, &state), WITNESS_MALFORMED, PLAIN, "larger");
  assert_says (grow (scene, 6, 4, &state), WITNESS_MALFORMED, PLAIN, "larger"); /* before the witness's own is told */
}

static void
who_forgot_what_was_cosigned_is_told_its_size (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  WitnessState state = state_of (5);
  guint64 others[] = { 0, 1, 4, 6, 9 };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (WitnessAnswer) answer = grow (scene, others[i], 9, &state);
      g_assert_cmpint ((int)answer->outcome, ==, (int)WITNESS_CONFLICT);
      g_assert_cmpstr (answer->type, ==, "text/x.tlog.size");
      g_assert_cmpstr (answer->body, ==, "5\n");
    }
  assert_says (grow (scene, 3, 9, NULL), WITNESS_CONFLICT, "text/x.tlog.size", "0\n");
}

static void
a_rewritten_log_is_not_cosigned (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  for (guint64 old = 1; old < LEAVES; old++)
    for (guint64 size = old + 1; size <= LEAVES; size++)
      {
        WitnessState state = { old, tree (1, old) }; /* of a log whose first leaf was another */
        assert_says (grow (scene, old, size, &state), WITNESS_INCONSISTENT, PLAIN, "does not lead");
      }
}

static void
every_flipped_bit_of_a_proof_is_found (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  WitnessState state = state_of (6);
  g_autofree char *checkpoint = checkpoint_signed (scene->log, ORIGIN, 11, tree (0, 11));
  g_autoptr (GArray) proof = proof_of (6, 11);

  for (gsize bit = 0; bit < 8 * proof->len * sizeof (Hash); bit++)
    {
      proof->data[bit / 8] ^= (char)(1 << bit % 8);
      assert_says (ask (scene, checkpoint, 6, proof, &state), WITNESS_INCONSISTENT, PLAIN, "does not lead");
      proof->data[bit / 8] ^= (char)(1 << bit % 8);
    }
  g_array_set_size (proof, proof->len - 1);
  assert_says (ask (scene, checkpoint, 6, proof, &state), WITNESS_INCONSISTENT, PLAIN, "does not lead");
}

static void
a_proof_of_nothing_is_refused (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *five = checkpoint_signed (scene->log, ORIGIN, 5, tree (0, 5));
  g_autofree char *empty = checkpoint_signed (scene->log, ORIGIN, 0, tree (0, 1));
  g_autoptr (GArray) some = proof_of (3, 5), none = proof_of (0, 0);
  WitnessState state = state_of (5);

  assert_says (ask (scene, five, 0, some, NULL), WITNESS_INCONSISTENT, PLAIN, "no proof");
  assert_says (ask (scene, five, 5, some, &state), WITNESS_INCONSISTENT, PLAIN, "no proof");
  assert_says (ask (scene, empty, 0, none, NULL), WITNESS_INCONSISTENT, PLAIN, "without leaves");
}

static void
a_forked_log_is_a_conflict (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  WitnessState state = { 5, tree (1, 5) };
  assert_says (grow (scene, 5, 5, &state), WITNESS_CONFLICT, PLAIN, "forked");
}

static void
what_is_no_request_is_refused (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *signed_one = checkpoint_signed (scene->log, ORIGIN, 5, tree (0, 5));
  g_autofree char *no_checkpoint = NULL, *line = note_sign ("x\n", scene->log, 0);
  no_checkpoint = note_write ("x\n", line);
  static const char hash[] = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const char *heads[] = { "",
                          "\n",
                          "old\n\n",
                          "old \n\n",
                          "old 05\n\n",
                          "old -1\n\n",
                          "Old 5\n\n",
                          "old 5 \n\n",
                          "old  5\n\n",
                          "old 5\r\n\n",
                          "old 5\n",
                          "old 18446744073709551616\n\n",
                          "old 5\nx\n\n",
                          "old 5\n\n\n" };
  g_autoptr (GString) long_one = g_string_new ("old 5\n");

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *text = g_strconcat (heads[i], signed_one, NULL);
      assert_says (ask_text (scene, text, NULL), WITNESS_MALFORMED, PLAIN, "this is no request to a witness");
    }
  for (int i = 0; i < 63; i++)
    g_string_append (long_one, hash);
  g_autofree char *most = g_strconcat (long_one->str, "\n", signed_one, NULL);
  g_autofree char *more = g_strconcat (long_one->str, hash, "\n", signed_one, NULL);
  g_autofree char *other = g_strconcat ("old 5\n\n", no_checkpoint, NULL);
  assert_says (ask_text (scene, most, NULL), WITNESS_CONFLICT, "text/x.tlog.size", "0\n");
  assert_says (ask_text (scene, more, NULL), WITNESS_MALFORMED, PLAIN, "more than 63");
  assert_says (ask_text (scene, other, NULL), WITNESS_MALFORMED, PLAIN, "no checkpoint");
}

static void
no_flipped_bit_of_a_request_is_cosigned_as_another_tree (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  WitnessState state = state_of (6), expected = state_of (11);
  g_autofree char *checkpoint = checkpoint_signed (scene->log, ORIGIN, 11, tree (0, 11));
  g_autoptr (GArray) proof = proof_of (6, 11);
  g_autofree char *text = witness_request_write (6, proof, checkpoint);

  for (gsize bit = 0; bit < 8 * strlen (text); bit++)
    {
      text[bit / 8] ^= (char)(1 << bit % 8);
      g_autoptr (WitnessAnswer) answer = ask_text (scene, text, &state);
      g_assert_cmpint ((int)answer->outcome, !=, (int)WITNESS_COSIGNED);
      text[bit / 8] ^= (char)(1 << bit % 8);
    }
  g_autoptr (WitnessAnswer) answer = ask_text (scene, text, &state);
  g_assert_true (hash_equal (&answer->state.root, &expected.root));
}

/* ---- The log's side ---- */

static char *
take (const Scene *scene, const char *text, const char *body, GError **error)
{
  return witness_take_cosignatures (text, body, strlen (body), &scene->witness->verifier, 1, error);
}

static void
a_log_takes_the_cosignatures_it_asked_for (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (Signer) stranger = signer_new ("witness.example", KEY_COSIGNATURE, NULL);
  Hash root = tree (0, 7);
  g_autofree char *text = checkpoint_write (ORIGIN, 7, &root);
  g_autofree char *good = note_sign (text, scene->witness, NOW), *strange = note_sign (text, stranger, NOW);
  g_autofree char *wrong = note_sign ("x\n", scene->witness, NOW), *body = g_strconcat (strange, good, NULL);
  g_autofree char *taken = take (scene, text, body, NULL);
  g_assert_cmpstr (taken, ==, good);

  g_autofree char *extra = g_strconcat (good, "\n", good, NULL), *words = g_strconcat (good, "hello\n", NULL);
  g_autofree char *cut = g_strndup (good, strlen (good) - 1);
  g_autofree char *longer = g_strconcat (text, "\n", NULL), *of_longer = note_sign (longer, scene->witness, NOW);
  g_autofree char *moved = g_strconcat ("\n", of_longer, NULL); /* would sign a text that is longer by a line */
  const char *malformed[] = { "", "\n", moved, extra, words, cut, "<html>\n" }, *mismatched[] = { strange, wrong };
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (take (scene, text, malformed[i], &error));
      g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (mismatched); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (take (scene, text, mismatched[i], &error));
      g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH);
    }
}

/* A hundred would be more than a note may have, and spoil it for all. */
static void
a_witness_signs_once (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  Hash root = tree (0, 7);
  g_autofree char *text = checkpoint_write (ORIGIN, 7, &root);
  g_autofree char *first = note_sign (text, scene->witness, NOW), *later = note_sign (text, scene->witness, NOW + 1);
  g_autofree char *body = g_strconcat (first, later, first, NULL), *taken = take (scene, text, body, NULL);

  g_assert_cmpstr (taken, ==, first);
}

static void
a_size_is_a_decimal_and_a_newline (Scene *scene G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const bad[] = {
    "", "\n", "7", "07\n", "7\n\n", " 7\n", "-7\n", "7\r\n", "18446744073709551616\n"
  };
  guint64 size = 0;

  g_assert_true (witness_take_size ("0\n", 2, &size));
  g_assert_cmpuint (size, ==, 0);
  g_assert_true (witness_take_size ("18446744073709551615\n", 21, &size));
  g_assert_cmpuint (size, ==, G_MAXUINT64);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (witness_take_size (bad[i], strlen (bad[i]), &size));
}

static void
a_zero_byte_ends_no_answer (Scene *scene, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Hash root = tree (0, 7);
  g_autofree char *text = checkpoint_write (ORIGIN, 7, &root), *good = note_sign (text, scene->witness, NOW);

  g_assert_null (witness_take_cosignatures (text, good, strlen (good) + 1, &scene->witness->verifier, 1, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
}

#define ADD(name, test) g_test_add ("/witness/" name, Scene, NULL, scene_begin, test, scene_end)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-log-that-only-grows-is-cosigned", a_log_that_only_grows_is_cosigned);
  ADD ("its-cosignature-tells-when-it-saw-which-tree", its_cosignature_tells_when_it_saw_which_tree);
  ADD ("a-log-that-is-not-known-is-not-found", a_log_that_is_not_known_is_not_found);
  ADD ("what-the-log-did-not-sign-is-forbidden", what_the_log_did_not_sign_is_forbidden);
  ADD ("a-log-cannot-shrink", a_log_cannot_shrink);
  ADD ("who-forgot-what-was-cosigned-is-told-its-size", who_forgot_what_was_cosigned_is_told_its_size);
  ADD ("a-rewritten-log-is-not-cosigned", a_rewritten_log_is_not_cosigned);
  ADD ("every-flipped-bit-of-a-proof-is-found", every_flipped_bit_of_a_proof_is_found);
  ADD ("a-proof-of-nothing-is-refused", a_proof_of_nothing_is_refused);
  ADD ("a-forked-log-is-a-conflict", a_forked_log_is_a_conflict);
  ADD ("what-is-no-request-is-refused", what_is_no_request_is_refused);
  ADD ("no-flipped-bit-of-a-request-is-cosigned-as-another-tree",
       no_flipped_bit_of_a_request_is_cosigned_as_another_tree);
  ADD ("a-log-takes-the-cosignatures-it-asked-for", a_log_takes_the_cosignatures_it_asked_for);
  ADD ("a-witness-signs-once", a_witness_signs_once);
  ADD ("a-size-is-a-decimal-and-a-newline", a_size_is_a_decimal_and_a_newline);
  ADD ("a-zero-byte-ends-no-answer", a_zero_byte_ends_no_answer);
  return g_test_run ();
}

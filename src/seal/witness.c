/* The checks stand in the order of the standard: whose log, who signed, which sizes, what proof, the same root. Only
 * what passes them all is cosigned. */
#include "seal/witness.h"

#include "seal/merkle.h"

#include <string.h>

#define PLAIN "text/plain; charset=utf-8"
#define SIZE "text/x.tlog.size"

void
witness_answer_free (WitnessAnswer *answer)
{
  g_free (answer->body);
  g_free (answer);
}

/* BODY: transfer full. */
static WitnessAnswer *
answer_new (WitnessOutcome outcome, const char *type, char *body)
{
  WitnessAnswer *answer = g_new0 (WitnessAnswer, 1);

  *answer = (WitnessAnswer){ .outcome = outcome, .type = type, .body = body };
  return answer;
}

static WitnessAnswer *
say (WitnessOutcome outcome, const char *what)
{
  return answer_new (outcome, PLAIN, g_strconcat (what, "\n", NULL));
}

WitnessAnswer *
witness_refuse (const GError *error)
{
  return say (WITNESS_MALFORMED, error->message);
}

/* ---- The checks: NULL if all is well ---- */

/* HEAD: what the log's key vouches for. */
static WitnessAnswer *
check_signature (const WitnessRequest *request, const WitnessLog *log, Note **note, Checkpoint **head)
{
  g_autoptr (GError) error = NULL;

  *note = note_open (request->checkpoint, strlen (request->checkpoint), log->keys, log->count, &error);
  *head = *note != NULL ? checkpoint_parse ((*note)->text, &error) : NULL;
  if (*head == NULL)
    return say (g_error_matches (error, SEAL_ERROR, SEAL_ERROR_MISMATCH) ? WITNESS_UNSIGNED : WITNESS_MALFORMED,
                error->message);
  if (strcmp ((*head)->origin, log->origin) != 0)
    return say (WITNESS_UNKNOWN_LOG, "this checkpoint is of another log");
  return NULL;
}

static WitnessAnswer *
check_sizes (const WitnessRequest *request, const Checkpoint *head, const WitnessState *state)
{
  if (request->old_size > head->size)
    return say (WITNESS_MALFORMED, "the old size is larger than the checkpoint's");
  if (request->old_size != state->size)
    return answer_new (WITNESS_CONFLICT, SIZE, g_strdup_printf ("%" G_GUINT64_FORMAT "\n", state->size));
  return NULL;
}

/* A tree of the size of the one before needs no proof, and must be the same; nor does what follows the empty one. */
static WitnessAnswer *
check_growth (const WitnessRequest *request, const Checkpoint *head, const WitnessState *state)
{
  gboolean same_size = state->size == head->size, needless = same_size || state->size == 0;
  const GArray *proof = request->proof;

  if (needless && proof->len > 0)
    return say (WITNESS_INCONSISTENT, "no proof leads from the empty tree, nor from a tree to itself");
  if (!needless
      && !merkle_verify_consistency (state->size, &state->root, head->size, &head->root, (const Hash *)proof->data,
                                     proof->len))
    return say (WITNESS_INCONSISTENT, "the proof does not lead from the tree that was cosigned last to this one");
  if (same_size && !hash_equal (&state->root, &head->root))
    return state->size == 0 ? say (WITNESS_INCONSISTENT, "the tree without leaves has another root")
                            : say (WITNESS_CONFLICT, "another tree of this size was cosigned: the log has forked");
  return NULL;
}

static char *
cosign (const Note *note, Signer *const *signers, gsize count, gint64 now)
{
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; i < count; i++)
    {
      g_assert (signers[i]->verifier->algorithm == KEY_COSIGNATURE);
      g_autofree char *line = note_sign (note->text, signers[i], now);
      g_string_append (lines, line);
    }
  return g_string_free (lines, FALSE);
}

WitnessAnswer *
witness_answer (const WitnessRequest *request, const WitnessLog *log, const WitnessState *state,
                Signer *const *signers, gsize count, gint64 now)
{
  const WitnessState none = { 0, hash_empty () }, *last = state != NULL ? state : &none;
  g_autoptr (Note) note = NULL;
  g_autoptr (Checkpoint) head = NULL;

  if (log == NULL)
    return say (WITNESS_UNKNOWN_LOG, "this witness does not know the log");
  WitnessAnswer *answer = check_signature (request, log, &note, &head);
  if (answer == NULL)
    answer = check_sizes (request, head, last);
  if (answer == NULL)
    answer = check_growth (request, head, last);
  if (answer != NULL)
    return answer;
  answer = answer_new (WITNESS_COSIGNED, PLAIN, cosign (note, signers, count, now));
  answer->state = (WitnessState){ head->size, head->root };
  return answer;
}

/* ---- The log's side ---- */

gboolean
witness_take_size (const char *body, gsize length, guint64 *size)
{
  return length > 0 && body[length - 1] == '\n' && decimal_read (body, length - 1, size);
}

static Note *
open_with (const char *text, const char *lines, Verifier *const *witnesses, gsize count, GError **error)
{
  g_autofree char *whole = note_write (text, lines);
  return note_open (whole, strlen (whole), witnesses, count, error);
}

/* Nothing in LINES may move the empty line that ends the text. */
static gboolean
are_lines (const char *lines, gsize length, GError **error)
{
  if (strlen (lines) == length && *lines != '\n' && strstr (lines, "\n\n") == NULL)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED, "there is more than signatures in the witness's answer");
  return FALSE;
}

char *
witness_take_cosignatures (const char *text, const char *body, gsize length, Verifier *const *witnesses, gsize count,
                           GError **error)
{
  g_autofree char *lines = g_strndup (body, length);
  if (!are_lines (lines, length, error))
    return NULL;
  g_autoptr (Note) whole = open_with (text, lines, witnesses, count, error);
  if (whole == NULL)
    return NULL;

  /* None is wrong, so that a line which does not open the checkpoint alone is of a key that is not known. Of each
   * witness one is taken: a hundred would spoil the checkpoint for all. */
  g_autoptr (GPtrArray) taken_of = g_ptr_array_new ();
  GString *taken = g_string_new (NULL);
  for (const char *at = lines, *next; *at != '\0'; at = next)
    {
      next = strchr (at, '\n') + 1;
      g_autofree char *line = g_strndup (at, (gsize)(next - at));
      g_autoptr (Note) one = open_with (text, line, witnesses, count, NULL);
      gpointer witness = one != NULL ? (gpointer)g_array_index (one->signed_by, NoteSignature, 0).verifier : NULL;
      if (witness == NULL || g_ptr_array_find (taken_of, witness, NULL))
        continue;
      g_ptr_array_add (taken_of, witness);
      g_string_append (taken, line);
    }
  return g_string_free (taken, FALSE);
}

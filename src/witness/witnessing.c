/* A round: the checkpoint is read, the witnesses are asked while nothing is held, and their signatures are put below
 * the checkpoint as it is then; another process may have done the same meanwhile. */
#include "witness/witnessing.h"

#include "log/log_tree.h"
#include "seal/policy.h"
#include "witness/asking.h"

#include <string.h>

#define PATIENCE 10000       /* milliseconds: nobody waits for it but who called */
#define LITTLE_PATIENCE 3000 /* signing waits for it */

typedef struct
{
  const Witnessing *with;
  Profile *profile;
  Policy *policy;   /* its witnesses are the profile's, in their order */
  char *note;       /* the last checkpoint; NULL: there is none */
  char *text;       /* of NOTE */
  guint64 size;     /* of its tree */
  GPtrArray *asked; /* of Asked */
} Round;

static void
round_clear (Round *round)
{
  g_clear_pointer (&round->asked, g_ptr_array_unref);
  g_clear_pointer (&round->policy, policy_free);
  g_clear_pointer (&round->profile, profile_free);
  g_free (round->note);
  g_free (round->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

G_GNUC_PRINTF (2, 3)
static void
tell (const Round *round, const char *format, ...)
{
  if (round->with->told == NULL)
    return;
  va_list values;
  va_start (values, format);
  g_autofree char *sentence = g_strdup_vprintf (format, values);
  va_end (values);
  round->with->told (sentence, round->with->data);
}

static const char *
name_of (const Round *round, const Asked *asked)
{
  const char *name = local_text (asked->witness->name, round->profile->languages[0], NULL);
  return name != NULL ? name : asked->verifier->name;
}

/* ---- What stands in the record ---- */

/* NULL without ERROR set: the office has no profile now, or is about to have one that will be refused. */
static gboolean
read_profile (Round *round, GError **error)
{
  const char *given = round->with->profile;
  GError *failure = NULL;

  if (given != NULL)
    {
      round->profile = profile_parse (given, strlen (given), "profile", NULL);
      return TRUE;
    }
  g_autoptr (Edition) edition = store_profile (round->with->store, round->with->office, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (edition == NULL)
    return TRUE;
  round->profile = profile_parse (edition->body, strlen (edition->body), "profile", error);
  return round->profile != NULL;
}

static gboolean
read_policy (Round *round, GError **error)
{
  const GPtrArray *witnesses = round->profile->witnesses;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);

  for (guint i = 0; i < witnesses->len; i++)
    {
      const Witness *witness = witnesses->pdata[i];
      Verifier *key = verifier_parse (witness->key, error);
      if (key == NULL)
        return FALSE;
      g_ptr_array_add (keys, key);
    }
  round->policy = policy_new (round->profile->witnesses_needed, (Verifier *const *)keys->pdata, keys->len, error);
  return round->policy != NULL;
}

static gboolean
read_checkpoint (Round *round, GError **error)
{
  GError *failure = NULL;

  round->note = store_checkpoint (round->with->store, round->with->office, &round->size, &failure);
  if (failure == NULL)
    {
      gsize length = round->note != NULL ? note_text_length (round->note, strlen (round->note)) : 0;
      round->text = length > 0 ? g_strndup (round->note, length) : NULL;
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/* Who of the witnesses stands below NOTE. Array of NoteSignature, or NULL: a signature there is wrong. */
static GArray *
seen_of (const Round *round, const char *bytes, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gsize count;
  Verifier *const *witnesses = policy_witnesses (round->policy, &count);
  g_autoptr (Note) note = note_open (bytes, strlen (bytes), witnesses, count, &failure);
  if (note != NULL)
    return policy_seen (round->policy, note);

  /* None of them signed; or a line of one is wrong, which shows when there is another that is right. */
  if (!g_error_matches (failure, SEAL_ERROR, SEAL_ERROR_MISMATCH))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_array_new (FALSE, FALSE, sizeof (NoteSignature));
}

static gboolean
is_among (const GArray *seen, const Verifier *verifier)
{
  for (guint i = 0; i < seen->len; i++)
    if (verifier_equal (g_array_index (seen, NoteSignature, i).verifier, verifier))
      return TRUE;
  return FALSE;
}

/* ---- Whom to ask ---- */

/* ALL: those too who have cosigned this checkpoint. */
static gboolean
choose (Round *round, gboolean all, GError **error)
{
  g_autoptr (GArray) seen = seen_of (round, round->note, error);
  gsize count;
  Verifier *const *keys = policy_witnesses (round->policy, &count);
  if (seen == NULL)
    return FALSE;

  round->asked = g_ptr_array_new_with_free_func ((GDestroyNotify)asked_free);
  for (gsize i = 0; i < count; i++)
    {
      const Witness *witness = round->profile->witnesses->pdata[i];
      guint64 old;
      if (!store_witness_size (round->with->store, round->with->office, witness->key, &old, error))
        return FALSE;
      if (all || !is_among (seen, keys[i]))
        g_ptr_array_add (round->asked, asked_new (witness, keys[i], MIN (old, round->size)));
    }
  return TRUE;
}

/* ---- The proof ---- */

static GArray *
prove (gpointer data, guint64 old, GError **error)
{
  const Round *round = data;
  LogPlace place = { round->with->store, round->with->office };
  g_autoptr (MerkleTree) tree = log_tree (&place, round->size);
  return merkle_prove_consistency (tree, old, error);
}

/* ---- Keeping what was signed ---- */

/* A line of a witness who stands there already, by another process's asking, is not put there twice. */
static char *
with_lines (const Round *round, const char *note, const GArray *seen)
{
  GString *longer = g_string_new (note);

  for (guint i = 0; i < round->asked->len; i++)
    {
      const Asked *asked = round->asked->pdata[i];
      if (asked->outcome == ASKED_COSIGNED && !is_among (seen, asked->verifier))
        g_string_append (longer, asked->lines);
    }
  return g_string_free (longer, FALSE);
}

static gboolean
keep_sizes (const Round *round, GError **error)
{
  for (guint i = 0; i < round->asked->len; i++)
    {
      const Asked *asked = round->asked->pdata[i];
      if (asked->outcome == ASKED_COSIGNED
          && !store_set_witness_size (round->with->store, round->with->office, asked->witness->key, round->size,
                                      error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keep_lines (const Round *round, GError **error)
{
  GError *failure = NULL;
  g_autoptr (StoreCheckpoint) row =
      store_checkpoint_of_size (round->with->store, round->with->office, round->size, &failure);
  g_autoptr (GArray) before = row != NULL ? seen_of (round, row->note, &failure) : NULL;
  if (before == NULL)
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      return failure == NULL; /* no such checkpoint any more: there is nothing to add to */
    }
  g_autofree char *longer = with_lines (round, row->note, before);
  g_autoptr (GArray) after = seen_of (round, longer, error);
  if (after == NULL)
    return FALSE;
  gboolean met = after->len >= policy_needed (round->policy), gained = strcmp (longer, row->note) != 0;
  if (gained && after->len <= before->len)
    {
      g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
                   "the log of “%s”: a witness's signature below its last checkpoint is wrong", round->with->office);
      return FALSE;
    }
  if (!gained && row->cosigned == after->len && row->witnessed == met)
    return TRUE;
  const StoreCheckpoint cosigned = { longer, after->len, met };
  return store_cosign_checkpoint (round->with->store, round->with->office, round->size, &cosigned, error);
}

static gboolean
keep (const Round *round, GError **error)
{
  if (!store_begin (round->with->store, error))
    return FALSE;
  if (keep_lines (round, error) && keep_sizes (round, error) && store_commit (round->with->store, error))
    return TRUE;
  store_rollback (round->with->store);
  return FALSE;
}

/* ---- What came of it ---- */

/* Another process may have signed, and had witnessed, more than this one sent. */
static gboolean
has_grown_to (const Round *round, guint64 size)
{
  guint64 now;
  g_autofree char *note = store_checkpoint (round->with->store, round->with->office, &now, NULL);
  return note != NULL && now >= size;
}

static gboolean
contradicts (const Round *round, const Asked *asked)
{
  return asked->outcome == ASKED_FORKED || (asked->outcome == ASKED_AHEAD && !has_grown_to (round, asked->theirs));
}

static gboolean
check (const Round *round, GError **error)
{
  for (guint i = 0; i < round->asked->len; i++)
    {
      const Asked *asked = round->asked->pdata[i];
      if (!contradicts (round, asked))
        continue;
      g_set_error (
          error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
          "the log of “%s”: the witness %s contradicts this file: %s. Nothing is signed: is it an old copy, or "
          "was it changed?",
          round->with->office, name_of (round, asked), asked->reason);
      return FALSE;
    }
  return TRUE;
}

static void
tell_each (const Round *round)
{
  for (guint i = 0; i < round->asked->len; i++)
    {
      const Asked *asked = round->asked->pdata[i];
      if (asked->outcome == ASKED_COSIGNED)
        tell (round, "%s cosigned %" G_GUINT64_FORMAT " entries", name_of (round, asked), round->size);
      else
        tell (round, "%s did not cosign: %s", name_of (round, asked), asked->reason);
    }
}

static void
tell_all (const Round *round)
{
  gsize count;
  g_autoptr (StoreCheckpoint) row =
      store_checkpoint_of_size (round->with->store, round->with->office, round->size, NULL);

  policy_witnesses (round->policy, &count);
  if (row != NULL)
    tell (round, "witnessed by %u of %zu, of whom %u are needed%s", row->cosigned, count,
          policy_needed (round->policy), row->witnessed ? "" : ": too few");
}

/* ---- The round ---- */

static gboolean
run (const Witnessing *with, Instant now, gboolean all, GError **error)
{
  g_auto (Round) round = { .with = with };

  store_set_instant (with->store, now);
  if (!read_profile (&round, error) || !read_checkpoint (&round, error))
    return FALSE;
  if (round.profile == NULL || round.profile->witnesses->len == 0 || round.text == NULL)
    return TRUE;
  if (!read_policy (&round, error) || !choose (&round, all, error))
    return FALSE;

  const AskedTree tree = { round.note, round.text, round.size, all ? LITTLE_PATIENCE : PATIENCE, prove, &round };
  if (!asking_run (&tree, round.asked, error) || !keep (&round, error))
    return FALSE;
  if (!all && round.asked->len > 0)
    {
      tell_each (&round);
      tell_all (&round);
    }
  return check (&round, error);
}

gboolean
witnessing_run (const Witnessing *witnessing, Instant now, GError **error)
{
  return run (witnessing, now, FALSE, error);
}

gboolean
witnessing_compare (const Witnessing *witnessing, Instant now, GError **error)
{
  return run (witnessing, now, TRUE, error);
}

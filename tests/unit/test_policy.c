/* Policies: how many of which witnesses are enough. */
#include "seal/policy.h"

#include <string.h>

static const char text[] = "log.example\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

/* A log, three witnesses, and one whom nobody asked. */
typedef struct
{
  Signer *log, *witness[3], *stranger;
  Verifier *verifiers[3];
} People;

static void
people_meet (People *people, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "a.example", "b.example", "c.example" };

  people->log = signer_new ("log.example", KEY_ED25519, NULL);
  people->stranger = signer_new ("a.example", KEY_COSIGNATURE, NULL);
  for (int i = 0; i < 3; i++)
    {
      people->witness[i] = signer_new (names[i], KEY_COSIGNATURE, NULL);
      people->verifiers[i] = people->witness[i]->verifier;
    }
}

static void
people_part (People *people, gconstpointer data G_GNUC_UNUSED)
{
  signer_free (people->log);
  signer_free (people->stranger);
  for (int i = 0; i < 3; i++)
    signer_free (people->witness[i]);
}

/* The checkpoint signed by those of SIGNERS, up to NULL, at 1000, 1001 …; opened with the keys of log and policy. */
static Note *
seen_by (const People *people, const Policy *policy, Signer *const *signers)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  gsize count;
  Verifier *const *witnesses = policy_witnesses (policy, &count);

  for (int i = 0; signers[i] != NULL; i++)
    {
      g_autofree char *line = note_sign (text, signers[i], 1000 + i);
      g_string_append (lines, line);
    }
  g_ptr_array_add (known, people->log->verifier);
  for (gsize i = 0; i < count; i++)
    g_ptr_array_add (known, witnesses[i]);
  g_autofree char *bytes = note_write (text, lines->str);
  Note *note = note_open (bytes, strlen (bytes), (Verifier *const *)known->pdata, known->len, NULL);
  g_assert_nonnull (note);
  return note;
}

static void
as_many_as_are_needed_are_enough (People *people, gconstpointer data G_GNUC_UNUSED)
{
  for (guint needed = 0; needed <= 3; needed++)
    for (guint set = 0; set < 8; set++)
      {
        g_autoptr (Policy) policy = policy_new (needed, people->verifiers, 3, NULL);
        Signer *signers[5] = { people->log };
        guint signed_by = 0;
        for (int i = 0; i < 3; i++)
          if (set & 1u << i)
            signers[++signed_by] = people->witness[i];
        g_autoptr (Note) note = seen_by (people, policy, signers);
        g_assert_cmpint (policy_is_met (policy, note), ==, signed_by >= needed);
      }
}

static void
who_saw_it_and_when_is_told_in_the_policys_order (People *people, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (Policy) policy = policy_new (2, people->verifiers, 3, NULL);
  Signer *signers[] = { people->log, people->witness[2], people->stranger, people->witness[0], NULL };
  g_autoptr (Note) note = seen_by (people, policy, signers);
  g_autoptr (GArray) seen = policy_seen (policy, note);
  const NoteSignature *first = &g_array_index (seen, NoteSignature, 0), *second = first + 1;

  g_assert_cmpuint (policy_needed (policy), ==, 2);
  g_assert_cmpuint (seen->len, ==, 2);
  g_assert_cmpstr (first->verifier->name, ==, "a.example");
  g_assert_cmpint (first->time, ==, 1003);
  g_assert_cmpstr (second->verifier->name, ==, "c.example");
  g_assert_cmpint (second->time, ==, 1001);
}

static void
one_who_signs_often_counts_once (People *people, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (Policy) policy = policy_new (2, people->verifiers, 3, NULL);
  Signer *signers[] = { people->log, people->witness[0], people->witness[0], people->stranger, NULL };
  g_autoptr (Note) note = seen_by (people, policy, signers);

  g_assert_false (policy_is_met (policy, note));
}

static void
the_logs_own_signature_is_told_from_those_of_witnesses (People *people, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (Policy) policy = policy_new (1, people->verifiers, 3, NULL);
  Signer *only_witness[] = { people->witness[0], NULL }, *only_log[] = { people->log, NULL };
  g_autoptr (Note) seen = seen_by (people, policy, only_witness), unseen = seen_by (people, policy, only_log);

  g_assert_true (policy_is_met (policy, seen));
  g_assert_null (note_signature (seen, people->log->verifier));
  g_assert_false (policy_is_met (policy, unseen));
  g_assert_nonnull (note_signature (unseen, people->log->verifier));
}

static void
a_policy_that_cannot_hold_is_refused (People *people, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Verifier *same = verifier_copy (people->verifiers[0]);
  g_free (same->name);
  same->name = g_strdup ("another.example");
  Verifier *twice[] = { people->verifiers[0], same }, *log[] = { people->log->verifier };

  g_assert_null (policy_new (4, people->verifiers, 3, &error));
  g_assert_error (error, SEAL_ERROR, SEAL_ERROR_MALFORMED);
  g_assert_null (policy_new (1, NULL, 0, NULL));
  g_assert_null (policy_new (1, twice, 2, NULL)); /* one key under two names */
  g_assert_null (policy_new (1, log, 1, NULL));   /* a key that signs no times */
  verifier_free (same);
}

#define ADD(name, test) g_test_add ("/policy/" name, People, NULL, people_meet, test, people_part)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("as-many-as-are-needed-are-enough", as_many_as_are_needed_are_enough);
  ADD ("who-saw-it-and-when-is-told-in-the-policys-order", who_saw_it_and_when_is_told_in_the_policys_order);
  ADD ("one-who-signs-often-counts-once", one_who_signs_often_counts_once);
  ADD ("the-logs-own-signature-is-told-from-those-of-witnesses",
       the_logs_own_signature_is_told_from_those_of_witnesses);
  ADD ("a-policy-that-cannot-hold-is-refused", a_policy_that_cannot_hold_is_refused);
  return g_test_run ();
}

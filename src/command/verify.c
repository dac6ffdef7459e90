/* chancery verify: what the file of an edition, or of its erasure, and the proof of it prove, in plain words, without
 * a network; of an address, see audit.c. */
#include "command/audit.h"
#include "command/command.h"

#include "seal/policy.h"
#include "seal/verification.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  char **keys, **witnesses;
  int needed; /* of the witnesses */
} Trusted;

static void
keys_clear (VerificationKeys *keys)
{
  g_clear_pointer (&keys->log, verifier_free);
  g_clear_pointer (&keys->office, verifier_free);
  g_clear_pointer (&keys->witnesses, g_ptr_array_unref);
}

/* The office's key is told from the log's by its name. */
static gboolean
keys_read (VerificationKeys *keys, const Trusted *trusted, GError **error)
{
  keys->witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
  for (char **text = trusted->keys; *text != NULL; text++)
    {
      Verifier *verifier = verifier_parse (*text, error);
      if (verifier == NULL)
        return FALSE;
      Verifier **place = g_str_has_suffix (verifier->name, "/office") ? &keys->office : &keys->log;
      g_clear_pointer (place, verifier_free);
      *place = verifier;
    }
  for (char **text = trusted->witnesses; text != NULL && *text != NULL; text++)
    {
      Verifier *verifier = verifier_parse (*text, error);
      if (verifier == NULL)
        return FALSE;
      g_ptr_array_add (keys->witnesses, verifier);
    }
  if (keys->log != NULL)
    return TRUE;
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED,
               "--key: the log's own key is needed; the office's alone proves no place in it");
  return FALSE;
}

/* Whether as many of the witnesses cosigned as are asked for; which must be witnesses, and each another one. */
static gboolean
check_witnesses (const Verification *verification, const VerificationKeys *keys, guint needed, GError **error)
{
  const GPtrArray *named = keys->witnesses;
  g_autoptr (Policy) policy = policy_new (needed, (Verifier *const *)named->pdata, named->len, error);
  guint seen = verification->witnesses->len;

  if (policy == NULL)
    g_prefix_error (error, "--witness: ");
  else if (seen < needed)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_MISMATCH,
                 "the witnesses: %u of the %u who are named cosigned the log's head, and %u are needed", seen,
                 named->len, needed);
  return policy != NULL && seen >= needed;
}

static void
print_witnesses (const Verification *verification)
{
  for (guint i = 0; i < verification->witnesses->len; i++)
    {
      const NoteSignature *witness = &g_array_index (verification->witnesses, NoteSignature, i);
      g_autofree char *time = instant_format (witness->time * INSTANT_SECOND);
      printf ("witnessed   by %s at %s\n", witness->verifier->name, time);
    }
}

/* What is proved of an edition. */
static void
print_edition (const Verification *verification)
{
  const EditionDocument *document = verification->document;
  g_autofree char *published = instant_format (document->published);
  g_autofree char *recorded = instant_format (document->recorded);

  printf ("verified    “%s”\n", document->title);
  printf ("said by     %s\n", document->office);
  printf ("edition     %u of document %s, language %s\n", document->number, document->document, document->language);
  if (document->change_note != NULL)
    printf ("changed     %s\n", document->change_note);
  printf ("published   %s%s\n", published,
          verification->leaf->kind == LEAF_IMPORT
              ? ", as the office asserts: it was carried over, and nobody witnessed the date"
              : "");
  printf ("recorded    %s\n", recorded);
}

/* What is proved of an erasure: that it was done, and nothing of what stood there. */
static void
print_erasure (const Verification *verification)
{
  const ErasureDocument *document = verification->erasure;
  g_autofree char *recorded = instant_format (document->recorded);

  printf ("verified    the words of this edition were erased by order of law\n");
  printf ("done by     %s\n", document->office);
  printf ("edition     %u of document %s, language %s\n", document->number, document->document, document->language);
  printf ("reason      %s\n", document->reason);
  printf ("recorded    %s\n", recorded);
  if (verification->leaf->previous == LEAF_NONE)
    printf ("before      the edition itself was never in the log\n");
  else
    printf ("before      the edition itself is entry %" G_GUINT64_FORMAT
            ": whoever kept its file can still prove what it said\n",
            verification->leaf->previous);
}

static void
print (const Verification *verification, const VerificationKeys *keys)
{
  if (verification->erasure != NULL)
    print_erasure (verification);
  else
    print_edition (verification);
  printf ("log         entry %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " (from 0) in %s, signed by its key\n",
          verification->index, verification->size, keys->log->name);
  printf ("signed      %s\n", verification->by_office && keys->office != NULL
                                  ? keys->office->name
                                  : "by the office, which was not checked: give its key as well");
  print_witnesses (verification);
}

static int
verify (const char *document_path, const char *proof_path, const Trusted *trusted)
{
  GError *error = NULL;
  VerificationKeys keys = { 0 };
  g_autofree char *document = NULL, *proof = NULL;
  gsize document_length, proof_length;
  g_autoptr (Verification) verification = NULL;

  if (keys_read (&keys, trusted, &error) && g_file_get_contents (document_path, &document, &document_length, &error)
      && g_file_get_contents (proof_path, &proof, &proof_length, &error))
    verification = verification_of (document, document_length, proof, proof_length, &keys, &error);
  if (verification != NULL && check_witnesses (verification, &keys, (guint)trusted->needed, &error))
    print (verification, &keys);
  else
    g_prefix_error (&error, "not verified: ");
  g_clear_pointer (&verification, verification_free);
  keys_clear (&keys);
  return error == NULL ? COMMAND_FINE : command_fail (error);
}

static int
verify_files (char **operands, char **keys, char **witnesses, int needed)
{
  if (operands[0] == NULL || operands[1] == NULL)
    return command_wrong ("verify: an edition's file and its proof are needed, or the address of a site "
                          "(https://…)");
  if (keys == NULL)
    return command_wrong ("verify: --key KEY is needed: whom do you believe? The office shows its keys on its site");
  Trusted trusted = { keys, witnesses, needed };
  return verify (operands[0], operands[1], &trusted);
}

int
command_verify (int argc, char **argv)
{
  g_auto (GStrv) keys = NULL, witnesses = NULL;
  g_autofree char *state = NULL;
  AuditOptions audit = { .needed = 0 };
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_STRING_ARRAY, &keys,
      "The log's key, and the office's (chancery key show); may be repeated", "KEY" },
    { "witness", 'w', 0, G_OPTION_ARG_STRING_ARRAY, &witnesses, "A witness's key; may be repeated", "KEY" },
    { "needed", 0, 0, G_OPTION_ARG_INT, &audit.needed, "How many of the witnesses must have cosigned (default: 0)",
      "K" },
    { "state", 's', 0, G_OPTION_ARG_FILENAME, &state,
      "What this audit of a site saw, for the next to compare (default: none)", "FILE" },
    { "log-only", 0, 0, G_OPTION_ARG_NONE, &audit.log_only, "Of a site, read its log and not its pages", NULL },
    { NULL }
  };
  int status;
  if (!command_options ("verify", entries, &argc, &argv, 1, 2, &status))
    return status;
  if (audit.needed < 0)
    return command_wrong ("verify: --needed: a number of witnesses");
  if (argc != 2 || !audit_is_url (argv[1]))
    return verify_files (argv + 1, keys, witnesses, audit.needed);
  audit.keys = keys;
  audit.witnesses = witnesses;
  audit.state = state;
  return audit_url (argv[1], &audit);
}

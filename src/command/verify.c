/* chancery verify: what the file of an edition, or of its erasure, and the proof of it prove, in plain words, without
 * a network; of an address, see audit.c. */
#include "command/audit.h"
#include "command/command.h"

#include "base/plain.h"
#include "seal/endorsement.h"
#include "seal/policy.h"
#include "seal/verification.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  char **keys, **witnesses;
  const char *root, *endorsements; /* or NULL */
  int needed;                      /* of the witnesses */
} Trusted;

/* Of Verifier: the log's told from the office's by their names. */
typedef struct
{
  GPtrArray *logs, *offices, *witnesses;
  VerificationKeys keys; /* the same */
} Believed;

static void
believed_clear (Believed *believed)
{
  g_clear_pointer (&believed->logs, g_ptr_array_unref);
  g_clear_pointer (&believed->offices, g_ptr_array_unref);
  g_clear_pointer (&believed->witnesses, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Believed, believed_clear)

static gboolean
read_keys (char **texts, GPtrArray *verifiers, GError **error)
{
  for (; texts != NULL && *texts != NULL; texts++)
    {
      Verifier *verifier = verifier_parse (*texts, error);
      if (verifier == NULL)
        return FALSE;
      g_ptr_array_add (verifiers, verifier);
    }
  return TRUE;
}

/* What the root vouches for, where that is the one that is trusted. */
static gboolean
read_endorsed (const Trusted *trusted, GPtrArray *verifiers, GError **error)
{
  g_autofree char *json = NULL;
  gsize length;
  if (trusted->root == NULL)
    return TRUE;
  g_autoptr (Verifier) root = verifier_parse (trusted->root, error);
  return root != NULL && g_file_get_contents (trusted->endorsements, &json, &length, error)
         && endorsements_read (json, length, root, verifiers, error);
}

static void
sort_keys (Believed *believed, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const Verifier *verifier = all->pdata[i];
      gboolean office = verifier_role (verifier) == KEY_OF_OFFICE;
      g_ptr_array_add (office ? believed->offices : believed->logs, verifier_copy (verifier));
    }
  believed->keys = (VerificationKeys){ .logs = (Verifier *const *)believed->logs->pdata,
                                       .log_count = believed->logs->len,
                                       .offices = (Verifier *const *)believed->offices->pdata,
                                       .office_count = believed->offices->len,
                                       .witnesses = believed->witnesses };
}

static GPtrArray *
verifiers_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)verifier_free);
}

static gboolean
believed_read (Believed *believed, const Trusted *trusted, GError **error)
{
  g_autoptr (GPtrArray) all = verifiers_new ();

  *believed = (Believed){ verifiers_new (), verifiers_new (), verifiers_new (), { 0 } };
  if (!read_keys (trusted->keys, all, error) || !read_keys (trusted->witnesses, believed->witnesses, error)
      || !read_endorsed (trusted, all, error))
    return FALSE;
  sort_keys (believed, all);
  if (believed->logs->len > 0)
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

/* What stands in a file may be anybody's. */
static void
print_words (const char *what, const char *words)
{
  g_autofree char *shown = plain_line (words);
  printf ("%-11s %s\n", what, shown);
}

static void
print_place (const char *document, const char *language, unsigned number)
{
  g_autofree char *text = g_strdup_printf ("%u of document %s, language %s", number, document, language);
  print_words ("edition", text);
}

/* What is proved of an edition. */
static void
print_edition (const Verification *verification)
{
  const EditionDocument *document = verification->document;
  g_autofree char *published = instant_format (document->published);
  g_autofree char *recorded = instant_format (document->recorded);

  g_autofree char *title = g_strconcat ("“", document->title, "”", NULL);

  print_words ("verified", title);
  print_words ("said by", document->office);
  print_place (document->document, document->language, document->number);
  if (document->change_note != NULL)
    print_words ("changed", document->change_note);
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
  print_words ("done by", document->office);
  print_place (document->document, document->language, document->number);
  print_words ("reason", document->reason);
  printf ("recorded    %s\n", recorded);
  if (verification->leaf->previous == LEAF_NONE)
    printf ("before      the edition itself was never in the log\n");
  else
    printf ("before      the edition itself is entry %" G_GUINT64_FORMAT
            ": whoever kept its file can still prove what it said\n",
            verification->leaf->previous);
}

static void
print (const Verification *verification)
{
  if (verification->erasure != NULL)
    print_erasure (verification);
  else
    print_edition (verification);
  printf ("log         entry %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " (from 0) in %s, signed by its key\n",
          verification->index, verification->size, verification->log->name);
  printf ("signed      %s\n", verification->office != NULL
                                  ? verification->office->name
                                  : "by the office, which was not checked: give its key as well");
  print_witnesses (verification);
}

static int
verify (const char *document_path, const char *proof_path, const Trusted *trusted)
{
  GError *error = NULL;
  g_auto (Believed) believed = { NULL };
  g_autofree char *document = NULL, *proof = NULL;
  gsize document_length, proof_length;
  g_autoptr (Verification) verification = NULL;

  if (believed_read (&believed, trusted, &error)
      && g_file_get_contents (document_path, &document, &document_length, &error)
      && g_file_get_contents (proof_path, &proof, &proof_length, &error))
    verification = verification_of (document, document_length, proof, proof_length, &believed.keys, &error);
  if (verification != NULL && check_witnesses (verification, &believed.keys, (guint)trusted->needed, &error))
    print (verification);
  else
    {
      gboolean other_keys = error != NULL && strstr (error->message, "none of the known keys signed") != NULL;
      g_prefix_error (&error, "not verified: ");
      if (other_keys)
        fprintf (
            stderr,
            "chancery: the office may have changed its keys since you were given these: --root and --endorsements "
            "follow them, and so does an audit of its site (chancery verify https://… --key KEY)\n");
    }
  return error == NULL ? COMMAND_FINE : command_fail (error);
}

static int
verify_files (char **operands, const Trusted *trusted)
{
  if (operands[0] == NULL || operands[1] == NULL)
    return command_wrong ("verify: an edition's file and its proof are needed, or the address of a site "
                          "(https://…)");
  if ((trusted->root == NULL) != (trusted->endorsements == NULL))
    return command_wrong (
        "verify: --root KEY and --endorsements FILE go together: whom you believe, and what it vouched "
        "for (the office has it at /.well-known/chancery.json)");
  if (trusted->keys == NULL && trusted->root == NULL)
    return command_wrong ("verify: --key KEY is needed: whom do you believe? The office shows its keys on its site");
  return verify (operands[0], operands[1], trusted);
}

int
command_verify (int argc, char **argv)
{
  g_auto (GStrv) keys = NULL, witnesses = NULL;
  g_autofree char *state = NULL, *root = NULL, *endorsements = NULL;
  AuditOptions audit = { .needed = 0 };
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_STRING_ARRAY, &keys,
      "The log's key, and the office's (chancery key show); may be repeated", "KEY" },
    { "root", 'r', 0, G_OPTION_ARG_STRING, &root, "The office's root key, instead: it vouches for the others",
      "KEY" },
    { "endorsements", 'e', 0, G_OPTION_ARG_FILENAME, &endorsements,
      "What it vouched for (the site's /.well-known/chancery.json)", "FILE" },
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
  const Trusted trusted = { keys, witnesses, root, endorsements, audit.needed };
  if (argc != 2 || !audit_is_url (argv[1]))
    return verify_files (argv + 1, &trusted);
  audit.keys = keys;
  audit.witnesses = witnesses;
  audit.state = state;
  return audit_url (argv[1], &audit);
}

/* Any bytes as a request to a witness, and as a witness's answer: what is read is written as the same, and nothing
 * but what the log signed is cosigned. */
#include "seal/witness.h"

#include <stdlib.h>
#include <string.h>

/* The key of the seeds' log is known to all: x/mod published it in its tests. */
#define LOG "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define WITNESS "witness.example"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
check_answer (const WitnessRequest *request, const WitnessAnswer *answer, const WitnessState *state)
{
  gboolean cosigned = answer->outcome == WITNESS_COSIGNED;

  if (!g_str_has_suffix (answer->body, "\n") || (cosigned && !g_str_has_prefix (answer->body, "— " WITNESS " ")))
    abort ();
  if (cosigned && (answer->state.size < state->size || answer->state.size != request->claimed->size))
    abort ();
}

static void
try_request (const char *bytes, gsize size, Verifier *log, Signer *witness)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WitnessRequest) request = witness_request_parse (bytes, size, &error);
  if ((request == NULL) != (error != NULL))
    abort ();
  if (request == NULL)
    return;

  g_autofree char *again = witness_request_write (request->old_size, request->proof, request->checkpoint);
  if (strlen (again) != size || memcmp (again, bytes, size) != 0)
    abort ();
  WitnessLog known = { request->claimed->origin, &log, 1 };
  WitnessState states[] = { { 0, hash_empty () }, { request->old_size, request->claimed->root } };
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (WitnessAnswer) answer = witness_answer (request, &known, &states[i], &witness, 1, 1700000000);
      check_answer (request, answer, &states[i]);
    }
}

static void
try_size (const char *bytes, gsize size)
{
  guint64 number;
  if (!witness_take_size (bytes, size, &number))
    return;
  g_autofree char *again = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", number);
  if (strlen (again) != size || memcmp (again, bytes, size) != 0)
    abort ();
}

static void
try_answer (const char *bytes, gsize size, Verifier *log)
{
  static const char text[] = "PeterNeumann\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = witness_take_cosignatures (text, bytes, size, &log, 1, &error);

  if ((lines == NULL) != (error != NULL))
    abort ();
  g_autofree char *note = lines != NULL ? note_write (text, lines) : NULL;
  g_autoptr (Note) opened = note != NULL ? note_open (note, strlen (note), &log, 1, NULL) : NULL;
  if (lines != NULL && (opened == NULL || strcmp (opened->text, text) != 0))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static Verifier *log;
  static Signer *witness;

  if (log == NULL)
    {
      log = verifier_parse (LOG, NULL);
      witness = signer_new (WITNESS, KEY_COSIGNATURE, NULL);
    }
  try_request ((const char *)data, size, log, witness);
  try_answer ((const char *)data, size, log);
  try_size ((const char *)data, size);
  return 0;
}

/* A tree that was cosigned before is cosigned again without a word to the disk: there is nothing new to remember. */
#include "witness/sequencer.h"

static gboolean
remember (const Sequencer *sequencer, const char *origin, const WitnessState *tree, gint64 now, GError **error)
{
  const Seen *before = state_file_get (sequencer->state, origin);
  if (before != NULL && before->tree.size == tree->size && hash_equal (&before->tree.root, &tree->root))
    return TRUE;

  const Seen seen = { *tree, now };
  return state_file_set (sequencer->state, origin, &seen, error);
}

WitnessAnswer *
sequencer_answer (const Sequencer *sequencer, const char *body, gsize length, gint64 now, char **origin,
                  GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (WitnessRequest) request = witness_request_parse (body, length, &wrong);
  WitnessLog log;
  *origin = request != NULL ? g_strdup (request->claimed->origin) : NULL;
  if (request == NULL)
    return witness_refuse (wrong);

  const Seen *seen = state_file_get (sequencer->state, *origin);
  g_autoptr (WitnessAnswer) answer =
      witness_answer (request, watched_find (sequencer->watched, *origin, &log) ? &log : NULL,
                      seen != NULL ? &seen->tree : NULL, &sequencer->signer, 1, now);
  if (answer->outcome == WITNESS_COSIGNED && !remember (sequencer, *origin, &answer->state, now, error))
    return NULL;
  return g_steal_pointer (&answer);
}

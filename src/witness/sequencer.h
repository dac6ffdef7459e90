/* sequencer.h: one request to a witness after the other: the state is read, compared and on the disk again before the
 * answer is there, and nobody else comes between. For one thread. */
#pragma once

#include "witness/state_file.h"
#include "witness/watched.h"

typedef struct
{
  const Watched *watched;
  Signer *signer;
  StateFile *state;
} Sequencer;

/* What to answer to BODY at NOW (seconds since 1970). ORIGIN: of the log that it claims to be about, or NULL;
 * transfer full. NULL with ERROR set: the state could not be kept, so nothing is cosigned. Transfer full. */
WitnessAnswer *sequencer_answer (const Sequencer *sequencer, const char *body, gsize length, gint64 now,
                                 char **origin, GError **error);

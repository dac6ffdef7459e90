/* witness.h: what a log sends to a witness, what the witness makes of it, and what the log takes of the answer (C2SP
 * tlog-witness). A witness vouches that a log only ever grew.
 *
 * Pure: who calls keeps the state of each log, and between reading and writing it lets no other in. */
#pragma once

#include "seal/checkpoint.h"
#include "seal/note.h"

/* ---- The request ---- */

typedef struct
{
  guint64 old_size;    /* of the tree from which the proof leads */
  GArray *proof;       /* of Hash, at most 63 */
  char *checkpoint;    /* a signed note, as it was sent */
  Checkpoint *claimed; /* what the checkpoint says; nothing vouches for it yet */
} WitnessRequest;

/* The body of add-checkpoint. NULL with SEAL_ERROR_MALFORMED. Transfer full. */
WitnessRequest *witness_request_parse (const char *bytes, gsize length, GError **error);
/* PROOF: array of Hash. Transfer full. */
char *witness_request_write (guint64 old_size, const GArray *proof, const char *checkpoint);
void witness_request_free (WitnessRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WitnessRequest, witness_request_free)

/* ---- The answer ---- */

/* The keys with which a log signs; borrowed. */
typedef struct
{
  const char *origin;
  Verifier *const *keys;
  gsize count;
} WitnessLog;

/* The last tree of a log that the witness cosigned. */
typedef struct
{
  guint64 size;
  Hash root;
} WitnessState;

/* As HTTP has it. */
typedef enum
{
  WITNESS_COSIGNED = 200,
  WITNESS_MALFORMED = 400,   /* no request, or the old tree is larger than the new */
  WITNESS_UNSIGNED = 403,    /* no known key of the log signed it, or the signature is wrong */
  WITNESS_UNKNOWN_LOG = 404, /* its origin */
  WITNESS_CONFLICT = 409,    /* the witness holds another tree: the body tells the size, or that the log forked */
  WITNESS_INCONSISTENT = 422 /* the proof does not lead from the old tree to the new */
} WitnessOutcome;

typedef struct
{
  WitnessOutcome outcome;
  const char *type;   /* the media type of the body; static */
  char *body;         /* cosignatures, or the size, or what is wrong; ends in a newline */
  WitnessState state; /* if cosigned: to be on the disk before the answer is sent */
} WitnessAnswer;

/* What COUNT witness keys SIGNERS answer at NOW (seconds since 1970). LOG: the one whose origin is claimed in
 * REQUEST; NULL: there is none. STATE: the last of this log that was cosigned; NULL: none was. Transfer full. */
WitnessAnswer *witness_answer (const WitnessRequest *request, const WitnessLog *log, const WitnessState *state,
                               Signer *const *signers, gsize count, gint64 now);
/* The same for bytes that are no request: ERROR is what witness_request_parse() said. Transfer full. */
WitnessAnswer *witness_refuse (const GError *error);
void witness_answer_free (WitnessAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WitnessAnswer, witness_answer_free)

/* ---- What the log takes of it ---- */

/* The size of the tree that the witness holds, if that is what BODY, its answer 409, tells. */
gboolean witness_take_size (const char *body, gsize length, guint64 *size);

/* The lines of BODY, a witness's answer 200, that are cosignatures of TEXT (a checkpoint's) by one of WITNESSES;
 * those of other keys, and more than one of a witness, are left out. NULL with SEAL_ERROR_MALFORMED if a line is no
 * signature, SEAL_ERROR_MISMATCH if one is wrong or none is of these witnesses. Transfer full. */
char *witness_take_cosignatures (const char *text, const char *body, gsize length, Verifier *const *witnesses,
                                 gsize count, GError **error);

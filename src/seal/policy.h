/* policy.h: by how many of which witnesses a checkpoint must have been seen before it is believed: k of n. */
#pragma once

#include "seal/note.h"

typedef struct _Policy Policy;

/* NEEDED of COUNT witnesses; NEEDED may be 0. WITNESSES are copied. NULL with SEAL_ERROR_MALFORMED if more are needed
 * than there are, one's key is not for cosignatures, or two have the same public key, which would count twice
 * (C2SP tlog-cosignature, tlog-policy). Transfer full. */
Policy *policy_new (guint needed, Verifier *const *witnesses, gsize count, GError **error);
void policy_free (Policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Policy, policy_free)

/* For note_open(), beside the log's own key; of the policy. */
Verifier *const *policy_witnesses (const Policy *policy, gsize *count);
guint policy_needed (const Policy *policy);

/* Who of the witnesses cosigned NOTE, and when: array of NoteSignature, in the policy's order, its verifiers those of
 * the policy. Only those count with whose keys the note was opened. Transfer full. */
GArray *policy_seen (const Policy *policy, const Note *note);
/* Whether they are enough. It says nothing of the log: that is note_signature()'s, with the log's key. */
gboolean policy_is_met (const Policy *policy, const Note *note);

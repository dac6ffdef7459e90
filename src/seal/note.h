/* note.h: text signed by one or more keys (C2SP signed-note), and a witness's cosignature of it (C2SP
 * tlog-cosignature).
 */
#pragma once

#include "seal/key.h"

typedef struct
{
  const Verifier *verifier; /* borrowed: one of those that were given to note_open() */
  gint64 time;              /* of a cosignature: seconds since 1970; else 0 */
} NoteSignature;

typedef struct
{
  char *text;        /* with its last newline */
  GArray *signed_by; /* of NoteSignature, in their order, no key twice; at least one */
} Note;

/* What LENGTH bytes say, if one of VERIFIERS signed it. Signatures of other keys are passed over; one of a known key
 * that is wrong spoils the whole. NULL with SEAL_ERROR_MALFORMED, or SEAL_ERROR_MISMATCH where no good signature is.
 * Transfer full. */
Note *note_open (const char *bytes, gsize length, Verifier *const *verifiers, gsize count, GError **error);
void note_free (Note *note);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Note, note_free)
/* The signature of VERIFIER in NOTE; of the note. NULL: it did not sign, or was not among those who were known. */
const NoteSignature *note_signature (const Note *note, const Verifier *verifier);

/* The length of the text of what has the form of a signed note, whoever signed it; 0 if it has not. */
gsize note_text_length (const char *bytes, gsize length);

/* Whether TEXT, not empty, may be a note's: lines of UTF-8 without control characters. */
gboolean note_text_is_good (const char *text, gsize length);
/* The line that signs TEXT, "— name base64\n". TIME: for a cosignature, seconds since 1970. Transfer full. */
char *note_sign (const char *text, const Signer *signer, gint64 time);
/* TEXT, the empty line, and SIGNATURES (lines). Transfer full. */
char *note_write (const char *text, const char *signatures);

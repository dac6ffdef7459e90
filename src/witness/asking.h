/* asking.h: one checkpoint sent to many witnesses at once, and what each makes of it (C2SP tlog-witness). */
#pragma once

#include "record/profile.h"
#include "seal/witness.h"

typedef enum
{
  ASKED_UNKNOWN,  /* it is down, or slow, or says what cannot be believed */
  ASKED_COSIGNED, /* LINES */
  ASKED_AHEAD,    /* it cosigned a tree of this log that is larger: THEIRS */
  ASKED_FORKED,   /* it cosigned a tree that is no beginning of this one */
  ASKED_REFUSED   /* for another reason */
} AskedOutcome;

typedef struct
{
  const Witness *witness;   /* borrowed */
  const Verifier *verifier; /* of WITNESS; borrowed */
  guint64 old_size;         /* what it cosigned last, as far as is known */

  AskedOutcome outcome;
  char *lines;  /* its cosignature, which is verified; or NULL */
  char *reason; /* a sentence, where there is no cosignature */
  guint64 theirs;
  gboolean again; /* it was asked a second time, from where it said that it stands */
} Asked;

Asked *asked_new (const Witness *witness, const Verifier *verifier, guint64 old_size);
void asked_free (Asked *asked);

/* The checkpoint, and the tree that it is of. */
typedef struct
{
  const char *note;
  const char *text; /* of NOTE */
  guint64 size;
  guint patience; /* milliseconds for an answer */
  /* That the tree of OLD, 1 to SIZE, is a beginning of it. Array of Hash; transfer full; NULL with ERROR set. */
  GArray *(*prove) (gpointer data, guint64 old, GError **error);
  gpointer data;
} AskedTree;

/* Ask all of ASKED (array of Asked) at once; none waits for another. FALSE with ERROR set only where there is no
 * proof. */
gboolean asking_run (const AskedTree *tree, const GPtrArray *asked, GError **error);

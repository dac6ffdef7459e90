/* state_text.h: what a witness remembers of logs, as text: the last tree of each that it cosigned, and when. */
#pragma once

#include "seal/witness.h"

typedef struct
{
  WitnessState tree;
  gint64 time; /* seconds since 1970 */
} Seen;

/* origin -> Seen. NULL with SEAL_ERROR_MALFORMED if the text is none, or not whole, or was changed. Transfer full. */
GHashTable *state_text_read (const char *text, gsize length, GError **error);
/* In the order of the origins, so that the same is written as the same. Transfer full. */
char *state_text_write (GHashTable *seen);
GHashTable *state_text_new (void);

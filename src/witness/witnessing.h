/* witnessing.h: an office has its log witnessed, by those whom its profile names. */
#pragma once

#include "record/instant.h"
#include "store/store.h"

/* Called with a plain sentence for each witness, and one for all of them. */
typedef void (*WitnessingTold) (const char *sentence, gpointer data);

typedef struct
{
  Store *store; /* STORE_WRITE, and in no transaction: the witnesses may take ten seconds */
  const char *office;
  WitnessingTold told; /* or NULL */
  gpointer data;
  const char *profile; /* the text of one that is about to hold, whose witnesses count; NULL: that of the record */
} Witnessing;

/* Send the last checkpoint to those who have not cosigned it, all at once, and keep what they sign, in a short
 * transaction. NOW: of the profile. An office without a log or without witnesses has nobody to ask. A witness that
 * does not answer is no failure. FALSE with ERROR set if the record fails, or a witness holds what contradicts it:
 * then it is an old copy, or was changed (SEAL_ERROR_MISMATCH). */
gboolean witnessing_run (const Witnessing *witnessing, Instant now, GError **error);
/* To be called after a start, before anything is signed: ask all of them, and refuse if one holds more of the log
 * than is here, or another one. What they sign is kept as well. */
gboolean witnessing_compare (const Witnessing *witnessing, Instant now, GError **error);

/* server.h: a witness that is asked by HTTP (C2SP tlog-witness). */
#pragma once

#include "witness/sequencer.h"

typedef struct
{
  Sequencer sequencer;
  const char *listen;  /* "127.0.0.1:8082" */
  const char *user;    /* whom to become if root started it; NULL: the owner of the state's folder */
  gboolean unconfined; /* for debugging */
} WitnessOptions;

/* Serve until SIGTERM or SIGINT. Where it listens is said on standard output, all else on standard error. FALSE with
 * ERROR set if it could not begin. */
gboolean witness_serve (const WitnessOptions *options, GError **error);

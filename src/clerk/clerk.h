/* clerk.h: the process that seals what becomes public, at its instant, whoever wrote it and when.
 *
 * It writes to the record, and holds no keys: those are the keepers'. It has no listener. */
#pragma once

#include "sandbox/sandbox.h"

typedef struct
{
  const char *office;
  int keeper; /* the socket over which the keeper of its keys is spoken with (keeper.h) */
} ClerkOffice;

typedef struct
{
  const char *record;
  const ClerkOffice *offices;
  guint count;
  const SandboxUser *user; /* whom to become, or NULL */
  gboolean unconfined;     /* for debugging */
} ClerkOptions;

/* The clerk's life, in a process of its own: until SIGTERM. OPTIONS: ClerkOptions. READY: see supervisor.h. */
int clerk_run (int ready, gpointer options);

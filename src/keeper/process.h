/* process.h: the keeper's life: it reads the keys, gives up all else, and answers until nobody is left to ask. */
#pragma once

#include "sandbox/sandbox.h"
#include "seal/key_file.h"

typedef struct
{
  const char *path; /* the file of keys; FILE.state beside it is the memory */
  /* Where the file is locked: its passphrase, to be freed with sodium_free(); NULL with ERROR set. Asked by the
   * keeper itself, so that nobody else holds it. */
  char *(*passphrase) (const char *path, GError **error);
  Keys *keys; /* those that whoever starts it has in hand, which the keeper frees as well; or NULL: they are read */
  const SandboxUser *user; /* whom to become, or NULL */
  gboolean unconfined;     /* for debugging */
} KeeperOptions;

#define KEEPER_MOST_SOCKETS 4

/* In a process of its own. SOCKETS: over which it is asked (keeper.h), one for each who may; all other files but
 * READY and the standard ones are closed. READY: a byte is written when it can be asked, or a sentence why it cannot,
 * and it is closed. Returns the exit code. */
int keeper_live (const KeeperOptions *options, const int *sockets, guint count, int ready);

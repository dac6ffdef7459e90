/* keeper.h: the process that holds an office's keys, as those see it who have something to be signed.
 *
 * Its keys are in no other process. It has no network and opens no file; it is spoken with over a pair of sockets. */
#pragma once

#include "keeper/process.h"
#include "seal/hash.h"
#include "seal/key.h"

typedef struct _Keeper Keeper;

/* The two ends of what a keeper is spoken with over: ENDS[0] is the keeper's. */
gboolean keeper_sockets (int ends[2], GError **error);
/* A keeper of one's own, for as long as this one needs it. No thread must have been started. Transfer full. */
Keeper *keeper_start (const KeeperOptions *options, GError **error);
/* One that runs already: SOCKET is taken over. Transfer full. */
Keeper *keeper_connect (int socket, GError **error);
void keeper_free (Keeper *keeper); /* one that was started ends */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeper, keeper_free)

typedef struct
{
  Verifier *office, *log;
  Verifier *old_log;         /* or NULL: whose signature stands beside the log's */
  gboolean office_elsewhere; /* the office's key itself is not there */
  char *remembered;          /* the checkpoint that was signed last, as a note; or NULL */
} KeeperKeys;

/* Ask what keys it has, and what it remembers. Of the keeper, until it is asked again. */
const KeeperKeys *keeper_keys (Keeper *keeper, GError **error);

/* Leaves: all that are asked for are taken, in their order. Only so many may be asked for and not taken as
 * keeper_has_room() says, so that neither waits for the other. */
gboolean keeper_ask_leaves (Keeper *keeper, const char *const *texts, GError **error);
gboolean keeper_has_room (const Keeper *keeper);
/* The lines that sign the texts of the earliest asking, as many. Transfer full. */
char **keeper_take_leaves (Keeper *keeper, GError **error);

typedef struct
{
  guint64 size;
  Hash root;
  const char *last;                      /* the checkpoint before, as a note, or NULL */
  const GArray *from_last, *from_memory; /* proofs that both are beginnings of this; NULL: none is needed */
} KeeperHead;

/* The lines that sign a head. Transfer full; SEAL_ERROR_MISMATCH if it is not shown to grow from the last ones. */
char *keeper_sign_head (Keeper *keeper, const KeeperHead *head, GError **error);
/* It ends, so that another one, with the keys that are in the file now, may begin. */
void keeper_end (Keeper *keeper);
/* To be called when a checkpoint is committed. */
gboolean keeper_remember (Keeper *keeper, const char *checkpoint, GError **error);

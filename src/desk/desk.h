/* desk.h: the side of those who write: a process with a listener of its own, never the public's.
 *
 * It writes to the record, and to the desk's own file beside it (cabinet/). It holds no keys: those are the keepers'.
 */
#pragma once

#include "record/instant.h"
#include "sandbox/sandbox.h"

typedef struct
{
  const char *office;
  int keeper; /* the socket over which the keeper of its keys is spoken with (keeper.h) */
} DeskOffice;

typedef struct
{
  const char *record;
  int socket;          /* that listens */
  const char *bound;   /* where: "127.0.0.1:8081" */
  const char *address; /* by what name it is reached through a proxy with TLS: "https://desk.example"; or NULL */
  int press_socket;    /* that listens for those who come by a link for the press; -1: none do */
  const char *press_bound, *press_address;
  const char *templates; /* the office's own, for previews; or NULL */
  const DeskOffice *offices;
  guint count;
  int darkroom;            /* the socket over which pictures are read (darkroom.h), or -1 */
  const SandboxUser *user; /* whom to become, or NULL */
  gboolean unconfined;     /* for debugging */
  gboolean leaves_sealing; /* to “chancery seal” */
} DeskOptions;

/* Whether the desk may be served so: beyond the machine itself it wants an address with TLS. */
gboolean desk_accepts (const DeskOptions *options, GError **error);
/* The desk's life, in a process of its own: until SIGTERM. OPTIONS: DeskOptions. READY: see supervisor.h. While there
 * is nobody yet, it says on standard output by which link the first administrator comes in. */
int desk_run (int ready, gpointer options);

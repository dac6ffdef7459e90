/* server.h: HTTP as the desk speaks it. */
#pragma once

#include "desk/exchange.h"
#include "desk/gate.h"

/* The same desk for each of three threads, with connections of their own. */
typedef struct
{
  Desk *own;
  Desk *door;  /* where passwords are tried */
  Desk *aside; /* where files are taken in */
} ServerDesks;

/* Serve ROUTES on the socket of the desk's options until SIGTERM. READY: see supervisor.h. FALSE with ERROR set if it
 * could not begin. */
gboolean server_run (const ServerDesks *desks, const Route *routes, int ready, GError **error);

/* A server in a thread of its own, for people without an account (gate_pass_outside()). DESK: with connections of its
 * own. NULL with ERROR set: it could not begin. It ends when server_run() does. */
typedef struct _Server Server;
Server *server_start_outside (Desk *desk, const Route *routes, GError **error);
void server_join (Server *server);

/* server.h: HTTP as the desk speaks it. */
#pragma once

#include "desk/exchange.h"
#include "desk/gate.h"

/* Serve ROUTES on the socket of DESK's options until SIGTERM. DOOR: the same with another connection to the desk's
 * file, for a thread of its own. READY: see supervisor.h. FALSE with ERROR set if it could not begin. */
gboolean server_run (Desk *desk, Desk *door, const Route *routes, int ready, GError **error);

/* A server in a thread of its own, for people without an account (gate_pass_outside()). DESK: with connections of its
 * own. NULL with ERROR set: it could not begin. It ends when server_run() does. */
typedef struct _Server Server;
Server *server_start_outside (Desk *desk, const Route *routes, GError **error);
void server_join (Server *server);

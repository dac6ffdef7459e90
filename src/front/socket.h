/* socket.h: the listening sockets: one a thread, all on one address (SO_REUSEPORT). */
#pragma once

#include <glib.h>

typedef struct
{
  int *fds;
  unsigned count;
  char *address; /* "127.0.0.1:8080", with the port that was really bound */
} Sockets;

/* LISTEN: "ADDR:PORT", "[ADDR]:PORT" or ":PORT". Sockets passed by systemd (LISTEN_FDS, sd_listen_fds(3)) are taken
 * instead, if there are any. */
gboolean sockets_open (Sockets *sockets, const char *listen, unsigned count, GError **error);
/* A socket that is never passed. */
gboolean sockets_open_one (Sockets *sockets, const char *listen, GError **error);
void sockets_close (Sockets *sockets);

/* listener.h: one thread's share of the listening: a socket, a libmicrohttpd daemon in our own epoll loop, a
 * connection to the record, a site. */
#pragma once

#include "front/access_log.h"
#include "front/front.h"
#include "front/metrics.h"

/* What the listeners of a process have in common. */
typedef struct
{
  const SiteParts *parts;
  Cache *cache;
  Peers *peers;
  AccessLog *log; /* NULL: off */
} ListenerShare;

typedef struct _Listener Listener;

/* Open everything; nothing is answered before listener_run(). OPTIONS and SHARE are borrowed, SOCKET is taken over.
 * LIMIT: of connections. Transfer full. */
Listener *listener_new (const FrontOptions *options, const ListenerShare *share, int socket, unsigned limit,
                        GError **error);
/* Borrowed. */
Metrics *listener_metrics (Listener *listener);
/* Serve until listener_stop(), then finish what is in flight, for at most five seconds. */
void listener_run (Listener *listener);
/* From any thread or a signal handler. */
void listener_stop (Listener *listener);
void listener_free (Listener *listener);

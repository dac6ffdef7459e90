/* front.h: the public side: listens, asks the site, answers.
 *
 * HTTP/1.1 by RFC 9110, 9111 and 9112, through libmicrohttpd. */
#pragma once

#include "front/peer.h"
#include "sandbox/sandbox.h"

typedef struct
{
  const char *record;     /* the data file */
  const char *listen;     /* "127.0.0.1:8080", "[::1]:8080", ":8080"; port 0: any */
  const char *templates;  /* folder of the office's own, or NULL */
  const char *office;     /* serve this one whatever the host name, or NULL */
  const char *user;       /* whom to become when root has started it; NULL: the record's owner */
  gboolean unconfined;    /* no sandbox: for debugging */
  gint64 clock_offset;    /* microseconds added to the real clock */
  unsigned threads;       /* 0: one a core */
  gsize cache_bytes;      /* of encoded pages that are kept */
  const char *private;    /* where /metrics is, as LISTEN; or NULL */
  const char *access_log; /* file, "journal", or NULL */
  char **proxies;         /* addresses and networks that are trusted, or NULL */
  int per_address;        /* connections; see peers_new() */
} FrontOptions;

#define FRONT_ERROR (front_error_quark ())
typedef enum
{
  FRONT_ERROR_LISTEN, /* the address cannot be listened on */
  FRONT_ERROR_START   /* the child could not begin to serve; it has said why */
} FrontError;
GQuark front_error_quark (void);

/* What is held for the front from one start of its process to the next: sockets, the log's file. */
typedef struct _Front Front;

/* Before any process is forked. OPTIONS are copied, what they point to is borrowed. Transfer full. */
Front *front_open (const FrontOptions *options, GError **error);
void front_close (Front *front);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Front, front_close)

/* Whom its process becomes, or NULL. */
const SandboxUser *front_user (const Front *front);

/* The front's life, in a process of its own: until SIGTERM or SIGINT. READY: see supervisor.h. */
int front_run (int ready, gpointer front);

/* In the process that holds it: */
void front_announce (gpointer front); /* say on standard output where it listens */
void front_renew_log (gpointer front);
void front_stop_listening (gpointer front);

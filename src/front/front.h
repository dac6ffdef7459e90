/* front.h: the public side: listens, asks the site, answers.
 *
 * HTTP/1.1 by RFC 9110, 9111 and 9112, through libmicrohttpd. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *record;    /* the data file */
  const char *listen;    /* "127.0.0.1:8080", "[::1]:8080", ":8080"; port 0: any */
  const char *templates; /* folder of the office's own, or NULL */
  const char *office;    /* serve this one whatever the host name, or NULL */
  gint64 clock_offset;   /* microseconds added to the real clock */
  unsigned threads;      /* 0: one a core */
} FrontOptions;

#define FRONT_ERROR (front_error_quark ())
typedef enum
{
  FRONT_ERROR_LISTEN, /* the address cannot be listened on */
  FRONT_ERROR_START   /* the child could not begin to serve; it has said why */
} FrontError;
GQuark front_error_quark (void);

/* Serve until SIGTERM or SIGINT. Returns what to exit with; with ERROR set, why it could not be done. */
int front_serve (const FrontOptions *options, GError **error);

/* serving.h: an HTTP server in one thread: the loop around one daemon of libmicrohttpd (MHD_USE_EPOLL without a
 * thread of its own), and a deadline for each connection, by which its request must be complete, since
 * libmicrohttpd's time-out is for who sends nothing at all. */
#pragma once

#include <glib.h>
#include <microhttpd.h>

/* The first member of what a server keeps of a connection. */
typedef struct
{
  GList link; /* data: this */
  struct MHD_Connection *connection;
  gint64 deadline; /* monotonic */
} Visitor;

typedef struct
{
  GQueue visitors;     /* of Visitor */
  gint64 request_time; /* microseconds from a request's beginning to its end */
  gint64 idle_time;    /* and between two */
  gint64 (*besides) (
      gpointer data); /* what is to be done when nobody asks; how many microseconds until it is again */
  gpointer data;
  int woken; /* an eventfd */
} Serving;

/* Nobody has come yet. The times are set. */
void serving_begin (Serving *serving);
/* SIGNAL ends serving_run(), in whichever Serving; to be called before it. */
void serving_stop_at (int signal);
/* Until such a signal. */
void serving_run (const Serving *serving, struct MHD_Daemon *daemon);

/* From another thread, after MHD_resume_connection (), which ends no wait of a daemon without a thread of its own. */
void serving_wake (const Serving *serving);

/* ---- From the daemon's callbacks ---- */

/* The server's own memory, until visitor_go(). */
void visitor_come (Serving *serving, Visitor *visitor, struct MHD_Connection *connection);
void visitor_go (Serving *serving, Visitor *visitor);
/* The socket context of CONNECTION, which MHD_OPTION_NOTIFY_CONNECTION set to the visitor. */
void *visitor_of (struct MHD_Connection *connection);
void visitor_asks (const Serving *serving, Visitor *visitor);  /* its request has begun */
void visitor_rests (const Serving *serving, Visitor *visitor); /* it is answered */

/* supervisor.h: keeps a child process running. It knows nothing of what the child does.
 *
 * The child is forked from a function, says that it is ready by a byte on a pipe, is started again when it dies, and
 * is passed every SIGUSR1, is told by SIGTERM to finish, and ended if it does not. If the supervisor dies, the child
 * is told too. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *name;                      /* in messages: "front" */
  int (*run) (int ready, gpointer data); /* the child's life; returns its exit code; closes READY when it is ready
                                          * after writing a byte to it */
  void (*started) (gpointer data);       /* in the parent, the first time that the child is ready; may be NULL */
  void (*signalled) (gpointer data);     /* in the parent, at SIGUSR1, before it is passed on; may be NULL */
  void (*stopping) (gpointer data);      /* in the parent, before the child is told to finish; may be NULL */
  gpointer data;
} Supervised;

/* Until SIGTERM or SIGINT. Returns the exit code: 0 if the child finished when told to, else 1. A child that dies
 * before it was ever ready is not started again. */
int supervisor_run (const Supervised *supervised);

/* supervisor.h: keeps child processes running. It knows nothing of what they do.
 *
 * Each child is forked from a function and says “r” on a pipe when it is ready, or else why it cannot be; the next
 * one is started then. A child that dies is started again. All are passed every SIGUSR1, told by SIGTERM to finish,
 * and ended if they do not. If the supervisor dies, they are told too. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *name;                      /* in messages: "front" */
  int (*run) (int ready, gpointer data); /* the child's life; returns its exit code; writes to READY and closes it */
  gpointer data;
  const char *only_once; /* NULL: it is started again when it dies; else what its end means to the operator */
} Supervised;

/* In the supervisor itself; each may be NULL. */
typedef struct
{
  void (*started) (gpointer data);   /* the first time that all are ready */
  void (*signalled) (gpointer data); /* at SIGUSR1, before it is passed on */
  void (*stopping) (gpointer data);  /* before the children are told to finish */
  gpointer data;
} SupervisorEvents;

/* Until SIGTERM or SIGINT. Returns the exit code: 0 if all of the COUNT children finished when told to, else 1. Where
 * one dies before it was ever ready, the others are ended, and so is this. */
int supervisor_run (const Supervised *children, guint count, const SupervisorEvents *events);

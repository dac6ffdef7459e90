/* Keeps child processes running.
 *
 * One loop over a signalfd and the children's ready pipes. A child that dies soon after its start is started again
 * ever more slowly, so that a fault which comes at once does not eat the machine. */
#include "supervisor/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHORT_LIFE G_USEC_PER_SEC
#define FIRST_WAIT 50 /* milliseconds */
#define LONGEST_WAIT 5000
#define PATIENCE (8 * G_USEC_PER_SEC) /* for a child to finish in; it gives what is in flight five seconds */
#define NEVER G_MAXINT64

typedef struct
{
  const Supervised *supervised;
  pid_t pid; /* 0: it does not run */
  int ready; /* read end, -1 once it has been read */
  gint64 born;
  gint64 due; /* when it is to be started; NEVER: it runs, or is not started (again) */
  int wait;   /* before the next start of a child that died soon, milliseconds */
  gboolean was_ready;
} Child;

typedef struct
{
  const SupervisorEvents *events;
  int signals; /* signalfd */
  Child *children;
  guint count, begun;
  gboolean stopping;
  gint64 patience; /* until when */
  int code;
} Supervisor;

static sigset_t
watched_signals (void)
{
  sigset_t set;
  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGCHLD);
  sigaddset (&set, SIGUSR1);
  return set;
}

/* ---- A child ---- */

static void
become_child (const Supervisor *supervisor, const Child *child, const int pipe_ends[2], pid_t parent)
{
  sigset_t set = watched_signals ();

  sigprocmask (SIG_UNBLOCK, &set, NULL);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  prctl (PR_SET_NAME, child->supervised->name);
  if (getppid () != parent)
    _exit (1);
  close (pipe_ends[0]);
  close (supervisor->signals);
  int code = child->supervised->run (pipe_ends[1], child->supervised->data);
  fflush (NULL);
  exit (code);
}

static gboolean
child_start (const Supervisor *supervisor, Child *child)
{
  int ends[2];
  pid_t parent = getpid ();

  fflush (NULL);
  child->due = NEVER;
  if (pipe (ends) != 0)
    return FALSE;
  child->pid = fork ();
  if (child->pid == 0)
    become_child (supervisor, child, ends, parent);
  close (ends[1]);
  child->ready = ends[0];
  child->born = g_get_monotonic_time ();
  return child->pid > 0;
}

/* TRUE if this was the first time. */
static gboolean
child_ready (Child *child)
{
  char said[1024];
  ssize_t length = read (child->ready, said, sizeof said);
  gboolean ready = length == 1 && *said == 'r', first = ready && !child->was_ready;

  if (length > 0 && !ready)
    fprintf (stderr, "chancery: %.*s\n", (int)length, said);
  close (child->ready);
  child->ready = -1;
  child->was_ready |= ready;
  return first;
}

static void
say_death (const Child *child, int status)
{
  const char *name = child->supervised->name, *next = child->supervised->only_once;

  if (next == NULL)
    next = "it is started again";
  if (WIFSIGNALED (status))
    fprintf (stderr, "chancery: the %s was ended by signal %d (%s); %s\n", name, WTERMSIG (status),
             strsignal (WTERMSIG (status)), next);
  else
    fprintf (stderr, "chancery: the %s ended with %d; %s\n", name, WEXITSTATUS (status), next);
}

static gint64
next_start (Child *child)
{
  gint64 now = g_get_monotonic_time ();

  if (child->supervised->only_once != NULL)
    return NEVER;
  child->wait = now - child->born < SHORT_LIFE ? CLAMP (child->wait * 2, FIRST_WAIT, LONGEST_WAIT) : 0;
  return now + child->wait * G_TIME_SPAN_MILLISECOND;
}

/* ---- All of them ---- */

static guint
running (const Supervisor *supervisor)
{
  guint count = 0;

  for (guint i = 0; i < supervisor->begun; i++)
    count += supervisor->children[i].pid > 0;
  return count;
}

static void
tell (const Supervisor *supervisor, int signal)
{
  for (guint i = 0; i < supervisor->begun; i++)
    if (supervisor->children[i].pid > 0 && (signal != SIGUSR1 || supervisor->children[i].was_ready))
      kill (supervisor->children[i].pid, signal);
}

static void
tell_to_finish (Supervisor *supervisor)
{
  if (!supervisor->stopping && supervisor->events->stopping != NULL)
    supervisor->events->stopping (supervisor->events->data);
  supervisor->stopping = TRUE;
  supervisor->patience = g_get_monotonic_time () + PATIENCE;
  tell (supervisor, SIGTERM);
}

static void
begin_next (Supervisor *supervisor)
{
  if (supervisor->begun == supervisor->count && supervisor->events->started != NULL)
    supervisor->events->started (supervisor->events->data);
  if (supervisor->begun < supervisor->count)
    supervisor->children[supervisor->begun++].due = g_get_monotonic_time ();
}

/* A child that is told to finish before it could begin to serve has nothing to finish. */
static gboolean
ended_well (const Supervisor *supervisor, int status)
{
  return WIFEXITED (status) ? WEXITSTATUS (status) == 0 : supervisor->stopping && WTERMSIG (status) == SIGTERM;
}

static void
child_dead (Supervisor *supervisor, Child *child, int status)
{
  if (child->ready >= 0 && child_ready (child) && !supervisor->stopping)
    begin_next (supervisor);
  child->pid = 0;
  if (supervisor->stopping || !child->was_ready)
    {
      supervisor->code |= !ended_well (supervisor, status);
      if (!supervisor->stopping)
        tell_to_finish (supervisor);
      return;
    }
  say_death (child, status);
  child->due = next_start (child);
}

static void
take_the_dead (Supervisor *supervisor)
{
  pid_t pid;
  int status;

  while ((pid = waitpid (-1, &status, WNOHANG)) > 0)
    for (guint i = 0; i < supervisor->begun; i++)
      if (supervisor->children[i].pid == pid)
        child_dead (supervisor, &supervisor->children[i], status);
}

static void
take_signal (Supervisor *supervisor)
{
  struct signalfd_siginfo signal;

  if (read (supervisor->signals, &signal, sizeof signal) != sizeof signal)
    return;
  if (signal.ssi_signo == SIGCHLD)
    take_the_dead (supervisor);
  else if (signal.ssi_signo != SIGUSR1)
    tell_to_finish (supervisor);
  else
    {
      if (supervisor->events->signalled != NULL)
        supervisor->events->signalled (supervisor->events->data);
      tell (supervisor, SIGUSR1);
    }
}

/* ---- The loop ---- */

static int
poll_time (const Supervisor *supervisor)
{
  gint64 next = supervisor->stopping ? supervisor->patience : NEVER, now = g_get_monotonic_time ();

  for (guint i = 0; i < supervisor->begun && !supervisor->stopping; i++)
    next = MIN (next, supervisor->children[i].due);
  return next == NEVER ? -1 : next <= now ? 0 : (int)((next - now) / 1000 + 1);
}

/* FALSE when a child cannot be started. */
static gboolean
start_due (Supervisor *supervisor)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < supervisor->begun; i++)
    if (supervisor->children[i].due <= now && !child_start (supervisor, &supervisor->children[i]))
      return FALSE;
  return TRUE;
}

static void
end_the_deaf (Supervisor *supervisor)
{
  for (guint i = 0; i < supervisor->begun; i++)
    if (supervisor->children[i].pid > 0)
      fprintf (stderr, "chancery: the %s does not finish; it is ended\n", supervisor->children[i].supervised->name);
  tell (supervisor, SIGKILL);
  supervisor->patience = NEVER;
}

static gboolean
take_events (Supervisor *supervisor, struct pollfd *watched)
{
  for (guint i = 0; i < supervisor->count; i++)
    watched[1 + i] = (struct pollfd){ .fd = supervisor->children[i].ready, .events = POLLIN };
  if (poll (watched, 1 + supervisor->count, poll_time (supervisor)) < 0)
    return errno == EINTR;
  for (guint i = 0; i < supervisor->begun; i++)
    if (watched[1 + i].revents != 0 && child_ready (&supervisor->children[i]))
      begin_next (supervisor);
  if (watched[0].revents != 0)
    take_signal (supervisor);
  if (supervisor->stopping && supervisor->patience <= g_get_monotonic_time ())
    end_the_deaf (supervisor);
  return TRUE;
}

static int
supervisor_loop (Supervisor *supervisor)
{
  g_autofree struct pollfd *watched = g_new0 (struct pollfd, 1 + supervisor->count);

  watched[0] = (struct pollfd){ .fd = supervisor->signals, .events = POLLIN };
  while (!supervisor->stopping || running (supervisor) > 0)
    if ((!supervisor->stopping && !start_due (supervisor)) || !take_events (supervisor, watched))
      return 1;
  return supervisor->code;
}

int
supervisor_run (const Supervised *children, guint count, const SupervisorEvents *events)
{
  sigset_t set = watched_signals ();
  g_autofree Child *all = g_new0 (Child, count);
  Supervisor supervisor = { .events = events, .children = all, .count = count, .code = 0 };

  for (guint i = 0; i < count; i++)
    all[i] = (Child){ .supervised = &children[i], .ready = -1, .due = NEVER };
  sigprocmask (SIG_BLOCK, &set, NULL);
  supervisor.signals = signalfd (-1, &set, SFD_CLOEXEC);
  begin_next (&supervisor);
  int code = supervisor_loop (&supervisor);
  close (supervisor.signals);
  return code;
}

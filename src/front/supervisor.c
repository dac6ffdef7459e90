/* Keeps a child process running.
 *
 * One loop over a signalfd and the child's ready pipe. A child that dies soon after its start is started again ever
 * more slowly, so that a fault which comes at once does not eat the machine. */
#include "front/supervisor.h"

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
#define PATIENCE 8000 /* milliseconds for a child to finish in; it gives what is in flight five seconds */

typedef struct
{
  const Supervised *supervised;
  int signals; /* signalfd */
  pid_t child;
  int ready; /* read end, -1 once it has been read */
  gint64 born;
  int wait; /* before the next start of a child that died soon, milliseconds */
  gboolean was_ready;
  gboolean stopping;
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

static void
become_child (const Supervisor *supervisor, const int pipe_ends[2], pid_t parent)
{
  sigset_t set = watched_signals ();

  sigprocmask (SIG_UNBLOCK, &set, NULL);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    _exit (1);
  close (pipe_ends[0]);
  close (supervisor->signals);
  int code = supervisor->supervised->run (pipe_ends[1], supervisor->supervised->data);
  fflush (NULL);
  exit (code);
}

static gboolean
child_start (Supervisor *supervisor)
{
  int ends[2];
  pid_t parent = getpid ();

  fflush (NULL);
  if (pipe (ends) != 0)
    return FALSE;
  supervisor->child = fork ();
  if (supervisor->child == 0)
    become_child (supervisor, ends, parent);
  close (ends[1]);
  supervisor->ready = ends[0];
  supervisor->born = g_get_monotonic_time ();
  return supervisor->child > 0;
}

static void
child_ready (Supervisor *supervisor)
{
  char byte;
  gboolean ready = read (supervisor->ready, &byte, 1) == 1;

  close (supervisor->ready);
  supervisor->ready = -1;
  if (ready && !supervisor->was_ready && supervisor->supervised->started != NULL)
    supervisor->supervised->started (supervisor->supervised->data);
  supervisor->was_ready |= ready;
}

static void
say_death (const Supervisor *supervisor, int status)
{
  if (WIFSIGNALED (status))
    fprintf (stderr, "chancery: the %s was ended by signal %d (%s); it is started again\n",
             supervisor->supervised->name, WTERMSIG (status), strsignal (WTERMSIG (status)));
  else
    fprintf (stderr, "chancery: the %s ended with %d; it is started again\n", supervisor->supervised->name,
             WEXITSTATUS (status));
}

/* A child that is told to finish before it could begin to serve has nothing to finish. */
static gboolean
ended_well (const Supervisor *supervisor, int status)
{
  return WIFEXITED (status) ? WEXITSTATUS (status) == 0 : supervisor->stopping && WTERMSIG (status) == SIGTERM;
}

/* TRUE when it is over. */
static gboolean
child_dead (Supervisor *supervisor, int status, int *code)
{
  gboolean soon = g_get_monotonic_time () - supervisor->born < SHORT_LIFE;

  if (supervisor->ready >= 0)
    child_ready (supervisor);
  supervisor->child = 0;
  *code = ended_well (supervisor, status) ? 0 : 1;
  if (supervisor->stopping || !supervisor->was_ready)
    return TRUE;
  say_death (supervisor, status);
  supervisor->wait = soon ? CLAMP (supervisor->wait * 2, FIRST_WAIT, LONGEST_WAIT) : 0;
  return FALSE;
}

static void
tell_to_finish (Supervisor *supervisor)
{
  if (!supervisor->stopping && supervisor->supervised->stopping != NULL)
    supervisor->supervised->stopping (supervisor->supervised->data);
  supervisor->stopping = TRUE;
  if (supervisor->child > 0)
    kill (supervisor->child, SIGTERM);
}

/* TRUE when it is over. */
static gboolean
take_signal (Supervisor *supervisor, int *code)
{
  struct signalfd_siginfo signal;
  int status;

  if (read (supervisor->signals, &signal, sizeof signal) != sizeof signal)
    return FALSE;
  if (signal.ssi_signo == SIGUSR1)
    {
      if (supervisor->supervised->signalled != NULL)
        supervisor->supervised->signalled (supervisor->supervised->data);
      if (supervisor->child > 0 && supervisor->was_ready)
        kill (supervisor->child, SIGUSR1);
      return FALSE;
    }
  if (signal.ssi_signo != SIGCHLD)
    {
      tell_to_finish (supervisor);
      *code = 0;
      return supervisor->child == 0;
    }
  pid_t pid = waitpid (supervisor->child > 0 ? supervisor->child : -1, &status, WNOHANG);
  return pid > 0 && pid == supervisor->child && child_dead (supervisor, status, code);
}

static int
poll_time (const Supervisor *supervisor)
{
  return supervisor->child == 0 ? supervisor->wait : supervisor->stopping ? PATIENCE : -1;
}

/* FALSE when a child cannot be started. */
static gboolean
time_is_up (Supervisor *supervisor)
{
  if (supervisor->child == 0)
    return child_start (supervisor);
  fprintf (stderr, "chancery: the %s does not finish; it is ended\n", supervisor->supervised->name);
  return kill (supervisor->child, SIGKILL) == 0;
}

static int
supervisor_loop (Supervisor *supervisor)
{
  int code = 1;

  for (;;)
    {
      struct pollfd watched[] = { { .fd = supervisor->signals, .events = POLLIN },
                                  { .fd = supervisor->ready, .events = POLLIN } };
      int events = poll (watched, 2, poll_time (supervisor));
      if (events < 0 && errno != EINTR)
        return 1;
      if (events == 0 && !time_is_up (supervisor))
        return 1;
      if (events > 0 && watched[1].revents != 0)
        child_ready (supervisor);
      if (events > 0 && watched[0].revents != 0 && take_signal (supervisor, &code))
        return code;
    }
}

int
supervisor_run (const Supervised *supervised)
{
  sigset_t set = watched_signals ();
  Supervisor supervisor = { .supervised = supervised, .ready = -1 };

  sigprocmask (SIG_BLOCK, &set, NULL);
  supervisor.signals = signalfd (-1, &set, SFD_CLOEXEC);
  int code = child_start (&supervisor) ? supervisor_loop (&supervisor) : 1;
  close (supervisor.signals);
  return code;
}

/* chancery-picture: reads pictures for the desk, which hands them over a pair of sockets and never decodes one
 * itself.
 *
 * This process only carries bytes. Each picture is decoded by a child of its own, which has no files, no sockets, so
 * much memory and so much time; what it leaves is in memory that both share, and is taken when it has ended well. A
 * picture that takes its child over so gets as far as its own pixels. */
#include "darkroom/develop.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SOCKET 3
#define READY 4
#define MOST_MEMORY ((guint64)1 << 30)
#define MOST_SECONDS 30 /* of the processor's */
#define PATIENCE 90     /* seconds, on the wall */

typedef struct
{
  WireHead head;
  guint8 bytes[WIRE_CHUNK];
} Packet;

typedef struct
{
  guint32 number;
  WireQuestion question;
  GByteArray *bytes; /* NULL: nothing is asked */
} Asked;

/* ---- The child ---- */

static G_NORETURN void
live_as_child (const Asked *asked, Developed *developed, pid_t parent)
{
  const struct rlimit seconds = { MOST_SECONDS, MOST_SECONDS };
  const SandboxProfile profile = { .closed = TRUE, .threads = TRUE, .memory = MOST_MEMORY };
  g_autoptr (GError) error = NULL;

  close (SOCKET);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () == parent && setrlimit (RLIMIT_CPU, &seconds) == 0
      && (getenv ("CHANCERY_UNCONFINED") != NULL || sandbox_narrow (&profile, &error)))
    develop_picture (asked->question.type, asked->bytes->data, asked->bytes->len, developed);
  _exit (0);
}

/* Whether it ended well. One that does not end at all outlives nobody: this process ends, and so it is killed. */
static gboolean
wait_for (pid_t child)
{
  const struct timespec patience = { .tv_sec = PATIENCE };
  sigset_t ended;
  int status = 1;

  sigemptyset (&ended);
  sigaddset (&ended, SIGCHLD);
  while (sigtimedwait (&ended, NULL, &patience) < 0)
    if (errno != EINTR)
      _exit (1);
  return waitpid (child, &status, 0) == child && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static gboolean
is_sound (const Developed *developed)
{
  if (developed->result != WIRE_FINE || developed->count == 0 || developed->count > WIRE_MOST_PICTURES)
    return FALSE;
  for (guint i = 0; i < developed->count; i++)
    if (developed->pictures[i].type > WIRE_AVIF || developed->pictures[i].length > WIRE_MOST_ANSWERED
        || developed->offsets[i] > WIRE_MOST_ANSWERED - developed->pictures[i].length)
      return FALSE;
  return TRUE;
}

/* ---- Answering ---- */

static void
put (guint32 number, WireWhat what, const void *bytes, gsize length)
{
  WireHead head = { number, what };
  struct iovec parts[] = { { &head, sizeof head }, { (void *)bytes, length } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };

  while (sendmsg (SOCKET, &message, MSG_NOSIGNAL) < 0)
    if (errno != EINTR)
      _exit (1);
}

static void
put_picture (guint32 number, const WirePicture *picture, const guint8 *bytes)
{
  put (number, WIRE_PICTURE, picture, sizeof *picture);
  for (gsize at = 0; at < picture->length; at += WIRE_CHUNK)
    put (number, WIRE_BYTES, bytes + at, MIN (WIRE_CHUNK, picture->length - at));
}

static void
put_answer (guint32 number, const Developed *developed)
{
  WireAnswer answer = { WIRE_BROKEN, 0 };

  if (developed != NULL && is_sound (developed))
    answer = (WireAnswer){ WIRE_FINE, developed->count };
  else if (developed != NULL && developed->result == WIRE_TOO_LARGE)
    answer.result = WIRE_TOO_LARGE;
  put (number, WIRE_ANSWER, &answer, sizeof answer);
  for (guint i = 0; i < answer.count; i++)
    put_picture (number, &developed->pictures[i], developed->bytes + developed->offsets[i]);
}

static void
answer (const Asked *asked)
{
  Developed *developed =
      mmap (NULL, sizeof (Developed), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  pid_t parent = getpid ();
  pid_t child = developed != MAP_FAILED ? fork () : -1;

  if (child == 0)
    live_as_child (asked, developed, parent);
  put_answer (asked->number, child > 0 && wait_for (child) ? developed : NULL);
  if (developed != MAP_FAILED)
    munmap (developed, sizeof (Developed));
}

/* ---- Being asked ---- */

static void
forget (Asked *asked)
{
  g_clear_pointer (&asked->bytes, g_byte_array_unref);
}

static void
begin (Asked *asked, const Packet *packet, gsize length)
{
  forget (asked);
  if (length != sizeof (WireQuestion))
    return;
  asked->number = packet->head.number;
  memcpy (&asked->question, packet->bytes, sizeof asked->question);
  if (asked->question.type <= WIRE_AVIF && asked->question.length > 0 && asked->question.length <= WIRE_MOST_BYTES)
    asked->bytes = g_byte_array_sized_new (asked->question.length);
}

/* What belongs to nothing that was begun is passed over: it was asked of one who is dead. */
static void
take (Asked *asked, const Packet *packet, gsize length)
{
  if (packet->head.what == WIRE_BEGIN)
    begin (asked, packet, length);
  else if (packet->head.what == WIRE_BYTES && asked->bytes != NULL && packet->head.number == asked->number
           && length <= asked->question.length - asked->bytes->len)
    g_byte_array_append (asked->bytes, packet->bytes, (guint)length);
  if (asked->bytes == NULL || asked->bytes->len < asked->question.length)
    return;
  answer (asked);
  forget (asked);
}

static void
run (void)
{
  static Packet packet;
  Asked asked = { 0 };
  ssize_t length;

  put (0, WIRE_HELLO, NULL, 0);
  while ((length = recv (SOCKET, &packet, sizeof packet, 0)) > 0 || (length < 0 && errno == EINTR))
    if (length >= (ssize_t)sizeof packet.head)
      take (&asked, &packet, (gsize)length - sizeof packet.head);
  forget (&asked);
}

/* ---- Beginning ---- */

static G_NORETURN void
give_up (const char *why)
{
  if (write (READY, why, strlen (why)) < 0)
    _exit (2);
  _exit (1);
}

/* Who is told to finish ends, with what is in hand: whoever waits for it is told that it failed. */
static void
prepare_signals (void)
{
  sigset_t ended;

  sigemptyset (&ended);
  sigaddset (&ended, SIGCHLD);
  sigprocmask (SIG_BLOCK, &ended, NULL);
  signal (SIGINT, SIG_IGN);
  signal (SIGUSR1, SIG_IGN);
}

int
main (int argc, char **argv)
{
  const SandboxProfile profile = { .closed = TRUE, .forks = TRUE };
  g_autoptr (GError) error = NULL;

  (void)argc;
  if (!develop_begin (argv[0]))
    give_up ("the library that reads pictures could not be started");
  prepare_signals ();
  if (getenv ("CHANCERY_UNCONFINED") == NULL && !sandbox_enter (&profile, &error))
    give_up (error->message);
  if (write (READY, "r", 1) == 1)
    close (READY);
  run ();
  _exit (0);
}

/* What it holds when it begins to answer: the keys, in memory that is locked; the file of its memory; the socket. It
 * can open nothing, and nothing else (sandbox.h: closed). */
#include "keeper/process.h"

#include "keeper/answer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOWEST 3 /* file after the standard ones */
#define ID_BYTES 4

typedef struct
{
  const KeeperOptions *options;
  int socket, ready;
  Keys *keys;
  Memory *memory;
} Life;

/* The socket and the pipe, wherever they were. */
static gboolean
close_others (Life *life)
{
  int socket = fcntl (life->socket, F_DUPFD, LOWEST + 2), ready = fcntl (life->ready, F_DUPFD, LOWEST + 2);

  if (socket < 0 || ready < 0 || dup2 (socket, LOWEST) < 0 || dup2 (ready, LOWEST + 1) < 0)
    return FALSE;
  life->socket = LOWEST;
  life->ready = LOWEST + 1;
  return close_range (LOWEST + 2, ~0U, 0) == 0;
}

static Keys *
read_keys (const KeeperOptions *options, GError **error)
{
  gboolean locked;
  if (!secret_file_locked (options->path, &locked, error))
    return NULL;
  char *passphrase = locked ? options->passphrase (options->path, error) : NULL;
  Keys *keys = !locked || passphrase != NULL ? keys_load (options->path, passphrase, error) : NULL;
  sodium_free (passphrase);
  return keys;
}

static gboolean
load (Life *life, GError **error)
{
  const KeeperOptions *options = life->options;
  g_autofree char *state = g_strconcat (options->path, ".state", NULL);

  life->keys = options->keys != NULL ? options->keys : read_keys (options, error);
  life->memory = life->keys != NULL ? memory_open (state, error) : NULL;
  return life->memory != NULL;
}

/* From here on it ends when its socket does. */
static gboolean
confine (const Life *life, GError **error)
{
  const SandboxProfile profile = { .user = life->options->user, .closed = TRUE };

  signal (SIGINT, SIG_IGN);
  signal (SIGTERM, SIG_IGN);
  signal (SIGUSR1, SIG_IGN);
  return life->options->unconfined ? sandbox_become (life->options->user, error) : sandbox_enter (&profile, error);
}

/* A question begins with a number that its answer begins with too. */
static gboolean
answer_one (Answerer *answerer, int socket)
{
  static guint8 question[PACKET_MOST];
  ssize_t length = recv (socket, question, sizeof question, 0);
  if (length < 0)
    return errno == EINTR;
  if (length < ID_BYTES || (length > ID_BYTES && question[ID_BYTES] == ORDER_END))
    return FALSE; /* the end */

  g_autoptr (GByteArray) answer = keeper_answer (answerer, question + ID_BYTES, (gsize)length - ID_BYTES);
  struct iovec parts[] = { { question, ID_BYTES }, { answer->data, answer->len } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };
  return sendmsg (socket, &message, MSG_NOSIGNAL) >= 0;
}

static void
say (const Life *life, const char *text)
{
  if (write (life->ready, text, strlen (text)) < 0)
    fprintf (stderr, "chancery: the seal: %s\n", text);
  close (life->ready);
}

int
keeper_live (const KeeperOptions *options, int socket, int ready)
{
  Life life = { .options = options, .socket = socket, .ready = ready };
  g_autoptr (GError) error = NULL;
  Answerer answerer;

  gboolean begun = close_others (&life) && load (&life, &error) && confine (&life, &error);
  say (&life, begun ? "r" : error != NULL ? error->message : g_strerror (errno));
  if (begun)
    {
      answerer_begin (&answerer, life.keys, life.memory);
      while (answer_one (&answerer, life.socket))
        ;
    }
  g_clear_pointer (&life.keys, keys_free);
  g_clear_pointer (&life.memory, memory_close);
  return begun ? 0 : 1;
}

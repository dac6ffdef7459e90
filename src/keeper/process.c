/* What it holds when it begins to answer: the keys, in memory that is locked; the file of its memory; the sockets. It
 * can open nothing, and nothing else (sandbox.h: closed). */
#include "keeper/process.h"

#include "keeper/answer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
  int sockets[KEEPER_MOST_SOCKETS], ready;
  guint count;
  Keys *keys;
  Memory *memory;
} Life;

/* FILE as another descriptor, PLACE or above it. */
static gboolean
lift (int *file, int place)
{
  *file = fcntl (*file, F_DUPFD, place);
  return *file >= 0;
}

static gboolean
put (int *file, int place)
{
  gboolean done = dup2 (*file, place) >= 0;
  *file = place;
  return done;
}

/* The pipe and the sockets, wherever they were, come first; nothing else stays open. */
static gboolean
close_others (Life *life)
{
  int end = LOWEST + 1 + (int)life->count;
  gboolean done = lift (&life->ready, end);

  for (guint i = 0; done && i < life->count; i++)
    done = lift (&life->sockets[i], end);
  done = done && put (&life->ready, LOWEST);
  for (guint i = 0; done && i < life->count; i++)
    done = put (&life->sockets[i], LOWEST + 1 + (int)i);
  return done && close_range ((unsigned)end, ~0U, 0) == 0;
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

/* From here on it ends when its sockets do. */
static gboolean
confine (const Life *life, GError **error)
{
  const SandboxProfile profile = { .user = life->options->user, .closed = TRUE };

  signal (SIGINT, SIG_IGN);
  signal (SIGTERM, SIG_IGN);
  signal (SIGUSR1, SIG_IGN);
  return life->options->unconfined ? sandbox_become (life->options->user, error) : sandbox_enter (&profile, error);
}

typedef enum
{
  ANSWERED,
  GONE, /* nobody is left there */
  ENDED /* it is to end, whoever else may ask */
} Asking;

/* A question begins with a number that its answer begins with too. */
static Asking
answer_one (Answerer *answerer, int socket)
{
  static guint8 question[PACKET_MOST];
  ssize_t length = recv (socket, question, sizeof question, 0);
  if (length < ID_BYTES)
    return length < 0 && errno == EINTR ? ANSWERED : GONE;
  if (length > ID_BYTES && question[ID_BYTES] == ORDER_END)
    return ENDED;

  g_autoptr (GByteArray) answer = keeper_answer (answerer, question + ID_BYTES, (gsize)length - ID_BYTES);
  struct iovec parts[] = { { question, ID_BYTES }, { answer->data, answer->len } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };
  return sendmsg (socket, &message, MSG_NOSIGNAL) >= 0 ? ANSWERED : GONE;
}

static void
say (const Life *life, const char *text)
{
  if (write (life->ready, text, strlen (text)) < 0)
    fprintf (stderr, "chancery: the seal: %s\n", text);
  close (life->ready);
}

static void
watch (const Life *life, Answerer *answerers, struct pollfd *watched)
{
  for (guint i = 0; i < life->count; i++)
    {
      answerer_begin (&answerers[i], life->keys, life->memory);
      watched[i] = (struct pollfd){ .fd = life->sockets[i], .events = POLLIN };
    }
}

/* Who asks over one socket is answered as if nobody else asked, until nobody is left. */
static void
answer_all (const Life *life)
{
  Answerer answerers[KEEPER_MOST_SOCKETS];
  struct pollfd watched[KEEPER_MOST_SOCKETS];
  guint left = life->count;

  watch (life, answerers, watched);
  while (left > 0 && (poll (watched, life->count, -1) >= 0 || errno == EINTR))
    for (guint i = 0; i < life->count; i++)
      {
        Asking asking = watched[i].revents != 0 ? answer_one (&answerers[i], watched[i].fd) : ANSWERED;
        if (asking == ENDED)
          return;
        if (asking != GONE)
          continue;
        close (watched[i].fd);
        watched[i] = (struct pollfd){ .fd = -1 };
        left--;
      }
}

int
keeper_live (const KeeperOptions *options, const int *sockets, guint count, int ready)
{
  Life life = { .options = options, .count = count, .ready = ready };
  g_autoptr (GError) error = NULL;

  g_assert (count <= KEEPER_MOST_SOCKETS);
  memcpy (life.sockets, sockets, count * sizeof *sockets);
  gboolean begun = close_others (&life) && load (&life, &error) && confine (&life, &error);
  say (&life, begun ? "r" : error != NULL ? error->message : g_strerror (errno));
  if (begun)
    answer_all (&life);
  g_clear_pointer (&life.keys, keys_free);
  g_clear_pointer (&life.memory, memory_close);
  return begun ? 0 : 1;
}

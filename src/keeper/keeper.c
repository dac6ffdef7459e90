/* The asking side: one packet a question, one an answer, in their order. */
#include "keeper/keeper.h"

#include "keeper/answer.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUFFER (8 * PACKET_MOST)
#define MOST_ASKED 3 /* what the sockets surely hold */
#define PATIENCE 10  /* seconds: who asks holds up all other writers */

struct _Keeper
{
  int socket;
  pid_t pid; /* 0: it is not ours */
  KeeperKeys keys;
  guint32 asked, taken; /* numbers of questions */
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED, "the keeper of the keys %s", what);
  return FALSE;
}

gboolean
keeper_sockets (int ends[2], GError **error)
{
  const int size = BUFFER;
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return fail (error, "cannot be reached");

  const struct timeval patience = { .tv_sec = PATIENCE };
  for (int i = 0; i < 2; i++)
    setsockopt (ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  setsockopt (ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (ends[1], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return TRUE;
}

/* ---- Beginning and end ---- */

/* Whether it said that it is ready; else why not. */
static gboolean
await (int ready, GError **error)
{
  char said[1024] = "";
  gsize length = 0;
  ssize_t got;

  while (length + 1 < sizeof said
         && ((got = read (ready, said + length, sizeof said - 1 - length)) > 0 || (got < 0 && errno == EINTR)))
    length += got > 0 ? (gsize)got : 0;
  if (strcmp (said, "r") == 0)
    return TRUE;
  g_set_error_literal (error, SEAL_ERROR, SEAL_ERROR_FAILED,
                       length > 0 ? said : "the keeper of the keys ended before it began");
  return FALSE;
}

static _Noreturn void
become_keeper (const KeeperOptions *options, int socket, int ready)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  int code = keeper_live (options, &socket, 1, ready);
  fflush (NULL);
  _exit (code);
}

static Keeper *
keeper_of (int socket, pid_t pid)
{
  Keeper *keeper = g_new0 (Keeper, 1);

  keeper->socket = socket;
  keeper->pid = pid;
  return keeper;
}

Keeper *
keeper_start (const KeeperOptions *options, GError **error)
{
  int ends[2], ready[2];
  if (!keeper_sockets (ends, error))
    return NULL;
  if (pipe (ready) != 0)
    {
      fail (error, "cannot be started");
      return NULL;
    }
  fflush (NULL);
  pid_t pid = fork ();
  if (pid == 0)
    become_keeper (options, ends[0], ready[1]);
  close (ends[0]);
  close (ready[1]);
  g_autoptr (Keeper) keeper = keeper_of (ends[1], MAX (pid, 0));
  gboolean begun = pid > 0 ? await (ready[0], error) : fail (error, "cannot be started");
  close (ready[0]);
  return begun ? g_steal_pointer (&keeper) : NULL;
}

Keeper *
keeper_connect (int socket, GError **error)
{
  g_autoptr (Keeper) keeper = keeper_of (socket, 0);

  keeper->asked = keeper->taken = g_random_int (); /* who asked before may have left answers */
  return keeper_keys (keeper, error) != NULL ? g_steal_pointer (&keeper) : NULL;
}

static void
forget_keys (KeeperKeys *keys)
{
  g_clear_pointer (&keys->office, verifier_free);
  g_clear_pointer (&keys->log, verifier_free);
  g_clear_pointer (&keys->old_log, verifier_free);
  g_clear_pointer (&keys->remembered, g_free);
}

void
keeper_free (Keeper *keeper)
{
  close (keeper->socket);
  if (keeper->pid > 0)
    while (waitpid (keeper->pid, NULL, 0) < 0 && errno == EINTR)
      ;
  forget_keys (&keeper->keys);
  g_free (keeper);
}

/* ---- Question and answer ---- */

static gboolean
ask (Keeper *keeper, const GByteArray *question, GError **error)
{
  guint32 id = GUINT32_TO_BE (++keeper->asked);
  struct iovec parts[] = { { &id, sizeof id }, { question->data, question->len } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };

  while (sendmsg (keeper->socket, &message, MSG_NOSIGNAL) < 0)
    if (errno != EINTR)
      return fail (error, "cannot be asked");
  return TRUE;
}

/* The next packet that answers a question of ours; NULL at the end. */
static GBytes *
receive (const Keeper *keeper)
{
  g_autofree guint8 *bytes = g_malloc (PACKET_MOST);
  guint32 id;

  for (;;)
    {
      ssize_t length = recv (keeper->socket, bytes, PACKET_MOST, 0);
      if (length < 0 && errno == EINTR)
        continue;
      if (length < (ssize_t)sizeof id + 1)
        return NULL;
      memcpy (&id, bytes, sizeof id);
      if (GUINT32_FROM_BE (id) == keeper->taken + 1)
        return g_bytes_new (bytes + sizeof id, (gsize)length - sizeof id);
    }
}

/* The fields of the answer to the earliest question, in FIELDS, which point into what is returned; NULL: it was
 * refused, or there is none. Transfer full. */
static GBytes *
take (Keeper *keeper, PacketReader *fields, GError **error)
{
  g_autoptr (GBytes) answer = receive (keeper);
  gsize length;
  if (answer == NULL)
    {
      keeper->taken = keeper->asked; /* what comes too late is passed over */
      fail (error, "has ended, or does not answer");
      return NULL;
    }
  const guint8 *bytes = g_bytes_get_data (answer, &length);
  keeper->taken++;
  *fields = (PacketReader){ bytes + 1, length - 1 };
  if (*bytes == ANSWER_DONE)
    return g_steal_pointer (&answer);
  g_autofree char *why = packet_next_text (fields);
  g_set_error_literal (error, SEAL_ERROR, SEAL_ERROR_MISMATCH, why != NULL ? why : "it is refused");
  return NULL;
}

static GBytes *
ask_and_take (Keeper *keeper, const GByteArray *question, PacketReader *fields, GError **error)
{
  return ask (keeper, question, error) ? take (keeper, fields, error) : NULL;
}

/* ---- What can be asked ---- */

static Verifier *
next_verifier (PacketReader *fields)
{
  g_autofree char *text = packet_next_text (fields);
  return text != NULL && *text != '\0' ? verifier_parse (text, NULL) : NULL;
}

const KeeperKeys *
keeper_keys (Keeper *keeper, GError **error)
{
  g_autoptr (GByteArray) question = packet_new (ORDER_KEYS);
  PacketReader fields;
  g_autoptr (GBytes) answer = ask_and_take (keeper, question, &fields, error);
  KeeperKeys *keys = &keeper->keys;
  if (answer == NULL)
    return NULL;

  forget_keys (keys);
  keys->office = next_verifier (&fields);
  keys->log = next_verifier (&fields);
  keys->old_log = next_verifier (&fields);
  keys->remembered = packet_next_text (&fields);
  g_autofree char *held = packet_next_text (&fields);
  keys->office_elsewhere = g_strcmp0 (held, "held") != 0;
  if (keys->remembered != NULL && *keys->remembered == '\0')
    g_clear_pointer (&keys->remembered, g_free);
  if (keys->office != NULL && keys->log != NULL)
    return keys;
  fail (error, "does not tell its keys");
  return NULL;
}

gboolean
keeper_has_room (const Keeper *keeper)
{
  return keeper->asked - keeper->taken < MOST_ASKED;
}

gboolean
keeper_ask_leaves (Keeper *keeper, const char *const *texts, GError **error)
{
  g_autoptr (GByteArray) question = packet_new (ORDER_LEAVES);

  for (; *texts != NULL; texts++)
    packet_put_text (question, *texts);
  return ask (keeper, question, error);
}

char **
keeper_take_leaves (Keeper *keeper, GError **error)
{
  PacketReader fields;
  g_autoptr (GBytes) answer = take (keeper, &fields, error);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  while (answer != NULL && fields.left > 0)
    {
      g_autofree char *line = packet_next_text (&fields);
      if (line == NULL)
        {
          fail (error, "answers what cannot be read");
          return NULL;
        }
      g_strv_builder_add (lines, line);
    }
  return answer != NULL ? g_strv_builder_end (lines) : NULL;
}

static void
put_proof (GByteArray *question, const GArray *proof)
{
  packet_put (question, proof != NULL ? proof->data : "", proof != NULL ? proof->len * sizeof (Hash) : 0);
}

char *
keeper_sign_head (Keeper *keeper, const KeeperHead *head, GError **error)
{
  g_autoptr (GByteArray) question = packet_new (ORDER_HEAD);
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, head->size);
  PacketReader fields;

  packet_put_text (question, size);
  packet_put (question, &head->root, sizeof head->root);
  packet_put_text (question, head->last);
  put_proof (question, head->from_last);
  put_proof (question, head->from_memory);
  g_autoptr (GBytes) answer = ask_and_take (keeper, question, &fields, error);
  return answer != NULL ? packet_next_text (&fields) : NULL;
}

gboolean
keeper_remember (Keeper *keeper, const char *checkpoint, GError **error)
{
  g_autoptr (GByteArray) question = packet_new (ORDER_REMEMBER);
  PacketReader fields;

  packet_put_text (question, checkpoint);
  g_autoptr (GBytes) answer = ask_and_take (keeper, question, &fields, error);
  return answer != NULL;
}

void
keeper_end (Keeper *keeper)
{
  g_autoptr (GByteArray) question = packet_new (ORDER_END);

  if (ask (keeper, question, NULL))
    keeper->taken = keeper->asked;
}

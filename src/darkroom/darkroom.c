/* What comes back is believed as little as what came: so many pictures, of so many bytes. */
#include "darkroom/darkroom.h"

#include "darkroom/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define PATIENCE (120 * G_USEC_PER_SEC)

typedef struct
{
  WireHead head;
  guint8 bytes[WIRE_CHUNK];
} Packet;

typedef struct
{
  int socket;
  guint32 number;
  gint64 until; /* monotonic */
  Packet packet;
  gsize length; /* of the bytes in it */
} Asking;

static const char *const types[] = {
  [WIRE_JPEG] = "image/jpeg", [WIRE_PNG] = "image/png", [WIRE_WEBP] = "image/webp", [WIRE_AVIF] = "image/avif"
};

static gboolean
find_type (const char *name, guint32 *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i], name) == 0)
      {
        *type = (guint32)i;
        return TRUE;
      }
  return FALSE;
}

gboolean
darkroom_reads (const char *type)
{
  guint32 found;
  return find_type (type, &found);
}

static gboolean
fail (GError **error, DarkroomError code)
{
  static const char *const texts[] = { [DARKROOM_ERROR_MISSING] = "there is no reader of pictures here",
                                       [DARKROOM_ERROR_FAILED] = "the reader of pictures does not answer",
                                       [DARKROOM_ERROR_TOO_LARGE] = "the picture has too many pixels",
                                       [DARKROOM_ERROR_BROKEN] = "the picture cannot be read" };
  g_set_error_literal (error, DARKROOM_ERROR, (int)code, texts[code]);
  return FALSE;
}

/* ---- Packets ---- */

static gboolean
await (const Asking *asking, short events)
{
  struct pollfd watched = { .fd = asking->socket, .events = events };
  gint64 left = asking->until - g_get_monotonic_time ();
  int found = left > 0 ? poll (&watched, 1, (int)(left / 1000) + 1) : 0;

  return found > 0 || (found < 0 && errno == EINTR);
}

static gboolean
put (const Asking *asking, WireWhat what, const void *bytes, gsize length)
{
  WireHead head = { asking->number, what };
  struct iovec parts[] = { { &head, sizeof head }, { (void *)bytes, length } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };

  while (sendmsg (asking->socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    if ((errno != EINTR && errno != EAGAIN) || !await (asking, POLLOUT))
      return FALSE;
  return TRUE;
}

/* FALSE: there is none, or it has begun anew and knows nothing of what was asked. */
static gboolean
take (Asking *asking, WireWhat what)
{
  for (;;)
    {
      ssize_t length = recv (asking->socket, &asking->packet, sizeof asking->packet, MSG_DONTWAIT);
      if (length < 0 && (errno == EINTR || (errno == EAGAIN && await (asking, POLLIN))))
        continue;
      if (length < (ssize_t)sizeof asking->packet.head || asking->packet.head.what == WIRE_HELLO)
        return FALSE;
      if (asking->packet.head.number != asking->number)
        continue;
      asking->length = (gsize)length - sizeof asking->packet.head;
      return asking->packet.head.what == what;
    }
}

/* What was left by one that is dead, or greets. */
static void
clear_way (Asking *asking)
{
  while (recv (asking->socket, &asking->packet, sizeof asking->packet, MSG_DONTWAIT) > 0)
    ;
}

/* ---- Asking ---- */

static gboolean
ask (const Asking *asking, guint32 type, GBytes *picture)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (picture, &length);
  const WireQuestion question = { type, (guint32)length };
  gboolean put_all = put (asking, WIRE_BEGIN, &question, sizeof question);

  for (gsize at = 0; put_all && at < length; at += WIRE_CHUNK)
    put_all = put (asking, WIRE_BYTES, bytes + at, MIN (WIRE_CHUNK, length - at));
  return put_all;
}

static void
picture_free (gpointer data)
{
  DarkroomPicture *picture = data;

  g_bytes_unref (picture->bytes);
  g_free (picture);
}

/* LEFT: how many bytes may still come. */
static DarkroomPicture *
take_picture (Asking *asking, gsize *left)
{
  WirePicture head;
  if (!take (asking, WIRE_PICTURE) || asking->length != sizeof head)
    return NULL;
  memcpy (&head, asking->packet.bytes, sizeof head);
  if (head.type >= G_N_ELEMENTS (types) || head.length == 0 || head.length > *left || head.width == 0
      || head.height == 0 || head.width > 65535 || head.height > 65535)
    return NULL;

  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (head.length);
  while (bytes->len < head.length)
    {
      if (!take (asking, WIRE_BYTES) || asking->length == 0 || asking->length > head.length - bytes->len)
        return NULL;
      g_byte_array_append (bytes, asking->packet.bytes, (guint)asking->length);
    }
  *left -= head.length;
  DarkroomPicture *picture = g_new0 (DarkroomPicture, 1);
  *picture = (DarkroomPicture){ types[head.type], head.width, head.height,
                                g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) };
  return picture;
}

static GPtrArray *
take_pictures (Asking *asking, GError **error)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (picture_free);
  gsize left = WIRE_MOST_ANSWERED;
  WireAnswer answer;

  if (!take (asking, WIRE_ANSWER) || asking->length != sizeof answer)
    return fail (error, DARKROOM_ERROR_FAILED), NULL;
  memcpy (&answer, asking->packet.bytes, sizeof answer);
  if (answer.result != WIRE_FINE)
    return fail (error, answer.result == WIRE_TOO_LARGE ? DARKROOM_ERROR_TOO_LARGE : DARKROOM_ERROR_BROKEN), NULL;
  for (guint i = 0; i < answer.count && i < WIRE_MOST_PICTURES; i++)
    {
      DarkroomPicture *picture = take_picture (asking, &left);
      if (picture == NULL)
        return fail (error, DARKROOM_ERROR_FAILED), NULL;
      g_ptr_array_add (pictures, picture);
    }
  if (pictures->len > 0)
    return g_steal_pointer (&pictures);
  return fail (error, DARKROOM_ERROR_FAILED), NULL;
}

GPtrArray *
darkroom_develop (int socket, const char *type, GBytes *picture, GError **error)
{
  guint32 wire_type;
  if (socket < 0 || !find_type (type, &wire_type))
    return fail (error, DARKROOM_ERROR_MISSING), NULL;
  if (g_bytes_get_size (picture) == 0 || g_bytes_get_size (picture) > WIRE_MOST_BYTES)
    return fail (error, DARKROOM_ERROR_BROKEN), NULL;

  g_autofree Asking *asking = g_new0 (Asking, 1);
  asking->socket = socket;
  asking->number = g_random_int ();
  asking->until = g_get_monotonic_time () + PATIENCE;
  clear_way (asking);
  if (!ask (asking, wire_type, picture))
    return fail (error, DARKROOM_ERROR_FAILED), NULL;
  return take_pictures (asking, error);
}

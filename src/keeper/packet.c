#include "keeper/packet.h"

#include <string.h>

GByteArray *
packet_new (guint8 what)
{
  GByteArray *packet = g_byte_array_new ();
  return g_byte_array_append (packet, &what, 1);
}

void
packet_put (GByteArray *packet, const void *bytes, gsize length)
{
  guint32 size = GUINT32_TO_BE ((guint32)length);

  g_assert (length <= PACKET_MOST);
  g_byte_array_append (packet, (const guint8 *)&size, sizeof size);
  g_byte_array_append (packet, bytes, (guint)length);
}

void
packet_put_text (GByteArray *packet, const char *text)
{
  packet_put (packet, text != NULL ? text : "", text != NULL ? strlen (text) : 0);
}

gboolean
packet_next (PacketReader *reader, const guint8 **bytes, gsize *length)
{
  guint32 size;
  if (reader->left < sizeof size)
    return FALSE;

  memcpy (&size, reader->bytes, sizeof size);
  size = GUINT32_FROM_BE (size);
  if (size > reader->left - sizeof size)
    return FALSE;
  *bytes = reader->bytes + sizeof size;
  *length = size;
  reader->bytes += sizeof size + size;
  reader->left -= sizeof size + size;
  return TRUE;
}

char *
packet_next_text (PacketReader *reader)
{
  const guint8 *bytes;
  gsize length;

  if (!packet_next (reader, &bytes, &length) || (length > 0 && memchr (bytes, 0, length) != NULL))
    return NULL;
  return g_strndup ((const char *)bytes, length);
}

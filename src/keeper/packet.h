/* packet.h: a message between the keeper and who asks it: a byte that says what it is, and fields, each its length
 * (four bytes, the highest first) and its bytes. It travels as one packet (SOCK_SEQPACKET). */
#pragma once

#include <glib.h>

#define PACKET_MOST 131072 /* bytes */

GByteArray *packet_new (guint8 what);
void packet_put (GByteArray *packet, const void *bytes, gsize length);
void packet_put_text (GByteArray *packet, const char *text); /* NULL: an empty field */

typedef struct
{
  const guint8 *bytes;
  gsize left;
} PacketReader;

/* The next field, which points into the packet; FALSE where there is none, or it ends within one. */
gboolean packet_next (PacketReader *reader, const guint8 **bytes, gsize *length);
/* The same as a text; NULL where there is none, or it holds a zero byte. Transfer full. */
char *packet_next_text (PacketReader *reader);

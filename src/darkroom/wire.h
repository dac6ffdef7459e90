/* wire.h: what the desk and the program that reads pictures say to each other, in packets (SOCK_SEQPACKET).
 *
 * Asked: WIRE_BEGIN with a WireQuestion, then WIRE_BYTES until all are there. Answered: WIRE_ANSWER with a
 * WireAnswer, then for each picture WIRE_PICTURE with a WirePicture, and WIRE_BYTES until all of it is there. Every
 * packet of one exchange bears its number. A program that has just started says WIRE_HELLO: what was asked before is
 * lost. */
#pragma once

#include <glib.h>

#define WIRE_MOST_BYTES ((gsize)64 << 20)    /* of a picture as it comes */
#define WIRE_MOST_ANSWERED ((gsize)96 << 20) /* of all that is made of it */
#define WIRE_MOST_PICTURES 8
#define WIRE_CHUNK 65536

typedef enum
{
  WIRE_HELLO,
  WIRE_BEGIN,
  WIRE_BYTES,
  WIRE_ANSWER,
  WIRE_PICTURE
} WireWhat;

typedef enum
{
  WIRE_JPEG,
  WIRE_PNG,
  WIRE_WEBP,
  WIRE_AVIF
} WireType;

typedef enum
{
  WIRE_FINE,
  WIRE_TOO_LARGE, /* in pixels */
  WIRE_BROKEN     /* it cannot be read, or not in the time and memory that there is */
} WireResult;

typedef struct
{
  guint32 number, what;
} WireHead;

typedef struct
{
  guint32 type, length;
} WireQuestion;

typedef struct
{
  guint32 result, count;
} WireAnswer;

typedef struct
{
  guint32 type, width, height, length;
} WirePicture;

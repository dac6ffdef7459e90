/* develop.h: a picture from outside, read with libvips, turned upright, brought to sRGB, and written anew without
 * anything that it said beside its pixels: as it is, and in the widths that pages show. */
#pragma once

#include "darkroom/wire.h"

/* What is made, in memory that the one who asks for it shares with the one who does it. */
typedef struct
{
  guint32 result, count;
  WirePicture pictures[WIRE_MOST_PICTURES]; /* the first is the whole one */
  guint32 offsets[WIRE_MOST_PICTURES];      /* in BYTES */
  guint32 used;
  guint8 bytes[WIRE_MOST_ANSWERED];
} Developed;

/* Before anything is given up, and before the process is forked. */
gboolean develop_begin (const char *name);
/* Hostile bytes: this may crash, and take long. */
void develop_picture (WireType type, const guint8 *bytes, gsize length, Developed *developed);

/* file_type.h: what a file is, by its first bytes; never by its name, or by what is said of it.
 *
 * The desk takes those that stand before FILE_SVG. The others are known so that whoever brings one is told what to do
 * instead. */
#pragma once

#include <glib.h>

typedef enum
{
  FILE_JPEG,
  FILE_PNG,
  FILE_WEBP,
  FILE_AVIF,
  FILE_PDF,
  FILE_MP3,
  FILE_MP4,
  FILE_SVG,
  FILE_GIF,
  FILE_HEIC,
  FILE_ARCHIVE, /* office documents among them */
  FILE_OTHER
} FileType;

/* Any bytes. */
FileType file_type_find (const guint8 *bytes, gsize length);

gboolean file_type_is_taken (FileType type);
const char *file_type_media (FileType type);  /* "image/jpeg"; of one that is taken */
const char *file_type_ending (FileType type); /* "jpg" */
/* The name's last part as an address bears it, with the ending that is true: "My file.HTML" that is a picture is
 * "my-file.jpg". Transfer full. */
char *file_name_for (const char *name, const char *ending);

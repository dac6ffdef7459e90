/* attachment.h: the files that belong to an edition. */
#pragma once

#include "publish/publish.h"

typedef struct
{
  char *digest; /* SHA-256, hex */
  char *name;   /* last segment of its address */
  const char *type;
  GBytes *content;
} Media;

void media_free (Media *media);

/* Read the files named in the draft's fields.attachments and complete each entry with `media`, `name`, `size` and,
 * for images, `width` and `height`. Transfer full: array of Media; NULL with ERROR set. */
GPtrArray *attachments_read (const Draft *draft, GError **error);

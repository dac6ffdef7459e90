/* attachment.h: the files that belong to an edition. */
#pragma once

#include "publish/publish.h"

/* The files of a draft. Those named in its fields.attachments are read, unless they came with it, and each entry is
 * completed with `media`, `name`, `size` and, for images, `width` and `height`. Transfer full: array of Media; NULL
 * with ERROR set. */
GPtrArray *attachments_read (const Draft *draft, GError **error);

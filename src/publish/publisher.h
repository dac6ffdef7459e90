/* publisher.h: the inside of a Publisher, shared by the files of this room alone. */
#pragma once

#include "publish/publish.h"

struct _Publisher
{
  Store *store;
  char *office;
  Profile *profile;
  Instant now;
};

/* assign.c */
/* Give every draft its document. Two drafts of one document in one language are an error. */
gboolean assign_documents (const Publisher *publisher, GPtrArray *drafts, GError **error);
/* "2024/03/01/slug": the day is that of DATED in the office's host zone. Transfer full. */
char *dated_path (const Publisher *publisher, Instant dated, const char *slug);

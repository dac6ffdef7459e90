/* log_file.h: the access log's file, which the supervisor opens and the front, within its sandbox, may not: a new one
 * is handed over when the old one has been renamed. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *path; /* NULL: there is none */
  int fd;           /* the supervisor's own */
  int ends[2];      /* of the way from the supervisor to the front */
} LogFile;

/* PATH: a file that lines are appended to, "journal" for the standard error stream, or NULL: no log. */
gboolean log_file_open (LogFile *file, const char *path, GError **error);
void log_file_close (LogFile *file);

/* In the supervisor: open it again by its name, and hand it over. */
void log_file_renew (LogFile *file);
/* In the front: what was handed over last, or -1. */
int log_file_receive (const LogFile *file);

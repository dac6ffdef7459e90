#include "darkroom/darkroom.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PROGRAM "chancery-picture"
#define SOCKET 3
#define READY 4
#define BEYOND 10
#define BUFFER (1 << 20)

G_DEFINE_QUARK (darkroom_error, darkroom_error)

char *
darkroom_find_program (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = own != NULL ? g_path_get_dirname (own) : g_strdup (".");
  g_autofree char *beside = g_build_filename (folder, PROGRAM, NULL);
  const char *const places[] = { beside, CHANCERY_LIBEXECDIR "/" PROGRAM };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (access (places[i], X_OK) == 0)
      return g_strdup (places[i]);
  return NULL;
}

gboolean
darkroom_sockets (int ends[2], GError **error)
{
  const int size = BUFFER;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, DARKROOM_ERROR, DARKROOM_ERROR_FAILED, "the reader of pictures cannot be reached: %s",
                   g_strerror (errno));
      return FALSE;
    }
  for (int i = 0; i < 2; i++)
    setsockopt (ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  return TRUE;
}

static void
say (int ready, const char *text)
{
  if (write (ready, text, strlen (text)) > 0)
    close (ready);
}

/* Of what it was born with it keeps the socket, the pipe, and the standard files; of the environment nothing. */
static gboolean
put_files (const DarkroomProgram *program, int *ready)
{
  int socket = fcntl (program->socket, F_DUPFD_CLOEXEC, BEYOND), pipe = fcntl (*ready, F_DUPFD_CLOEXEC, BEYOND);
  gboolean done = socket >= 0 && pipe >= 0 && dup2 (socket, SOCKET) >= 0 && dup2 (pipe, READY) >= 0
                  && close_range (READY + 1, ~0U, 0) == 0;

  *ready = READY;
  return done;
}

int
darkroom_become (const DarkroomProgram *program, int ready)
{
  char *const arguments[] = { (char *)program->program, NULL };
  char *const environment[] = { (char *)"VIPS_DISC_THRESHOLD=64g", /* all is done in memory: it has no files */
                                (char *)(program->unconfined ? "CHANCERY_UNCONFINED=1" : "LANG=C"), NULL };
  g_autoptr (GError) error = NULL;

  if (!put_files (program, &ready))
    say (ready, g_strerror (errno));
  else if (!sandbox_become (program->user, &error))
    say (ready, error->message);
  else
    {
      execve (program->program, arguments, environment);
      say (ready, g_strerror (errno));
    }
  return 1;
}

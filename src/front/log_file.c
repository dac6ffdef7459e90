/* The access log's file, from the supervisor to the front. */
#include "front/log_file.h"

#include "front/front.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int
open_named (const char *path)
{
  if (strcmp (path, "journal") == 0)
    return fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  return open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

gboolean
log_file_open (LogFile *file, const char *path, GError **error)
{
  *file = (LogFile){ path, -1, { -1, -1 } };
  if (path == NULL)
    return TRUE;
  file->fd = open_named (path);
  if (file->fd >= 0 && socketpair (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, file->ends) == 0)
    return TRUE;
  g_set_error (error, FRONT_ERROR, FRONT_ERROR_START, "--access-log: %s cannot be written: %s", path,
               g_strerror (errno));
  return FALSE;
}

void
log_file_close (LogFile *file)
{
  const int all[] = { file->fd, file->ends[0], file->ends[1] };

  for (gsize i = 0; file->path != NULL && i < G_N_ELEMENTS (all); i++)
    if (all[i] >= 0)
      close (all[i]);
  file->path = NULL;
}

/* One byte that bears a descriptor (unix(7), SCM_RIGHTS). */
typedef struct
{
  char byte;
  struct iovec part;
  struct msghdr message;
  union
  {
    struct cmsghdr align;
    char bytes[CMSG_SPACE (sizeof (int))];
  } control;
} Handover;

static void
handover_init (Handover *handover)
{
  memset (handover, 0, sizeof *handover);
  handover->part = (struct iovec){ &handover->byte, 1 };
  handover->message = (struct msghdr){ .msg_iov = &handover->part,
                                       .msg_iovlen = 1,
                                       .msg_control = handover->control.bytes,
                                       .msg_controllen = sizeof handover->control.bytes };
}

static gboolean
hand_over (int way, int fd)
{
  Handover handover;

  handover_init (&handover);
  struct cmsghdr *header = CMSG_FIRSTHDR (&handover.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  return sendmsg (way, &handover.message, 0) == 1;
}

void
log_file_renew (LogFile *file)
{
  int fd = file->path != NULL ? open_named (file->path) : -1;

  if (fd < 0)
    {
      if (file->path != NULL)
        fprintf (stderr, "chancery: %s cannot be opened again, so the log goes on in the old file: %s\n", file->path,
                 g_strerror (errno));
      return;
    }
  hand_over (file->ends[0], fd);
  close (file->fd);
  file->fd = fd;
}

int
log_file_receive (const LogFile *file)
{
  int last = -1;
  Handover handover;

  for (handover_init (&handover); recvmsg (file->ends[1], &handover.message, MSG_CMSG_CLOEXEC) == 1;
       handover_init (&handover))
    {
      const struct cmsghdr *header = CMSG_FIRSTHDR (&handover.message);
      if (header == NULL || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN (sizeof last))
        continue;
      if (last >= 0)
        close (last);
      memcpy (&last, CMSG_DATA (header), sizeof last);
    }
  return last;
}

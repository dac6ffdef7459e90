/* The least that a server can do: an epoll loop that answers any request with the same bytes. What others are
 * measured against. epoll RESPONSE-FILE: prints its port. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char response[1 << 20];
static size_t size;

static int
listen_anywhere (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

  if (bind (fd, (struct sockaddr *)&address, sizeof address) != 0 || listen (fd, 4096) != 0
      || getsockname (fd, (struct sockaddr *)&address, &length) != 0)
    exit (1);
  printf ("%d\n", ntohs (address.sin_port));
  fflush (stdout);
  return fd;
}

static void
answer (int fd)
{
  char request[8192];
  ssize_t got = recv (fd, request, sizeof request, 0);

  if (got == 0 || (got < 0 && errno != EAGAIN))
    close (fd);
  else if (got >= 4 && memcmp (request + got - 4, "\r\n\r\n", 4) == 0 && send (fd, response, size, 0) < 0)
    close (fd);
}

int
main (int argc, char **argv)
{
  FILE *file = argc == 2 ? fopen (argv[1], "rb") : NULL;
  struct epoll_event events[512];

  if (file == NULL)
    return 2;
  size = fread (response, 1, sizeof response, file);
  int listener = listen_anywhere (), epoll = epoll_create1 (0);
  struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
  epoll_ctl (epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;)
    {
      int count = epoll_wait (epoll, events, 512, -1);
      for (int i = 0; i < count; i++)
        if (events[i].data.fd != listener)
          answer (events[i].data.fd);
        else
          for (int fd; (fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;)
            {
              event = (struct epoll_event){ .events = EPOLLIN, .data.fd = fd };
              epoll_ctl (epoll, EPOLL_CTL_ADD, fd, &event);
            }
    }
}

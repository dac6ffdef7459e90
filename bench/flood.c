/* Requests at a rate of their own, whatever comes back: flood PORT PATHS RATE SECONDS CONNECTIONS.
 *
 * A load that waits for answers slows down with the server and shows nothing. This one sends RATE requests a second
 * over CONNECTIONS connections, pipelined; what a full socket does not take is lost, as visitors are who give up. A
 * connection that is closed is opened again. Prints how many were offered, sent and answered with 200 in each second.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char status[] = "HTTP/1.1 200 ";

typedef struct
{
  int socket;
  size_t matched; /* bytes of a status line at the end of what was read */
} Line;

static struct sockaddr_in server = { .sin_family = AF_INET };
static int events;
static long sent, answered;

static double
now (void)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
open_line (Line *line)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = line };

  line->matched = 0;
  line->socket = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (line->socket < 0
      || (connect (line->socket, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS))
    exit (1);
  epoll_ctl (events, EPOLL_CTL_ADD, line->socket, &event);
}

static void
read_line (Line *line)
{
  static char buffer[65536];
  ssize_t length = read (line->socket, buffer, sizeof buffer);

  if (length == 0 || (length < 0 && errno != EAGAIN))
    {
      close (line->socket);
      open_line (line);
      return;
    }
  for (ssize_t i = 0; i < length; i++)
    {
      line->matched = buffer[i] == status[line->matched] ? line->matched + 1 : buffer[i] == 'H';
      if (line->matched == sizeof status - 1)
        {
          answered++;
          line->matched = 0;
        }
    }
}

static void
ask (Line *line, const char *path)
{
  char request[512];
  int length =
      snprintf (request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", path);

  sent += send (line->socket, request, (size_t)length, MSG_NOSIGNAL) == length;
}

static char **
read_paths (const char *file, size_t *count)
{
  FILE *stream = fopen (file, "r");
  char **paths = NULL, *line = NULL;
  size_t room = 0;

  for (*count = 0; stream != NULL && getline (&line, &room, stream) > 0; (*count)++)
    {
      line[strcspn (line, "\n")] = '\0';
      char **grown = realloc (paths, (*count + 1) * sizeof *paths);
      if (grown == NULL)
        exit (1);
      paths = grown;
      paths[*count] = strdup (line);
    }
  return paths;
}

int
main (int argc, char **argv)
{
  if (argc != 6)
    return 2;
  size_t count;
  char **paths = read_paths (argv[2], &count);
  double rate = atof (argv[3]), begin, end, said;
  long lines = atol (argv[5]), offered = 0, last_offered = 0, last_sent = 0, last_answered = 0;
  Line *line = calloc ((size_t)lines, sizeof *line);
  struct epoll_event ready[512];

  setrlimit (RLIMIT_NOFILE, &(struct rlimit){ 20000, 20000 });
  server.sin_port = htons ((unsigned short)atoi (argv[1]));
  server.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  events = epoll_create1 (0);
  for (long i = 0; i < lines; i++)
    open_line (&line[i]);
  for (begin = said = now (), end = begin + atof (argv[4]); now () < end;)
    {
      for (long due = (long)((now () - begin) * rate), burst = 0; offered < due && burst < 256; offered++, burst++)
        ask (&line[offered % lines], paths[(size_t)offered % count]);
      int number = epoll_wait (events, ready, 512, 0);
      for (int i = 0; i < number; i++)
        read_line (ready[i].data.ptr);
      if (now () - said < 1)
        continue;
      printf ("offered %ld sent %ld answered %ld\n", offered - last_offered, sent - last_sent,
              answered - last_answered);
      fflush (stdout);
      said = now ();
      last_offered = offered;
      last_sent = sent;
      last_answered = answered;
    }
  printf ("%.0f\n", (double)answered / atof (argv[4]));
  return 0;
}

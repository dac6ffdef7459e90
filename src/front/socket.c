/* The listening sockets. */
#include "front/socket.h"

#include "front/front.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 4096
#define FIRST_PASSED 3 /* SD_LISTEN_FDS_START */

/* IPv6's takes IPv4 as well, where there is IPv6. */
static const char *
any_address (void)
{
  int fd = socket (AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return "0.0.0.0";
  close (fd);
  return "::";
}

static GSocketAddress *
address_parse (const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = colon != NULL ? g_strndup (listen, (gsize)(colon - listen)) : NULL;
  guint64 port = 0;
  GSocketAddress *address = NULL;

  if (host != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    {
      gsize length = strlen (host);
      if (length > 2 && host[0] == '[' && host[length - 1] == ']')
        {
          memmove (host, host + 1, length - 2);
          host[length - 2] = '\0';
        }
      const char *name = *host == '\0' ? any_address () : strcmp (host, "localhost") == 0 ? "127.0.0.1" : host;
      address = g_inet_socket_address_new_from_string (name, (guint)port);
    }
  if (address == NULL)
    g_set_error (error, FRONT_ERROR, FRONT_ERROR_LISTEN,
                 "--listen: “%s” is no address and port, such as 127.0.0.1:8080 or [::1]:8080", listen);
  return address;
}

static gboolean
listen_failed (const char *listen, GError **error)
{
  g_set_error (error, FRONT_ERROR, FRONT_ERROR_LISTEN, "%s cannot be listened on: %s", listen, g_strerror (errno));
  return FALSE;
}

/* Keeps errno. */
static int
close_failed (int fd)
{
  int kept = errno;
  close (fd);
  errno = kept;
  return -1;
}

/* A socket bound to ADDRESS. SHARED: beside others of ours, each with its own queue. */
static int
socket_bound (GSocketAddress *address, int shared)
{
  guint8 native[128];
  gssize size = g_socket_address_get_native_size (address);
  int yes = 1, no = 0;
  if (size < 0 || (gsize)size > sizeof native || !g_socket_address_to_native (address, native, sizeof native, NULL))
    return -1;

  int family = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? AF_INET6 : AF_INET;
  int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt (fd, SOL_SOCKET, SO_REUSEPORT, &shared, sizeof shared);
  if (family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (bind (fd, (const struct sockaddr *)native, (socklen_t)size) == 0)
    return fd;
  return close_failed (fd);
}

static int
socket_listen (GSocketAddress *address)
{
  int fd = socket_bound (address, TRUE);
  return fd >= 0 && listen (fd, BACKLOG) != 0 ? close_failed (fd) : fd;
}

/* Sockets that share their port would share it with those of another server too, and each be given half of the
 * visitors: one that does not share finds out. */
static gboolean
is_free (GSocketAddress *address)
{
  int fd = socket_bound (address, FALSE);
  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static GSocketAddress *
bound_address (int fd)
{
  struct sockaddr_storage native;
  socklen_t size = sizeof native;
  if (getsockname (fd, (struct sockaddr *)&native, &size) != 0)
    return NULL;
  return g_socket_address_new_from_native (&native, size);
}

static gboolean
does_listen (int fd)
{
  int listens = 0;
  socklen_t size = sizeof listens;
  return getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0;
}

/* COUNT threads share what was PASSED; a socket may serve several. */
static gboolean
share_out (Sockets *sockets, unsigned passed, unsigned count, GError **error)
{
  sockets->fds = g_new (int, MAX (passed, count));
  for (sockets->count = 0; sockets->count < MAX (passed, count); sockets->count++)
    {
      int fd = FIRST_PASSED + (int)(sockets->count % passed);
      gboolean listens = does_listen (fd);
      if (listens && sockets->count >= passed)
        fd = fcntl (fd, F_DUPFD_CLOEXEC, FIRST_PASSED);
      if (!listens || fd < 0)
        {
          g_set_error (error, FRONT_ERROR, FRONT_ERROR_LISTEN,
                       "descriptor %d was passed as a listening socket, and is none",
                       FIRST_PASSED + (int)(sockets->count % passed));
          sockets_close (sockets);
          return FALSE;
        }
      sockets->fds[sockets->count] = fd;
    }
  return TRUE;
}

/* How many sockets systemd passes to this process. */
static unsigned
count_passed (void)
{
  const char *pid = g_getenv ("LISTEN_PID");
  const char *fds = g_getenv ("LISTEN_FDS");
  guint64 count;

  if (pid == NULL || fds == NULL || g_ascii_strtoull (pid, NULL, 10) != (guint64)getpid ()
      || !g_ascii_string_to_unsigned (fds, 10, 1, 64, &count, NULL))
    return 0;
  return (unsigned)count;
}

static gboolean
open_all (Sockets *sockets, const char *listen, unsigned count, GError **error)
{
  g_autoptr (GSocketAddress) address = address_parse (listen, error);
  if (address == NULL || (!is_free (address) && !listen_failed (listen, error)))
    return FALSE;

  sockets->fds = g_new (int, count);
  for (sockets->count = 0; sockets->count < count; sockets->count++)
    {
      int fd = socket_listen (address);
      if (fd < 0)
        {
          listen_failed (listen, error);
          sockets_close (sockets);
          return FALSE;
        }
      sockets->fds[sockets->count] = fd;
      if (sockets->count == 0) /* port 0: the others join the one that was chosen */
        g_set_object (&address, bound_address (fd));
    }
  return TRUE;
}

static void
name_address (Sockets *sockets, const char *listen)
{
  g_autoptr (GSocketAddress) bound = bound_address (sockets->fds[0]);
  sockets->address =
      bound != NULL ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (bound)) : g_strdup (listen);
}

gboolean
sockets_open_one (Sockets *sockets, const char *listen, GError **error)
{
  *sockets = (Sockets){ 0 };
  if (!open_all (sockets, listen, 1, error))
    return FALSE;
  name_address (sockets, listen);
  return TRUE;
}

gboolean
sockets_open (Sockets *sockets, const char *listen, unsigned count, GError **error)
{
  unsigned passed = count_passed ();

  *sockets = (Sockets){ 0 };
  if (passed > 0 ? !share_out (sockets, passed, count, error) : !open_all (sockets, listen, count, error))
    return FALSE;
  name_address (sockets, listen);
  return TRUE;
}

void
sockets_close (Sockets *sockets)
{
  for (unsigned i = 0; i < sockets->count; i++)
    close (sockets->fds[i]);
  g_clear_pointer (&sockets->fds, g_free);
  g_clear_pointer (&sockets->address, g_free);
  sockets->count = 0;
}

/* One socket, which belongs to one process: a witness has one sequencer. */
#include "witness/listening.h"

#include "seal/seal_error.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>

#define BACKLOG 256

static GSocketAddress *
address_parse (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = g_strndup (text, colon != NULL ? (gsize)(colon - text) : 0);
  gsize length = strlen (host);
  guint64 port = 0;
  GSocketAddress *address = NULL;

  gboolean bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';
  g_autofree char *name = bracketed ? g_strndup (host + 1, length - 2) : g_strdup (host);
  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    address =
        g_inet_socket_address_new_from_string (strcmp (name, "localhost") == 0 ? "127.0.0.1" : name, (guint)port);
  if (address == NULL)
    g_set_error (error, SEAL_ERROR, SEAL_ERROR_FAILED,
                 "--listen: “%s” is no address and port, such as 127.0.0.1:8082 or [::1]:8082", text);
  return address;
}

static GSocket *
open_socket (const char *text, GError **error)
{
  g_autoptr (GSocketAddress) address = address_parse (text, error);
  if (address == NULL)
    return NULL;
  g_autoptr (GSocket) socket =
      g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  g_socket_set_blocking (socket, FALSE);
  if (g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error))
    return g_steal_pointer (&socket);
  g_prefix_error (error, "%s cannot be listened on: ", text);
  return NULL;
}

/* GSocket closes its descriptor with itself, so the server gets a copy. */
int
listening_open (const char *text, char **bound, GError **error)
{
  g_autoptr (GSocket) socket = open_socket (text, error);
  g_autoptr (GSocketAddress) address = socket != NULL ? g_socket_get_local_address (socket, error) : NULL;
  if (address == NULL)
    return -1;
  *bound = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  return fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3);
}

/* Where a request comes from: from the other end of its connection, or, if that is the proxy, from where the proxy
 * says. */
#include "desk/place.h"

#include <gio/gio.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static char *
own_place (struct MHD_Connection *connection)
{
  const struct sockaddr *address =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
  socklen_t length = address->sa_family == AF_INET6 ? sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in);
  char host[64];

  return g_strdup (getnameinfo (address, length, host, sizeof host, NULL, 0, NI_NUMERICHOST) == 0 ? host : "unknown");
}

static enum MHD_Result
take_forwarded (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  const char **last = data;

  (void)kind;
  if (value != NULL && g_ascii_strcasecmp (name, "X-Forwarded-For") == 0)
    *last = value;
  return MHD_YES;
}

/* Who asks through the proxy of the machine itself, by its own last word (RFC 7239 is not what they send). Some
 * proxies add to the line that is there, others add a line of their own after it; what stands before that is
 * anybody's. */
static char *
forwarded_place (struct MHD_Connection *connection, char *place)
{
  const char *given = NULL;
  MHD_get_connection_values (connection, MHD_HEADER_KIND, take_forwarded, &given);
  const char *last = given != NULL ? strrchr (given, ',') : NULL;
  if (given == NULL || (strcmp (place, "127.0.0.1") != 0 && strcmp (place, "::1") != 0))
    return place;

  char *name = g_strstrip (g_strdup (last != NULL ? last + 1 : given));
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  g_free (address != NULL ? place : name);
  return address != NULL ? name : place;
}

char *
place_of (struct MHD_Connection *connection, gboolean proxied)
{
  char *place = own_place (connection);
  return proxied ? forwarded_place (connection, place) : place;
}

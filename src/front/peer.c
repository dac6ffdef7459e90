/* Who is at the other end. */
#include "front/peer.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <string.h>

#define DEFAULT_LIMIT 256
#define LONGEST_NAME 64

struct _Peers
{
  GMutex lock;
  GHashTable *counts; /* gint64 of the network -> connections */
  guint limit;        /* 0: none */
  gboolean loopback;  /* counted as well */
  GPtrArray *proxies; /* of GInetAddressMask */
};

Peers *
peers_new (int limit, const char *const *proxies, GError **error)
{
  g_autoptr (Peers) peers = g_new0 (Peers, 1);

  g_mutex_init (&peers->lock);
  peers->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  peers->limit = limit == PEERS_DEFAULT ? DEFAULT_LIMIT : (guint)limit;
  peers->loopback = limit != PEERS_DEFAULT;
  peers->proxies = g_ptr_array_new_with_free_func (g_object_unref);
  for (; proxies != NULL && *proxies != NULL; proxies++)
    {
      GInetAddressMask *mask = g_inet_address_mask_new_from_string (*proxies, error);
      if (mask == NULL)
        return NULL;
      g_ptr_array_add (peers->proxies, mask);
    }
  return g_steal_pointer (&peers);
}

void
peers_free (Peers *peers)
{
  g_hash_table_unref (peers->counts);
  g_ptr_array_unref (peers->proxies);
  g_mutex_clear (&peers->lock);
  g_free (peers);
}

/* ---- Addresses ---- */

/* IPv4 as such, whichever socket it came through. NULL: neither. Transfer full. */
static GInetAddress *
inet_of (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    return g_inet_address_new_from_bytes (
        (const guint8 *)&((const struct sockaddr_in *)(const void *)address)->sin_addr, G_SOCKET_FAMILY_IPV4);
  if (address->sa_family != AF_INET6)
    return NULL;
  const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED (six))
    return g_inet_address_new_from_bytes (six->s6_addr + 12, G_SOCKET_FAMILY_IPV4);
  return g_inet_address_new_from_bytes (six->s6_addr, G_SOCKET_FAMILY_IPV6);
}

static gboolean
is_proxy (const Peers *peers, GInetAddress *address)
{
  for (guint i = 0; i < peers->proxies->len; i++)
    if (g_inet_address_mask_matches (peers->proxies->pdata[i], address))
      return TRUE;
  return FALSE;
}

static gint64
network_of (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  gint64 network = 0;

  memcpy (&network, bytes, MIN (sizeof network, g_inet_address_get_native_size (address)));
  return network;
}

/* ---- Counting ---- */

/* FALSE: this one is not counted. */
static gboolean
counted_network (const Peers *peers, const struct sockaddr *address, gint64 *network)
{
  g_autoptr (GInetAddress) inet = peers->limit > 0 ? inet_of (address) : NULL;
  if (inet == NULL || is_proxy (peers, inet) || (!peers->loopback && g_inet_address_get_is_loopback (inet)))
    return FALSE;
  *network = network_of (inet);
  return TRUE;
}

gboolean
peers_enter (Peers *peers, const struct sockaddr *address)
{
  gint64 network;
  if (!counted_network (peers, address, &network))
    return TRUE;

  g_mutex_lock (&peers->lock);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (peers->counts, &network));
  gboolean room = count < peers->limit;
  if (room)
    g_hash_table_insert (peers->counts, g_memdup2 (&network, sizeof network), GUINT_TO_POINTER (count + 1));
  g_mutex_unlock (&peers->lock);
  return room;
}

void
peers_leave (Peers *peers, const struct sockaddr *address)
{
  gint64 network;
  if (!counted_network (peers, address, &network))
    return;

  g_mutex_lock (&peers->lock);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (peers->counts, &network));
  if (count > 1)
    g_hash_table_insert (peers->counts, g_memdup2 (&network, sizeof network), GUINT_TO_POINTER (count - 1));
  else
    g_hash_table_remove (peers->counts, &network);
  g_mutex_unlock (&peers->lock);
}

/* ---- Whom a proxy speaks for ---- */

/* The value of for= in an element of Forwarded, or the element itself of X-Forwarded-For: without quotes, brackets
 * and port. NULL: no address, or a name in its place (RFC 7239 section 6.3). */
static GInetAddress *
address_of_element (const char *element, gboolean forwarded)
{
  char name[LONGEST_NAME];
  const char *value = element;

  if (forwarded)
    {
      while (value != NULL && g_ascii_strncasecmp (value += strspn (value, " \t;"), "for=", 4) != 0)
        value = strchr (value, ';');
      if (value == NULL)
        return NULL;
      value += 4;
    }
  value += strspn (value, " \t\"[");
  gsize length = strcspn (value, "\"], \t;");
  if (length == 0 || length >= sizeof name)
    return NULL;
  memcpy (name, value, length);
  name[length] = '\0';
  char *colon = strchr (name, ':');
  if (colon != NULL && strchr (colon + 1, ':') == NULL)
    *colon = '\0'; /* IPv4 with its port */
  return g_inet_address_new_from_string (name);
}

char *
peers_client (const Peers *peers, const struct sockaddr *address, const char *forwarded, const char *x_forwarded_for)
{
  g_autoptr (GInetAddress) client = inet_of (address);
  if (client == NULL)
    return g_strdup ("-");

  const char *list = forwarded != NULL ? forwarded : x_forwarded_for;
  g_auto (GStrv) elements = list != NULL && is_proxy (peers, client) ? g_strsplit (list, ",", 64) : NULL;
  for (guint i = elements != NULL ? g_strv_length (elements) : 0; i > 0 && is_proxy (peers, client); i--)
    {
      GInetAddress *before = address_of_element (elements[i - 1], forwarded != NULL);
      if (before == NULL)
        break;
      g_object_unref (client);
      client = before;
    }
  return g_inet_address_to_string (client);
}

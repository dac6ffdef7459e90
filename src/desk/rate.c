/* Of each address there is the instant at which all that it asked is forgotten. When there are very many of them
 * those that are forgotten go; if that is not enough, all do. */
#include "desk/rate.h"

#include <gio/gio.h>
#include <string.h>

#define MOST 4096

struct _Rate
{
  GHashTable *asked; /* address -> when it is forgotten: Instant */
  guint at_once;
  Instant every;
};

Rate *
rate_new (guint at_once, Instant every)
{
  Rate *rate = g_new (Rate, 1);
  *rate = (Rate){ g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), at_once, every };
  return rate;
}

void
rate_free (Rate *rate)
{
  g_hash_table_unref (rate->asked);
  g_free (rate);
}

static gboolean
is_forgotten (gpointer place, gpointer until, gpointer now)
{
  (void)place;
  return *(const Instant *)until <= *(const Instant *)now;
}

static void
tidy (Rate *rate, Instant now)
{
  if (g_hash_table_size (rate->asked) < MOST)
    return;
  g_hash_table_foreach_remove (rate->asked, is_forgotten, &now);
  if (g_hash_table_size (rate->asked) >= MOST)
    g_hash_table_remove_all (rate->asked);
}

static char *
key_of (const char *place)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (place);

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (place);
  const guint8 *bytes = g_inet_address_to_bytes (address);
  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x::", bytes[0], bytes[1], bytes[2], bytes[3], bytes[4],
                          bytes[5], bytes[6], bytes[7]);
}

gboolean
rate_allows (Rate *rate, const char *place, Instant now)
{
  g_autofree char *key = key_of (place);
  Instant *until = g_hash_table_lookup (rate->asked, key);

  if (until == NULL)
    {
      tidy (rate, now);
      until = g_new (Instant, 1);
      *until = now;
      g_hash_table_insert (rate->asked, g_steal_pointer (&key), until);
    }
  Instant next = MAX (*until, now) + rate->every;
  if (next - now > rate->at_once * rate->every)
    return FALSE;
  *until = next;
  return TRUE;
}

/* Which office a Host field means. */
#include "front/host.h"

#include "front/target.h"

#define MOST_HOSTS 256 /* anyone can send any name */

struct _Hosts
{
  Site *site;
  const char *office;
  GHashTable *known; /* Host field -> name of the office, or NULL */
  guint64 generation;
  gint64 second;
};

Hosts *
hosts_new (Site *site, const char *office)
{
  Hosts *hosts = g_new0 (Hosts, 1);
  hosts->site = site;
  hosts->office = office;
  hosts->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return hosts;
}

void
hosts_free (Hosts *hosts)
{
  g_hash_table_unref (hosts->known);
  g_free (hosts);
}

static void
forget_old (Hosts *hosts, guint64 generation, Instant now)
{
  gint64 second = now / INSTANT_SECOND;

  if (hosts->generation == generation && hosts->second == second && g_hash_table_size (hosts->known) < MOST_HOSTS)
    return;
  g_hash_table_remove_all (hosts->known);
  hosts->generation = generation;
  hosts->second = second;
}

const char *
hosts_office (Hosts *hosts, const char *field, guint64 generation, Instant now)
{
  const char *key = field != NULL ? field : "";
  gpointer office;

  forget_old (hosts, generation, now);
  if (g_hash_table_lookup_extended (hosts->known, key, NULL, &office))
    return office;
  g_autofree char *host = host_parse (field);
  gboolean nonsense = host == NULL && *key != '\0';
  const char *found = nonsense ? NULL : site_office (hosts->site, host, hosts->office, now);
  g_hash_table_insert (hosts->known, g_strdup (key), (gpointer)found);
  return found;
}

/* Which office of the data file a request is for: by name, else by host. */
#include "page/office_choice.h"

#include <string.h>

typedef struct
{
  char *key; /* document and number of the profile's edition */
  Profile *profile;
} Known;

struct _Offices
{
  Store *store;
  GHashTable *known; /* office -> Known */
  /* As the record stands: while its generation stays and the instant lies in between. */
  char **names;
  GHashTable *current; /* office -> Profile, of KNOWN */
  gint64 generation;
  Instant from, until;
};

static void
known_free (Known *known)
{
  g_free (known->key);
  g_clear_pointer (&known->profile, profile_free);
  g_free (known);
}

Offices *
offices_new (Store *store)
{
  Offices *offices = g_new0 (Offices, 1);
  offices->store = store;
  offices->current = g_hash_table_new (g_str_hash, g_str_equal);
  offices->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)known_free);
  return offices;
}

void
offices_free (Offices *offices)
{
  g_hash_table_unref (offices->current);
  g_hash_table_unref (offices->known);
  g_strfreev (offices->names);
  g_free (offices);
}

static const Profile *
profile_keep (Offices *offices, const char *office, const Edition *edition, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%s %u", edition->document, edition->number);
  const Known *known = g_hash_table_lookup (offices->known, office);
  if (known != NULL && strcmp (known->key, key) == 0)
    return known->profile;

  Profile *profile = profile_parse (edition->body, strlen (edition->body), "profile", error);
  if (profile == NULL)
    return NULL;
  Known *fresh = g_new0 (Known, 1);
  fresh->key = g_steal_pointer (&key);
  fresh->profile = profile;
  g_hash_table_replace (offices->known, g_strdup (office), fresh);
  return profile;
}

static const Profile *
profile_of (Offices *offices, const char *office, GError **error)
{
  const Profile *profile = g_hash_table_lookup (offices->current, office);
  if (profile != NULL)
    return profile;
  g_autoptr (Edition) edition = store_profile (offices->store, office, error);
  profile = edition != NULL ? profile_keep (offices, office, edition, error) : NULL;
  if (profile != NULL)
    g_hash_table_insert (offices->current, (gpointer)office, (gpointer)profile);
  return profile;
}

static gboolean
names_host (const char *origin, const char *host)
{
  const char *name = origin != NULL ? strstr (origin, "://") : NULL;
  if (name == NULL)
    return FALSE;
  gsize length = strcspn (name + 3, ":/");
  return strlen (host) == length && g_ascii_strncasecmp (name + 3, host, length) == 0;
}

/* By its whole name, by the host of its address, by a further host, or by the first label: "lisbon.localhost". */
static gboolean
answers_to (const char *office, const Profile *profile, const char *host)
{
  gsize label = strcspn (host, ".");

  if (g_ascii_strcasecmp (office, host) == 0 || names_host (profile->address, host))
    return TRUE;
  for (guint i = 0; profile->hosts != NULL && profile->hosts[i] != NULL; i++)
    if (g_ascii_strcasecmp (profile->hosts[i], host) == 0)
      return TRUE;
  return strlen (office) == label && g_ascii_strncasecmp (office, host, label) == 0;
}

static gboolean
is_no_name (const char *host)
{
  return host == NULL || strcmp (host, "localhost") == 0 || *host == '['
         || host[strspn (host, "0123456789.")] == '\0';
}

static gboolean
offices_read (Offices *offices, Instant at, GError **error)
{
  GError *failure = NULL;

  g_hash_table_remove_all (offices->current);
  g_strfreev (offices->names);
  offices->names = store_offices (offices->store, &failure);
  offices->from = at;
  offices->until = INSTANT_MAX;
  for (guint i = 0; failure == NULL && offices->names[i] != NULL; i++)
    offices->until = MIN (offices->until, store_next_change (offices->store, offices->names[i], &failure));
  if (failure == NULL)
    return TRUE;
  offices->until = offices->from;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
offices_stand (Offices *offices, gint64 generation, Instant at, GError **error)
{
  if (offices->generation == generation && offices->from <= at && at < offices->until)
    return TRUE;
  offices->generation = generation;
  return offices_read (offices, at, error);
}

static gboolean
has_offices (const Offices *offices)
{
  return offices->names != NULL && offices->names[0] != NULL;
}

const char *
offices_first (Offices *offices, const Profile **profile, GError **error)
{
  if (!has_offices (offices))
    return NULL;
  *profile = profile_of (offices, offices->names[0], error);
  return *profile != NULL ? offices->names[0] : NULL;
}

static const char *
choose_named (Offices *offices, const char *name, const Profile **profile, GError **error)
{
  for (guint i = 0; offices->names[i] != NULL; i++)
    if (strcmp (offices->names[i], name) == 0)
      {
        *profile = profile_of (offices, offices->names[i], error); /* kept under a name that lasts as long */
        return *profile != NULL ? offices->names[i] : NULL;
      }
  return NULL;
}

const char *
offices_choose (Offices *offices, const Request *request, const Profile **profile, GError **error)
{
  if (!has_offices (offices))
    return NULL;
  if (request->office != NULL)
    return choose_named (offices, request->office, profile, error);
  for (guint i = 0; request->host != NULL && offices->names[i] != NULL; i++)
    {
      *profile = profile_of (offices, offices->names[i], error);
      if (*profile == NULL)
        return NULL;
      if (answers_to (offices->names[i], *profile, request->host))
        return offices->names[i];
    }
  if (offices->names[1] != NULL && !is_no_name (request->host))
    return NULL;
  return choose_named (offices, offices->names[0], profile, error);
}

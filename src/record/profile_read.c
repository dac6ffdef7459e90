/* Profiles from YAML: what stands at the top, and the order of it all.
 *
 * Languages are read first, since every text may be in them, and zones next, since dates of notices are civil dates
 * of the host zone. A key that nobody asked for is refused at the end. */
#include "record/profile_read.h"

#include "record/language.h"

#include <string.h>

#define LATEST_DEFAULT 10
#define LATEST_LIMIT 50

static Profile *
profile_new (void)
{
  Profile *profile = g_new0 (Profile, 1);

  profile->clocks = g_ptr_array_new_with_free_func ((GDestroyNotify)clock_free);
  profile->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify)contact_free);
  profile->counters = g_ptr_array_new_with_free_func ((GDestroyNotify)counter_free);
  profile->notices = g_ptr_array_new_with_free_func ((GDestroyNotify)notice_free);
  profile->menu = g_ptr_array_new_with_free_func ((GDestroyNotify)menu_item_free);
  profile->footer = g_ptr_array_new_with_free_func ((GDestroyNotify)menu_item_free);
  profile->date_patterns =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
  profile->witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify)witness_free);
  profile->latest = LATEST_DEFAULT;
  return profile;
}

/* ---- Languages and zones ---- */

static gboolean
language_add (GPtrArray *tags, const YamlNode *node, GError **error)
{
  if (!yaml_expect (node, YAML_TEXT, error))
    return FALSE;
  g_autofree char *tag = language_tag (yaml_text (node));
  if (tag == NULL)
    return yaml_fail (node, error, "“%s” is no language tag (BCP 47), such as “en”, “pt-BR” or “zh-Hans”",
                      yaml_text (node));
  if (g_ptr_array_find_with_equal_func (tags, tag, g_str_equal, NULL))
    return yaml_fail (node, error, "“%s” stands here twice", tag);
  g_ptr_array_add (tags, g_steal_pointer (&tag));
  return TRUE;
}

static gboolean
languages_read (Profile *profile, YamlNode *top, GError **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  YamlNode *node = yaml_map_require (top, "languages", error);

  if (node == NULL)
    return FALSE;
  if (yaml_type (node) == YAML_TEXT && !language_add (tags, node, error))
    return FALSE;
  if (yaml_type (node) == YAML_MAP || (yaml_type (node) == YAML_LIST && yaml_count (node) == 0))
    return yaml_fail (node, error, "here must stand a list of language tags, the default first: [en, fr]");
  for (unsigned i = 0; i < yaml_count (node); i++)
    if (!language_add (tags, yaml_child (node, i), error))
      return FALSE;
  g_ptr_array_add (tags, NULL);
  profile->languages = (char **)g_ptr_array_steal (tags, NULL);
  return TRUE;
}

/* An office at home needs one zone only: either stands for both. */
static gboolean
zones_read (Profile *profile, YamlNode *top, GError **error)
{
  gboolean home = yaml_map_take (top, "home_zone") != NULL;
  gboolean host = yaml_map_take (top, "host_zone") != NULL;

  return zone_require (top, host || !home ? "host_zone" : "home_zone", &profile->host_zone_name, &profile->host_zone,
                       error)
         && zone_require (top, home ? "home_zone" : "host_zone", &profile->home_zone_name, &profile->home_zone,
                          error);
}

/* ---- Where the site stands ---- */

static gboolean
address_read (Profile *profile, YamlNode *top, GError **error)
{
  g_autofree char *text = NULL;

  if (!yaml_map_take_text (top, "address", &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!g_regex_match_simple ("^https?://[a-z0-9.-]+(:[0-9]{1,5})?/?$", text, G_REGEX_CASELESS, 0))
    return yaml_fail (yaml_map_take (top, "address"), error,
                      "“%s” is not the address of a site; write it as “https://lisbon.mfa.example”, without a path",
                      text);
  if (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  profile->address = g_ascii_strdown (text, -1);
  return TRUE;
}

static gboolean
host_add (GPtrArray *hosts, const YamlNode *node, GError **error)
{
  if (!yaml_expect (node, YAML_TEXT, error))
    return FALSE;
  if (!g_regex_match_simple ("^([a-z0-9.-]+|\\[[0-9a-f:.]+\\])$", yaml_text (node), G_REGEX_CASELESS, 0))
    return yaml_fail (node, error, "“%s” is no host name, such as “lisbon.mfa.example”", yaml_text (node));
  g_ptr_array_add (hosts, g_ascii_strdown (yaml_text (node), -1));
  return TRUE;
}

static gboolean
hosts_read (Profile *profile, YamlNode *top, GError **error)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);
  YamlNode *node = yaml_map_take (top, "hosts");

  if (node != NULL && yaml_type (node) == YAML_TEXT && !host_add (hosts, node, error))
    return FALSE;
  if (node != NULL && yaml_type (node) == YAML_MAP)
    return yaml_expect (node, YAML_LIST, error);
  for (unsigned i = 0; node != NULL && i < yaml_count (node); i++)
    if (!host_add (hosts, yaml_child (node, i), error))
      return FALSE;
  g_ptr_array_add (hosts, NULL);
  profile->hosts = (char **)g_ptr_array_steal (hosts, NULL);
  return TRUE;
}

/* ---- Clocks, dates, and the length of the list ---- */

static gpointer
clock_read (Profile *profile, YamlNode *node, GError **error)
{
  Clock *clock = g_new0 (Clock, 1);

  if (yaml_expect (node, YAML_MAP, error)
      && local_text_require (node, "label", profile->languages, &clock->label, error)
      && zone_require (node, "zone", &clock->zone_name, &clock->zone, error) && yaml_map_refuse_rest (node, error))
    return clock;
  clock_free (clock);
  return NULL;
}

/* A bare pattern is for every language. */
static LocalText *
pattern_read (YamlNode *node, char **languages, GError **error)
{
  LocalText *patterns = local_text_read (node, languages, error);

  if (patterns != NULL && yaml_type (node) == YAML_TEXT)
    for (char **language = languages + 1; *language != NULL; language++)
      g_hash_table_insert (patterns, g_strdup (*language), g_strstrip (g_strdup (yaml_text (node))));
  return patterns;
}

static gboolean
patterns_read (Profile *profile, YamlNode *top, GError **error)
{
  static const char *const names[] = { "list", "long", "full", "medium", "month", "time", "long_time", NULL };
  YamlNode *map = yaml_map_take (top, "date_patterns");

  if (map == NULL)
    return TRUE;
  if (!yaml_expect (map, YAML_MAP, error))
    return FALSE;
  for (const char *const *name = names; *name != NULL; name++)
    {
      YamlNode *node = yaml_map_take (map, *name);
      LocalText *patterns = node != NULL ? pattern_read (node, profile->languages, error) : NULL;
      if (node != NULL && patterns == NULL)
        return FALSE;
      if (patterns != NULL)
        g_hash_table_insert (profile->date_patterns, g_strdup (*name), patterns);
    }
  return yaml_map_refuse_rest (map, error);
}

static gboolean
latest_read (Profile *profile, YamlNode *top, GError **error)
{
  g_autofree char *text = NULL;
  guint64 latest;

  if (!yaml_map_take_text (top, "latest", &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, LATEST_LIMIT, &latest, NULL))
    return yaml_fail (yaml_map_take (top, "latest"), error, "“%s” is no number from 1 to %d", text, LATEST_LIMIT);
  profile->latest = (unsigned)latest;
  return TRUE;
}

static gboolean
top_read (Profile *profile, YamlNode *top, GError **error)
{
  return languages_read (profile, top, error)
         && local_text_require (top, "name", profile->languages, &profile->name, error)
         && zones_read (profile, top, error) && address_read (profile, top, error) && hosts_read (profile, top, error)
         && items_read (profile, top, "clocks", clock_read, profile->clocks, error)
         && contacts_read (profile, top, error) && counters_read (profile, top, error)
         && notices_read (profile, top, error) && menus_read (profile, top, error)
         && patterns_read (profile, top, error) && latest_read (profile, top, error)
         && witnesses_read (profile, top, error) && yaml_map_refuse_rest (top, error);
}

Profile *
profile_parse (const char *yaml, gsize length, const char *file, GError **error)
{
  YamlSource source = { .file = file, .line = 1, .domain = PROFILE_ERROR };
  g_autoptr (YamlNode) top = yaml_map_read (yaml, length, &source, error);
  g_autoptr (Profile) profile = profile_new ();

  return top != NULL && top_read (profile, top, error) ? g_steal_pointer (&profile) : NULL;
}

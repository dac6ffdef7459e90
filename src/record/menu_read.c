/* Menus, and the addresses that a profile may link to. */
#include "record/profile_read.h"

#include <string.h>

/* Paths of the site and addresses elsewhere; nothing that could run a script. */
static gboolean
address_valid (const char *address)
{
  static const char *const starts[] = { "https://", "http://", "mailto:", "tel:", "#" };

  if (strpbrk (address, " \t\n\"<>\\") != NULL || g_str_has_prefix (address, "//"))
    return FALSE;
  if (*address == '/')
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_ascii_strncasecmp (address, starts[i], strlen (starts[i])) == 0 && address[strlen (starts[i])] != '\0')
      return TRUE;
  return FALSE;
}

gboolean
addresses_check (const YamlNode *node, const LocalText *addresses, GError **error)
{
  GHashTableIter iter;
  gpointer address;

  if (addresses == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, (LocalText *)addresses);
  while (g_hash_table_iter_next (&iter, NULL, &address))
    if (!address_valid (address))
      return yaml_fail (
          node, error,
          "“%s” is no address; it begins with “/” (“/{language}/all”), https://, http://, mailto: or tel:",
          (const char *)address);
  return TRUE;
}

static gboolean
item_fill (MenuItem *item, YamlNode *map, char **languages, GError **error)
{
  return yaml_expect (map, YAML_MAP, error) && local_text_require (map, "label", languages, &item->label, error)
         && local_text_require (map, "href", languages, &item->href, error)
         && addresses_check (yaml_map_take (map, "href"), item->href, error) && yaml_map_refuse_rest (map, error);
}

static gpointer
item_read (Profile *profile, YamlNode *node, GError **error)
{
  MenuItem *item = g_new0 (MenuItem, 1);

  if (item_fill (item, node, profile->languages, error))
    return item;
  menu_item_free (item);
  return NULL;
}

gboolean
menus_read (Profile *profile, YamlNode *top, GError **error)
{
  YamlNode *menus = yaml_map_take (top, "menus");

  if (menus == NULL)
    return TRUE;
  if (yaml_type (menus) == YAML_LIST)
    return items_read (profile, top, "menus", item_read, profile->menu, error);
  return yaml_expect (menus, YAML_MAP, error) && items_read (profile, menus, "main", item_read, profile->menu, error)
         && items_read (profile, menus, "footer", item_read, profile->footer, error)
         && yaml_map_refuse_rest (menus, error);
}

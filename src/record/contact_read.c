/* The contact lines of a profile: telephones, e-mail, addresses, hours. */
#include "record/profile_read.h"

#include "record/hours.h"

#include <string.h>

/* E.164 allows 15 digits; what parts them is for the eye. Short numbers such as 112 have no "+". */
static gboolean
phone_valid (const char *phone)
{
  unsigned digits = 0;
  const char *at = *phone == '+' ? phone + 1 : phone;

  for (; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      digits++;
    else if (strchr (" -.()/", *at) == NULL)
      return FALSE;
  return digits >= 3 && digits <= 15 && (*phone != '+' || g_ascii_isdigit (phone[1]));
}

static gboolean
phone_take (YamlNode *map, char **phone, GError **error)
{
  if (!yaml_map_take_text (map, "phone", phone, error))
    return FALSE;
  return *phone == NULL || phone_valid (*phone)
         || yaml_fail (yaml_map_take (map, "phone"), error,
                       "“%s” is no telephone number; write it with its country, such as “+351 210 000 000”", *phone);
}

static gboolean
email_take (YamlNode *map, char **email, GError **error)
{
  if (!yaml_map_take_text (map, "email", email, error))
    return FALSE;
  return *email == NULL
         || g_regex_match_simple ("^[^\\s@<>\"'()]+@[^\\s@<>\"'().]+(\\.[^\\s@<>\"'().]+)+$", *email, 0, 0)
         || yaml_fail (yaml_map_take (map, "email"), error, "“%s” is no e-mail address", *email);
}

/* A text, one for each language, or a list of lines. */
static gboolean
address_take (YamlNode *map, char **languages, LocalText **address, GError **error)
{
  YamlNode *node = yaml_map_take (map, "address");

  if (node == NULL || yaml_type (node) != YAML_LIST)
    return local_text_take (map, "address", languages, address, error);
  g_autoptr (GString) lines = g_string_new (NULL);
  for (unsigned i = 0; i < yaml_count (node); i++)
    if (!yaml_expect (yaml_child (node, i), YAML_TEXT, error))
      return FALSE;
    else
      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", yaml_text (yaml_child (node, i)));
  *address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (*address, g_strdup (languages[0]), g_strdup (lines->str));
  return TRUE;
}

static gboolean
hours_take (YamlNode *map, char **languages, Hours **hours, GError **error)
{
  YamlNode *node = yaml_map_take (map, "hours");

  if (node == NULL)
    return TRUE;
  *hours = hours_read (node, languages, error);
  return *hours != NULL;
}

static gboolean
contact_fill (Contact *contact, YamlNode *map, char **languages, GError **error)
{
  return yaml_expect (map, YAML_MAP, error) && local_text_require (map, "label", languages, &contact->label, error)
         && phone_take (map, &contact->phone, error) && email_take (map, &contact->email, error)
         && address_take (map, languages, &contact->address, error)
         && hours_take (map, languages, &contact->hours, error) && yaml_map_refuse_rest (map, error);
}

static gpointer
contact_read (Profile *profile, YamlNode *node, GError **error)
{
  Contact *contact = g_new0 (Contact, 1);

  if (contact_fill (contact, node, profile->languages, error))
    return contact;
  contact_free (contact);
  return NULL;
}

gboolean
contacts_read (Profile *profile, YamlNode *top, GError **error)
{
  return items_read (profile, top, "contacts", contact_read, profile->contacts, error);
}

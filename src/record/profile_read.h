/* profile_read.h: how the parts of a profile are read from YAML. For the files of this room that read it. */
#pragma once

#include "base/yaml.h"
#include "record/profile.h"

void clock_free (Clock *clock);
void contact_free (Contact *contact);
void counter_free (Counter *counter);
void notice_free (Notice *notice);
void menu_item_free (MenuItem *item);
void witness_free (Witness *witness);

/* Each reads NODE or the value of KEY in MAP; FALSE or NULL with ERROR set to file, line, what is wrong, and what is
 * allowed. LANGUAGES: the office's, the first of which a bare text is in. */

/* A text for each language, or a bare one. Transfer full. */
LocalText *local_text_read (YamlNode *node, char **languages, GError **error);
gboolean local_text_take (YamlNode *map, const char *key, char **languages, LocalText **text, GError **error);
gboolean local_text_require (YamlNode *map, const char *key, char **languages, LocalText **text, GError **error);

/* The zone of KEY, which must be there. NAME and ZONE: transfer full. */
gboolean zone_require (YamlNode *map, const char *key, char **name, GTimeZone **zone, GError **error);

gboolean contacts_read (Profile *profile, YamlNode *top, GError **error);
gboolean counters_read (Profile *profile, YamlNode *top, GError **error);
gboolean notices_read (Profile *profile, YamlNode *top, GError **error);
gboolean menus_read (Profile *profile, YamlNode *top, GError **error);
gboolean witnesses_read (Profile *profile, YamlNode *top, GError **error);

/* FALSE unless every text of ADDRESSES (which may be NULL) is a path or an address with a harmless scheme. */
gboolean addresses_check (const YamlNode *node, const LocalText *addresses, GError **error);

/* Opening hours in any of the forms that docs/profile.md shows. Transfer full. */
Hours *hours_read (YamlNode *node, char **languages, GError **error);

/* Every item of the list under KEY, if there is one, by READ, which returns an owned value or NULL with ERROR set. */
typedef gpointer (*ItemReader) (Profile *profile, YamlNode *node, GError **error);
gboolean items_read (Profile *profile, YamlNode *map, const char *key, ItemReader read, GPtrArray *items,
                     GError **error);

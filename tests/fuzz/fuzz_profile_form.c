/* Any profile that the reader takes, and any form: the tree is written and read again as it is; a form that brings
 * nothing changes nothing; and whatever a form brings can be written, shown and typed again. INPUT: the profile, a
 * zero byte, the form. */
#include "base/yaml_json.h"
#include "desk/profile/profile_form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static json_t *
tree_of (const char *yaml)
{
  const YamlSource source = { .file = "profile", .line = 1, .domain = PROFILE_ERROR };
  g_autoptr (YamlNode) top = yaml_map_read (yaml, strlen (yaml), &source, NULL);
  return top != NULL ? yaml_json (top) : NULL;
}

static void
comes_back (const json_t *tree)
{
  g_autofree char *yaml = yaml_write (tree);
  json_auto_t *again = tree_of (yaml);
  if (again == NULL || !json_equal (tree, again))
    abort ();
}

static void
try_entry (const char *section, const json_t *entry, const Profile *profile, const Form *form)
{
  g_autoptr (Form) nothing = form_parse ("", 0);
  json_auto_t *same = profile_take (section, entry, profile, nothing);
  if (!json_equal (same, entry))
    abort ();
  json_auto_t *taken = profile_take (section, entry, profile, form);
  json_auto_t *tree = json_pack ("{s:O}", "entry", taken);
  comes_back (tree);
  json_auto_t *again = profile_take (section, taken, profile, nothing);
  if (!json_equal (again, taken))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const lists[] = { "clocks", "contacts", "hours", "counters", "notices", "main", "footer" };
  const guint8 *end = memchr (data, 0, size);
  gsize length = end != NULL ? (gsize)(end - data) : size;
  g_autofree char *yaml = g_strndup ((const char *)data, length);
  g_autoptr (Form) form = form_parse (end != NULL ? (const char *)end + 1 : "", end != NULL ? size - length - 1 : 0);
  g_autoptr (Profile) profile = form != NULL ? profile_parse (yaml, length, "profile", NULL) : NULL;
  json_auto_t *tree = profile != NULL ? tree_of (yaml) : NULL;
  if (tree == NULL)
    return 0;

  comes_back (tree);
  try_entry ("name", tree, profile, form);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      size_t index;
      json_t *entry;
      json_array_foreach (profile_list (tree, strcmp (lists[i], "hours") == 0 ? "contacts" : lists[i]), index, entry)
        try_entry (lists[i], entry, profile, form);
    }
  return 0;
}

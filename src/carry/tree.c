/* The files of a site's source. */
#include "carry/tree.h"

#include "carry/carry.h"

#include <glib/gstdio.h>
#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
add_folder (GPtrArray *files, const char *folder, const char *below, GError **error)
{
  g_autofree char *path = g_build_filename (folder, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  const char *name;
  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = below != NULL ? g_build_filename (below, name, NULL) : g_strdup (name);
      g_autofree char *whole = g_build_filename (folder, file, NULL);
      GStatBuf status;
      if (*name == '.' || g_lstat (whole, &status) != 0)
        continue;
      if (S_ISDIR (status.st_mode) && !add_folder (files, folder, file, error))
        return FALSE;
      if (S_ISREG (status.st_mode))
        g_ptr_array_add (files, g_steal_pointer (&file));
    }
  return TRUE;
}

GPtrArray *
tree_files (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  if (!add_folder (files, folder, NULL, error))
    return NULL;
  g_ptr_array_sort (files, compare);
  return g_steal_pointer (&files);
}

char *
tree_origin (const char *folder)
{
  static const char *const names[] = { "_config.yml", "_config.yaml", "config.yaml",
                                       "config.toml", "hugo.yaml",    "hugo.toml" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *text = NULL;
      g_autoptr (GRegex) regex = g_regex_new ("^(?:url|baseURL|baseurl)\\s*[:=]\\s*[\"']?(https?://[^\"'\\s/]+)",
                                              G_REGEX_MULTILINE, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;
      if (g_file_get_contents (path, &text, NULL, NULL) && g_regex_match (regex, text, 0, &match))
        return g_match_info_fetch (match, 1);
    }
  return NULL;
}

/* The set of templates: names and what was parsed for them.
 *
 * A set is filled first and rendered from then on; rendering never changes it. Folders and resources are taken whole
 * or not at all. A template finds the ones it includes by name when it is rendered, so that an office's own copy of
 * one takes effect in all others. */
#include "template/nodes.h"

#include <gio/gio.h>
#include <string.h>

#include "base/nearest.h"

#define ENDING ".html"

struct _TemplateSet
{
  GHashTable *templates; /* char * → Template * */
};

G_DEFINE_QUARK (template_error, template_error)

static GHashTable *
templates_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)template_free);
}

TemplateSet *
template_set_new (void)
{
  TemplateSet *set = g_new0 (TemplateSet, 1);

  set->templates = templates_new ();
  return set;
}

void
template_set_free (TemplateSet *set)
{
  if (set == NULL)
    return;
  g_hash_table_unref (set->templates);
  g_free (set);
}

const Template *
template_set_find (const TemplateSet *set, const char *name)
{
  return g_hash_table_lookup (set->templates, name);
}

/* Parse TEXT, to be called LABEL in messages, and keep it under NAME (transfer full). */
static gboolean
add (GHashTable *templates, char *name, const char *label, const char *text, gsize length, GError **error)
{
  g_autofree char *owned = name;
  Template *template = template_parse (label, text, length, error);

  if (template == NULL)
    return FALSE;
  g_hash_table_replace (templates, g_steal_pointer (&owned), template);
  return TRUE;
}

gboolean
template_set_add (TemplateSet *set, const char *name, const char *text, gsize length, GError **error)
{
  return add (set->templates, g_strdup (name), name, text, length, error);
}

static void
take_all (TemplateSet *set, GHashTable *templates)
{
  GHashTableIter iter;
  gpointer name, template;

  g_hash_table_iter_init (&iter, templates);
  while (g_hash_table_iter_next (&iter, &name, &template))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_replace (set->templates, name, template);
    }
}

/* "home" of "home.html"; NULL of what is no template. Hidden files are an editor's. */
static char *
template_name (const char *file)
{
  if (file[0] == '.' || !g_str_has_suffix (file, ENDING))
    return NULL;
  return g_strndup (file, strlen (file) - strlen (ENDING));
}

static gboolean
add_file (GHashTable *templates, const char *folder, const char *file, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *name = template_name (file);
  g_autofree char *text = NULL;
  gsize length;

  if (name == NULL || g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  return add (templates, g_steal_pointer (&name), path, text, length, error);
}

gboolean
template_set_add_folder (TemplateSet *set, const char *folder, GError **error)
{
  g_autoptr (GHashTable) templates = templates_new ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *file;

  if (dir == NULL)
    return FALSE;
  while ((file = g_dir_read_name (dir)) != NULL)
    if (!add_file (templates, folder, file, error))
      return FALSE;
  take_all (set, templates);
  return TRUE;
}

static gboolean
add_resource (GHashTable *templates, const char *path, char *name, GError **error)
{
  g_autofree char *owned = name;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *label = g_path_get_basename (path);
  const char *text;
  gsize length;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &length);
  return add (templates, g_steal_pointer (&owned), label, text == NULL ? "" : text, length, error);
}

gboolean
template_set_add_resources (TemplateSet *set, const char *resource_path, GError **error)
{
  g_autoptr (GHashTable) templates = templates_new ();
  g_auto (GStrv) files = g_resources_enumerate_children (resource_path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (files == NULL)
    return FALSE;
  for (char **file = files; *file != NULL; file++)
    {
      g_autofree char *path =
          g_strconcat (resource_path, g_str_has_suffix (resource_path, "/") ? "" : "/", *file, NULL);
      char *name = template_name (*file);

      if (name != NULL && !add_resource (templates, path, name, error))
        return FALSE;
    }
  take_all (set, templates);
  return TRUE;
}

const char *
template_set_nearest (const TemplateSet *set, const char *name)
{
  g_autofree const char **names = (const char **)g_hash_table_get_keys_as_array (set->templates, NULL);
  return nearest_word (name, names);
}

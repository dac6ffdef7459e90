/* Templates, messages and assets, loaded once.
 *
 * The built-in ones are GResources; a folder of the office's own takes precedence, file by file. An asset's address
 * bears the hash of its content, so that a browser may keep it for ever. */
#include "page/page.h"
#include "page/parts.h"

#include "base/sha256.h"

#include <gio/gio.h>
#include <string.h>

#define HASH_LENGTH 10

GResource *template_resources_get_resource (void);
GResource *asset_resources_get_resource (void);

struct _SiteParts
{
  TemplateSet *templates;
  Messages *messages;
  GHashTable *assets; /* name -> Asset */
};

static void
asset_free (Asset *asset)
{
  g_free (asset->address);
  g_bytes_unref (asset->content);
  g_free (asset);
}

static const char *
asset_type (const char *name)
{
  static const char *const types[][2] = {
    { ".css", "text/css; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".jpg", "image/jpeg" },
    { ".webp", "image/webp" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".json", "application/json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (name, types[i][0]))
      return types[i][1];
  return NULL;
}

static void
add_asset (SiteParts *parts, const char *name, GBytes *content)
{
  g_autofree char *digest = sha256_hex (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  const char *dot = strrchr (name, '.');
  Asset *asset = g_new0 (Asset, 1);

  asset->address = g_strdup_printf ("/assets/%.*s.%.*s%s", (int)(dot - name), name, HASH_LENGTH, digest, dot);
  asset->type = asset_type (name);
  asset->content = g_bytes_ref (content);
  g_hash_table_replace (parts->assets, g_strdup (name), asset);
}

static gboolean
add_built_in_assets (SiteParts *parts, GError **error)
{
  g_auto (GStrv) names = g_resources_enumerate_children ("/chancery/assets", 0, error);
  if (names == NULL)
    return FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/chancery/assets/", names[i], NULL);
      g_autoptr (GBytes) content = g_resources_lookup_data (path, 0, error);
      if (content == NULL)
        return FALSE;
      add_asset (parts, names[i], content);
    }
  return TRUE;
}

static gboolean
add_folder_assets (SiteParts *parts, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;
  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *content;
      gsize length;
      if (asset_type (name) == NULL)
        continue;
      if (!g_file_get_contents (path, &content, &length, error))
        return FALSE;
      g_autoptr (GBytes) bytes = g_bytes_new_take (content, length);
      add_asset (parts, name, bytes);
    }
  return TRUE;
}

static gboolean
parts_load (SiteParts *parts, const char *folder, GError **error)
{
  if (parts->messages == NULL || !template_set_add_resources (parts->templates, "/chancery/templates", error)
      || !add_built_in_assets (parts, error))
    return FALSE;
  return folder == NULL
         || (template_set_add_folder (parts->templates, folder, error) && add_folder_assets (parts, folder, error));
}

/* Naming them makes the linker keep them; they register themselves. */
static gboolean
resources_present (void)
{
  return template_resources_get_resource () != NULL && asset_resources_get_resource () != NULL;
}

SiteParts *
site_parts_new (const char *templates, GError **error)
{
  g_assert (resources_present ());

  g_autoptr (SiteParts) parts = g_new0 (SiteParts, 1);
  parts->templates = template_set_new ();
  parts->assets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)asset_free);
  parts->messages = messages_load (error);
  return parts_load (parts, templates, error) ? g_steal_pointer (&parts) : NULL;
}

void
site_parts_free (SiteParts *parts)
{
  g_clear_pointer (&parts->templates, template_set_free);
  g_clear_pointer (&parts->messages, messages_free);
  g_clear_pointer (&parts->assets, g_hash_table_unref);
  g_free (parts);
}

const TemplateSet *
parts_templates (const SiteParts *parts)
{
  return parts->templates;
}

const Messages *
parts_messages (const SiteParts *parts)
{
  return parts->messages;
}

/* "site.3f2a91c07b.css" → "site.css" */
static char *
name_without_hash (const char *name)
{
  const char *last = strrchr (name, '.');
  const char *before = last != NULL ? g_strrstr_len (name, last - name, ".") : NULL;

  if (before == NULL || last - before != HASH_LENGTH + 1)
    return g_strdup (name);
  return g_strdup_printf ("%.*s%s", (int)(before - name), name, last);
}

const Asset *
parts_asset (const SiteParts *parts, const char *name, gboolean *current)
{
  g_autofree char *plain = name_without_hash (name);
  const Asset *asset = g_hash_table_lookup (parts->assets, plain);

  *current = asset != NULL && strcmp (asset->address + strlen ("/assets/"), name) == 0;
  return asset;
}

char *
link_asset (const SiteParts *parts, const char *name)
{
  const Asset *asset = g_hash_table_lookup (parts->assets, name);
  return asset != NULL ? g_strdup (asset->address) : NULL;
}

static gboolean
write_resources (const char *below, const char *folder, GError **error)
{
  g_auto (GStrv) names = g_resources_enumerate_children (below, 0, error);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (below, "/", names[i], NULL);
      g_autofree char *file = g_build_filename (folder, names[i], NULL);
      g_autoptr (GBytes) content = g_resources_lookup_data (path, 0, error);
      if (content == NULL
          || !g_file_set_contents (file, g_bytes_get_data (content, NULL), (gssize)g_bytes_get_size (content), error))
        return FALSE;
    }
  return names != NULL;
}

gboolean
parts_write_defaults (const char *folder, GError **error)
{
  g_assert (resources_present ());
  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: the folder cannot be made", folder);
      return FALSE;
    }
  return write_resources ("/chancery/templates", folder, error)
         && write_resources ("/chancery/assets", folder, error);
}

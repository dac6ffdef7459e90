#include "audit/site_map.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#define SITE_MAP "/sitemap.xml"
#define MOST_MAPS 50000 /* as many as an index may name */

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, name) == 0;
}

/* The <loc> below each <url> or <sitemap> of ROOT. */
static GPtrArray *
locations (const xmlNode *root)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (const xmlNode *entry = root->children; entry != NULL; entry = entry->next)
    for (xmlNode *child = entry->children; child != NULL; child = child->next)
      if (is_element (child, "loc"))
        {
          xmlChar *text = xmlNodeGetContent (child);
          char *path = web_path ((const char *)text);
          if (path != NULL)
            g_ptr_array_add (paths, path);
          xmlFree (text);
        }
  return paths;
}

GPtrArray *
site_map_parse (const char *bytes, gsize length, gboolean *index, GError **error)
{
  /* Entities are left as they are, so that a small file cannot become a large one. */
  xmlDoc *map = length <= G_MAXINT ? xmlReadMemory (bytes, (int)length, NULL, NULL,
                                                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
                                   : NULL;
  const xmlNode *root = map != NULL ? xmlDocGetRootElement (map) : NULL;
  GPtrArray *paths = NULL;

  *index = root != NULL && is_element (root, "sitemapindex");
  if (*index || (root != NULL && is_element (root, "urlset")))
    paths = locations (root);
  else
    g_set_error (error, FETCH_ERROR, FETCH_ERROR_BROKEN, "this is no sitemap");
  xmlFreeDoc (map);
  return paths;
}

static gboolean
is_digits (const char *text, gsize count)
{
  return strlen (text) == count && strspn (text, "0123456789") == count;
}

gboolean
site_map_is_document (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 7);
  return g_strv_length (parts) == 6 && *parts[0] == '\0' && *parts[1] != '\0' && is_digits (parts[2], 4)
         && is_digits (parts[3], 2) && is_digits (parts[4], 2) && *parts[5] != '\0';
}

static GPtrArray *
read_map (Web *web, const char *path, gboolean *index, GError **error)
{
  g_autoptr (GBytes) bytes = web_read (web, path, error);
  gsize length;
  if (bytes == NULL)
    return NULL;
  const char *text = g_bytes_get_data (bytes, &length);
  GPtrArray *paths = site_map_parse (text != NULL ? text : "", length, index, error);
  if (paths == NULL)
    g_prefix_error (error, "%s: ", path);
  return paths;
}

static void
take_documents (GPtrArray *documents, GHashTable *known, GPtrArray *paths)
{
  for (guint i = 0; i < paths->len; i++)
    if (site_map_is_document (paths->pdata[i]) && !g_hash_table_contains (known, paths->pdata[i]))
      {
        char *path = g_strdup (paths->pdata[i]);
        g_ptr_array_add (documents, path);
        g_hash_table_add (known, path);
      }
}

static gboolean
read_maps (Web *web, GPtrArray *maps, GPtrArray *documents, GHashTable *known, GError **error)
{
  gboolean index;

  for (guint i = 0; i < MIN (maps->len, MOST_MAPS); i++)
    {
      g_autoptr (GPtrArray) paths = read_map (web, maps->pdata[i], &index, error);
      if (paths == NULL)
        return FALSE;
      if (!index)
        take_documents (documents, known, paths);
    }
  return TRUE;
}

GPtrArray *
site_map_read (Web *web, GError **error)
{
  gboolean index;
  g_autoptr (GPtrArray) first = read_map (web, SITE_MAP, &index, error);
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  if (first == NULL)
    return NULL;

  if (!index)
    take_documents (documents, known, first);
  else if (!read_maps (web, first, documents, known, error))
    return NULL;
  return g_steal_pointer (&documents);
}

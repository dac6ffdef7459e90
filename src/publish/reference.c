/* References between documents, as people write them.
 *
 * A reference is tried as a UUID, as an address (with or without host and language), as the name of a file beside the
 * one that bears it, and as a slug, in that order; the first way that finds something decides, and it must find one.
 */
#include "publish/reference.h"

#include "record/slug.h"

#include <string.h>

/* "/en/2026/03/14/slug" or an URL of it → "2026/03/14/slug"; NULL if TEXT is no address. */
static char *
address_path (const char *text)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("(?:^|/)([0-9]{4}/[0-9]{2}/[0-9]{2}/[a-z0-9-]+)(?:\\.json)?/?$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static char *
file_source (const Draft *from, const char *text)
{
  return from->folder != NULL ? g_canonicalize_filename (text, from->folder) : NULL;
}

static gboolean
draft_named (const Draft *draft, const char *text, const char *source)
{
  if (source != NULL && g_strcmp0 (draft->source, source) == 0)
    return TRUE;
  g_autofree char *base = g_path_get_basename (draft->file);
  if (strcmp (base, text) == 0)
    return TRUE;

  const Edition *edition = draft->matter->edition;
  g_autofree char *slug = edition->slug != NULL ? g_strdup (edition->slug) : slug_from_title (edition->title);
  return strcmp (slug, text) == 0 || g_strcmp0 (draft->document, text) == 0;
}

Draft *
reference_among (GPtrArray *drafts, const Draft *from, const char *text)
{
  g_autofree char *source = file_source (from, text);

  for (guint i = 0; i < drafts->len; i++)
    {
      Draft *draft = drafts->pdata[i];
      if (draft != from && draft_named (draft, text, source))
        return draft;
    }
  return NULL;
}

static char *
only_one (char **documents, const char *text, GError **error)
{
  guint count = g_strv_length (documents);

  if (count == 1)
    return g_strdup (documents[0]);
  if (count == 0)
    g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_REFERENCE,
                 "“%s” names no document of this office; give its UUID, its address, its slug or its file", text);
  else
    g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_REFERENCE,
                 "“%s” could be any of %u documents; give the UUID or the whole address", text, count);
  return NULL;
}

static char *
resolve_in_record (Store *store, const char *office, const char *text, GError **error)
{
  g_autofree char *path = address_path (text);
  ReferenceType type = g_uuid_string_is_valid (text) ? REFERENCE_UUID
                       : path != NULL                ? REFERENCE_PATH
                                                     : REFERENCE_SLUG;
  g_auto (GStrv) documents = store_documents (store, office, type, path != NULL ? path : text, error);

  return documents != NULL ? only_one (documents, text, error) : NULL;
}

char *
reference_resolve (Store *store, const char *office, GPtrArray *drafts, const Draft *from, const char *text,
                   GError **error)
{
  const Draft *draft = reference_among (drafts, from, text);
  if (draft != NULL && draft->document != NULL)
    return g_strdup (draft->document);

  g_autofree char *source = file_source (from, text);
  g_autofree char *document = NULL;
  g_autofree char *language = NULL;
  GError *failure = NULL;
  if (source != NULL && store_source (store, office, source, &document, &language, &failure))
    return g_steal_pointer (&document);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return resolve_in_record (store, office, text, error);
}

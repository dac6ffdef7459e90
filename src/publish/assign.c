/* Which document a draft is a text of.
 *
 * By its source file, else by the document it translates, else by its address if its file has moved; else it is a new
 * one. Drafts may name each other: whoever is named learns its document first. */
#include "publish/publisher.h"

#include "publish/reference.h"
#include "record/civil.h"
#include "record/slug.h"

#include <string.h>

char *
dated_path (const Publisher *publisher, Instant dated, const char *slug)
{
  CivilTime time = civil_time_at (dated, publisher->profile->host_zone);
  return g_strdup_printf ("%04d/%02d/%02d/%s", time.date.year, time.date.month, time.date.day, slug);
}

static char *
wanted_slug (const Draft *draft)
{
  const Edition *edition = draft->matter->edition;
  return edition->slug != NULL ? g_strdup (edition->slug) : slug_from_title (edition->title);
}

/* Whether the chain's file is FILE under another path: it bears the same name, or the old one is gone. */
static gboolean
file_moved (const Publisher *publisher, const Draft *draft, const char *document)
{
  g_autofree char *before =
      store_source_of (publisher->store, publisher->office, document, draft->matter->edition->language, NULL);
  if (before == NULL || draft->folder == NULL || g_str_has_prefix (before, "import:"))
    return FALSE;

  g_autofree char *old_name = g_path_get_basename (before);
  g_autofree char *new_name = g_path_get_basename (draft->source);
  return strcmp (old_name, new_name) == 0 || !g_file_test (before, G_FILE_TEST_EXISTS);
}

/* The same text from another folder: same address, same instant, and its file has moved. */
static gboolean
assign_by_address (const Publisher *publisher, Draft *draft, GError **error)
{
  if (draft->folder == NULL)
    return TRUE;
  g_autofree char *slug = wanted_slug (draft);
  g_autofree char *path = dated_path (publisher, draft->matter->edition->published, slug);
  g_auto (GStrv) documents =
      store_documents_at (publisher->store, publisher->office, draft->matter->edition->language, path, error);
  if (documents == NULL)
    return FALSE;

  for (guint i = 0; documents[i] != NULL && draft->document == NULL; i++)
    {
      GError *failure = NULL;
      g_autoptr (Edition) last = store_last (publisher->store, publisher->office, documents[i],
                                             draft->matter->edition->language, NULL, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (last != NULL && last->published == draft->matter->edition->published
          && file_moved (publisher, draft, documents[i]))
        draft->document = g_strdup (documents[i]);
    }
  return TRUE;
}

static gboolean assign (const Publisher *publisher, GPtrArray *drafts, Draft *draft, unsigned depth, GError **error);

static gboolean
assign_by_original (const Publisher *publisher, GPtrArray *drafts, Draft *draft, unsigned depth, GError **error)
{
  Draft *original = reference_among (drafts, draft, draft->matter->translation_of);

  if (original != NULL && !assign (publisher, drafts, original, depth + 1, error))
    return FALSE;
  draft->document =
      reference_resolve (publisher->store, publisher->office, drafts, draft, draft->matter->translation_of, error);
  if (draft->document == NULL)
    g_prefix_error (error, "translation_of: ");
  return draft->document != NULL;
}

static gboolean
assign_by_source (const Publisher *publisher, Draft *draft, GError **error)
{
  g_autofree char *language = NULL;
  GError *failure = NULL;

  if (draft->source != NULL
      && !store_source (publisher->store, publisher->office, draft->source, &draft->document, &language, &failure)
      && failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return TRUE;
}

/* By its source, else by the document it translates, else by its address; else it is new. */
static gboolean
assign (const Publisher *publisher, GPtrArray *drafts, Draft *draft, unsigned depth, GError **error)
{
  if (draft->document != NULL)
    return TRUE;
  if (depth > drafts->len)
    {
      g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_REFERENCE,
                   "translation_of: the files name each other in a circle");
      return FALSE;
    }
  if (!assign_by_source (publisher, draft, error))
    return FALSE;
  if (draft->document == NULL && draft->matter->translation_of != NULL)
    return assign_by_original (publisher, drafts, draft, depth, error);
  if (draft->document == NULL && !assign_by_address (publisher, draft, error))
    return FALSE;
  if (draft->document != NULL)
    return TRUE;
  draft->document = g_uuid_string_random ();
  draft->fresh = TRUE;
  return TRUE;
}

static gboolean
refuse_twins (GPtrArray *drafts, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < drafts->len; i++)
    {
      const Draft *draft = drafts->pdata[i];
      char *key = g_strconcat (draft->document, " ", draft->matter->edition->language, NULL);
      const Draft *twin = g_hash_table_lookup (seen, key);
      g_hash_table_insert (seen, key, (gpointer)draft);
      if (twin != NULL)
        {
          g_set_error (error, PUBLISH_ERROR, PUBLISH_ERROR_CHAIN,
                       "%s: it is the same document in the same language as %s", draft->file, twin->file);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
assign_documents (const Publisher *publisher, GPtrArray *drafts, GError **error)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      Draft *draft = drafts->pdata[i];
      if (!assign (publisher, drafts, draft, 0, error))
        {
          g_prefix_error (error, "%s: ", draft->file);
          return FALSE;
        }
    }
  return refuse_twins (drafts, error);
}

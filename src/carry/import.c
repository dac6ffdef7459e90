/* A tree of Markdown carried over.
 *
 * Two passes: the first learns every old address, so that links between pages can be told from links to files; the
 * second publishes, some files at a time, all in one transaction. A file is known by its path below the folder when
 * it comes again.
 *
 * Threads read the files and make everything of them that does not depend on the record; one, which the record
 * belongs to, takes what they made in the order of the files. */
#include "carry/carry.h"

#include "base/ahead.h"
#include "carry/document.h"
#include "carry/tree.h"
#include "publish/publish.h"
#include "text/messages.h"

#define CHUNK 64

G_DEFINE_QUARK (carry_error, carry_error)

typedef struct
{
  OldSite site;
  const ImportOptions *options;
  GPtrArray *files;
  Publisher *publisher;
  char *origin;
  GHashTable *known; /* old paths */
  GPtrArray *drafts; /* of the chunk */
  ImportResult *result;
} Import;

/* What a thread made of a file: one of the two. */
typedef struct
{
  Draft *draft;
  GError *reason; /* why it is passed over */
} Made;

static void
skipped_free (ImportSkipped *skipped)
{
  g_free (skipped->file);
  g_free (skipped->reason);
  g_free (skipped);
}

void
import_result_free (ImportResult *result)
{
  g_ptr_array_unref (result->skipped);
  g_free (result);
}

static void
skip (Import *import, const char *file, const char *reason)
{
  ImportSkipped *skipped = g_new0 (ImportSkipped, 1);
  skipped->file = g_strdup (file);
  skipped->reason = g_strdup (reason);
  g_ptr_array_add (import->result->skipped, skipped);
}

static void
count_outcomes (Import *import)
{
  for (guint i = 0; i < import->drafts->len; i++)
    {
      const Draft *draft = import->drafts->pdata[i];
      import->result->imported += draft->outcome == PUBLISH_NEW;
      import->result->updated += draft->outcome == PUBLISH_NEXT;
      import->result->unchanged += draft->outcome == PUBLISH_UNCHANGED;
      if (draft->outcome == PUBLISH_ERASED)
        skip (import, draft->file, "it was erased by order of law");
    }
}

static gboolean
flush (Import *import, GError **error)
{
  if (!publisher_run (import->publisher, import->drafts, error))
    return FALSE;
  count_outcomes (import);
  g_ptr_array_set_size (import->drafts, 0);
  return TRUE;
}

/* ---- The first pass: only front matter is looked at ---- */

static gpointer
make_old_paths (guint index, gpointer data)
{
  const Import *import = data;
  return document_old_paths (&import->site, import->files->pdata[index]);
}

static void
learn_old_paths (Import *import)
{
  g_autoptr (Ahead) ahead =
      ahead_new (import->options->threads, import->files->len, make_old_paths, (GDestroyNotify)g_strfreev, import);

  for (guint i = 0; i < import->files->len; i++)
    {
      g_auto (GStrv) paths = ahead_take (ahead);
      for (guint p = 0; paths != NULL && paths[p] != NULL; p++)
        g_hash_table_add (import->known, g_strdup (paths[p]));
    }
}

/* ---- The second pass ---- */

static gpointer
make_draft (guint index, gpointer data)
{
  const Import *import = data;
  Made *made = g_new0 (Made, 1);

  made->draft = document_read (&import->site, import->files->pdata[index], &made->reason);
  return made;
}

static void
made_free (Made *made)
{
  g_clear_pointer (&made->draft, draft_free);
  g_clear_error (&made->reason);
  g_free (made);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, made_free)

static gboolean
take_file (Import *import, const char *file, Made *taken, GError **error)
{
  g_autoptr (Made) made = taken;

  if (made->draft != NULL)
    g_ptr_array_add (import->drafts, g_steal_pointer (&made->draft));
  else
    skip (import, file, made->reason->message);
  return import->drafts->len < CHUNK || flush (import, error);
}

static void
report_progress (const Import *import, guint done)
{
  if (import->options->progress != NULL && (done % 20 == 1 || done == import->files->len))
    import->options->progress (done, import->files->len, import->options->data);
}

static gboolean
import_files (Import *import, GError **error)
{
  g_autoptr (Ahead) ahead =
      ahead_new (import->options->threads, import->files->len, make_draft, (GDestroyNotify)made_free, import);

  for (guint i = 0; i < import->files->len; i++)
    {
      if (!take_file (import, import->files->pdata[i], ahead_take (ahead), error))
        return FALSE;
      report_progress (import, i + 1);
    }
  import->result->found = import->files->len;
  return flush (import, error);
}

/* ---- The whole ---- */

static gboolean
import_all (Import *import, Store *store, const char *office, Instant now, GError **error)
{
  g_autoptr (Publisher) publisher = publisher_new (store, office, now, error);
  g_autoptr (Messages) messages = publisher != NULL ? messages_load (error) : NULL;
  const char *language = import->options->language;
  if (messages == NULL)
    return FALSE;

  import->publisher = publisher;
  import->site.profile = publisher_profile (publisher);
  import->site.language = language != NULL ? language : import->site.profile->languages[0];
  import->site.update_note = messages_get (messages, import->site.language, "updated_from_import");
  learn_old_paths (import);
  return import_files (import, error);
}

static void
import_clear (Import *import)
{
  g_ptr_array_unref (import->drafts);
  g_hash_table_unref (import->known);
  g_free (import->origin);
  g_clear_pointer (&import->result, import_result_free);
}

static void
import_prepare (Import *import, const char *folder, const ImportOptions *options)
{
  carry_error_quark (); /* made here, not by several threads at once */
  import->options = options;
  import->origin = options->origin != NULL ? g_strdup (options->origin) : tree_origin (folder);
  import->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->site =
      (OldSite){ .folder = folder, .kinds = options->kinds, .origin = import->origin, .known = import->known };
  import->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)draft_free);
  import->result = g_new0 (ImportResult, 1);
  import->result->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify)skipped_free);
}

gboolean
import_markdown (Store *store, const char *office, const char *folder, const ImportOptions *options, Instant now,
                 ImportResult **result, GError **error)
{
  g_autoptr (GPtrArray) files = tree_files (folder, error);
  Import import = { .files = files };
  if (files == NULL)
    return FALSE;

  import_prepare (&import, folder, options);
  gboolean done = import_all (&import, store, office, now, error);
  if (done)
    *result = g_steal_pointer (&import.result);
  import_clear (&import);
  return done;
}

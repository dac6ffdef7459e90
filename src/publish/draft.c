/* A draft: a text as written, on its way to becoming an edition. */
#include "publish/publish.h"

G_DEFINE_QUARK (publish_error, publish_error)

Draft *
draft_new (void)
{
  return g_new0 (Draft, 1);
}

void
draft_free (Draft *draft)
{
  g_clear_pointer (&draft->matter, front_matter_free);
  g_free (draft->file);
  g_free (draft->source);
  g_free (draft->folder);
  g_clear_pointer (&draft->files, g_ptr_array_unref);
  g_strfreev (draft->old_paths);
  g_free (draft->document);
  g_free (draft->language);
  g_free (draft->path);
  g_free (draft);
}

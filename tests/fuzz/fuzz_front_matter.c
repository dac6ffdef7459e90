/* Any bytes as a file with front matter: an edition that can be digested, or a reason. */
#include "record/front_matter.h"
#include "record/slug.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrontMatter) matter = front_matter_parse ((const char *)data, size, "a.md", NULL, &error);

  if ((matter == NULL) == (error == NULL))
    abort ();
  if (matter == NULL)
    return 0;
  g_autofree char *digest = edition_digest (matter->edition);
  g_autofree char *slug = slug_from_title (matter->edition->title);
  if (strlen (digest) != 64 || !slug_valid (slug) || strchr (matter->edition->body, '\r') != NULL)
    abort ();
  return 0;
}

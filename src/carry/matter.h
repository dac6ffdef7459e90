/* matter.h: front matter as static site generators write it: YAML (Jekyll, Hugo), TOML or JSON (Hugo). Read
 * leniently: what is not known is passed over, what is broken is read line by line. */
#pragma once

#include <glib.h>

typedef struct
{
  char *title, *date, *kind, *language, *slug, *summary; /* as written; NULL if absent */
  char **old_paths; /* permalink, url, aliases, redirect_from: without slashes at the ends; never NULL */
  char **topics;    /* tags and categories; never NULL */
  gboolean hidden;  /* draft: true, published: false */
  const char *body; /* within the text */
} Matter;

/* TEXT is valid UTF-8 and outlives the matter. NULL with ERROR set if there is no front matter, or none that can be
 * read. Transfer full. */
Matter *matter_parse (const char *text, const char *file, GError **error);
void matter_free (Matter *matter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Matter, matter_free)

/* catalogue.h: what the site says in one language. */
#pragma once

#include <jansson.h>
#include <glib.h>

typedef struct
{
  char *language;
  GHashTable *patterns; /* key -> pattern */
  json_t *context;      /* key -> text, of the messages that take no argument */
} Catalogue;

/* Read a catalogue from YAML; FILE names it in errors. Transfer full. */
Catalogue *catalogue_read (const char *language, const char *file, const char *yaml, gsize length, GError **error);
void catalogue_free (Catalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Catalogue, catalogue_free)
